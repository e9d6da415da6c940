// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>
#include <QThread>
#include <functional>
#include <memory>

namespace gatehouse::ui {

// The tokens of remote gateways: in the desktop's key chain, or for this session in memory only; never in a file. A
// locked key chain may wait for the person for ever, so every question is asked in a thread of its own and "waiting"
// tells when it takes long. libsecret's state belongs to the thread that asked first, so there is one keeper in a
// program, which lives as long as it. Used on the UI thread, where handlers run.
class TokenKeeper : public QObject {
    Q_OBJECT

public:
    enum class Outcome {
        Done,
        Missing, // the key chain has no such token
        Absent,  // no key chain can be reached
        Refused, // it is locked, or said no
        Failed,
    };
    using ReadHandler = std::function<void(Outcome outcome, const QByteArray& token)>;
    using Handler = std::function<void(Outcome outcome)>;

    explicit TokenKeeper(QObject* parent = nullptr);
    ~TokenKeeper() override; // does not wait for the key chain

    // The handlers are not called once "context" is gone, or after giveUp().
    void read(const QString& id, QObject* context, ReadHandler handler);
    void write(const QString& id, const QByteArray& token, QObject* context, Handler handler);
    void remove(const QString& id);

    void keepForSession(const QString& id, const QByteArray& token);
    bool isForSession(const QString& id) const { return m_session.contains(id); }
    void giveUp(); // on the question that runs
    // A sentence of what is the matter and what can be done; empty for Done.
    static QString sentenceOf(Outcome outcome);

Q_SIGNALS:
    // The key chain has not answered for two seconds: it may wait for its password.
    void waiting();
    void answered();

private:
    struct Question;
    void ask(std::shared_ptr<Question> question);

    QThread* m_thread = nullptr;
    QObject* m_worker = nullptr; // lives on m_thread
    QHash<QString, QByteArray> m_session;
    quint64 m_current = 0; // answers to earlier questions are dropped
};

} // namespace gatehouse::ui
