// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QPointer>
#include <QVector>

namespace gatehouse::ui {

// The gateway key of the console's own calls (playground, first run, replay): of the application "console" in the team
// "console", which are made when they are first needed. The key is made when first asked for, holds for an hour, is
// made anew five minutes before that, and stays in memory only. Expired ones that a console left behind are cleared
// away with it. One per window, for all views. UI thread.
class ConsoleKey : public QObject {
    Q_OBJECT

public:
    // An empty key: "problem" says why. The sentence is for the person.
    using Handler = std::function<void(const QByteArray& key, const Problem& problem)>;

    static constexpr const char* application = "console"; // what its calls are recorded under

    enum class Bodies {
        AsSet,
        NeverKept, // of its calls, whatever is set elsewhere: they hold secrets
    };

    explicit ConsoleKey(GatewayClient& client, QObject* parent = nullptr);
    ConsoleKey(GatewayClient& client, Bodies bodies, QObject* parent = nullptr);

    // Asynchronous also where the key is there already. Not called once the context is gone.
    void obtain(QObject* context, Handler handler);
    // The gateway refused the key (401): the next obtain() makes another.
    void refused();
    // Takes the key back at the gateway, best effort; "done" is called in every case, within a few seconds. For the
    // program's end.
    void revoke(QObject* context, std::function<void()> done);

private:
    struct Waiter {
        QPointer<QObject> context;
        Handler handler;
    };

    void begin();
    void makeTeam();
    void makeApplication();
    void makeKey();
    void takeKey(const Reply& reply);
    void clearAway(const QDateTime& now);
    void finish(const Problem& problem);
    void forget();
    bool isForThisGateway() const;
    void post(const QString& path, const QJsonObject& body, const QString& ownCode, void (ConsoleKey::*next)());

    GatewayClient& m_client;
    const Bodies m_bodies;
    QUrl m_gateway; // whose key it is
    QByteArray m_key;
    QString m_id;
    QDeadlineTimer m_fresh; // monotonic
    QDateTime m_wallFresh;  // it goes on while the machine sleeps
    QVector<Waiter> m_waiting;
    bool m_making = false;
};

} // namespace gatehouse::ui
