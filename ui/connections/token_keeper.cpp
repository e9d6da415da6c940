// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/token_keeper.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QTimer>
#include <memory>
#include <qt6keychain/keychain.h>

namespace gatehouse::ui {
namespace {

constexpr int waitingMilliseconds = 2'000;
constexpr int leaveMilliseconds = 500;
const QString service = QStringLiteral("gatehouse");

TokenKeeper::Outcome outcomeOf(QKeychain::Error error) {
    switch (error) {
    case QKeychain::NoError:
        return TokenKeeper::Outcome::Done;
    case QKeychain::EntryNotFound:
        return TokenKeeper::Outcome::Missing;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return TokenKeeper::Outcome::Refused;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return TokenKeeper::Outcome::Absent;
    default:
        return TokenKeeper::Outcome::Failed;
    }
}

// Without a session bus libsecret would start one of its own.
bool hasSession() {
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const auto folder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !folder.isEmpty() && QFileInfo::exists(QString(folder + QStringLiteral("/bus")));
}

} // namespace

struct TokenKeeper::Question {
    enum class What { Read, Write, Remove };
    What what = What::Read;
    QString key;
    QByteArray token;
    std::function<void(Outcome, const QByteArray&)> answer; // on the UI thread
};

TokenKeeper::TokenKeeper(QObject* parent) : QObject(parent) {}

TokenKeeper::~TokenKeeper() {
    if (m_thread == nullptr)
        return;
    m_thread->quit();
    // A job that waits for its desktop holds no event loop; should one all the same, the program's end is not held up.
    if (m_thread->wait(leaveMilliseconds))
        delete m_thread;
}

void TokenKeeper::ask(std::shared_ptr<Question> question) {
    if (m_thread == nullptr) {
        m_thread = new QThread;
        m_thread->setObjectName(QStringLiteral("token-keeper"));
        m_worker = new QObject;
        m_worker->moveToThread(m_thread);
        connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread->start();
    }
    QMetaObject::invokeMethod(m_worker, [this, worker = m_worker, question, guard = QPointer<TokenKeeper>(this)] {
        QKeychain::Job* job = nullptr;
        if (question->what == Question::What::Write) {
            auto* write = new QKeychain::WritePasswordJob(service);
            write->setBinaryData(question->token);
            job = write;
        } else if (question->what == Question::What::Read) {
            job = new QKeychain::ReadPasswordJob(service);
        } else {
            job = new QKeychain::DeletePasswordJob(service);
        }
        job->setKey(question->key);
        job->setInsecureFallback(false);
        QObject::connect(job, &QKeychain::Job::finished, worker, [question, guard](QKeychain::Job* ended) {
            const auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(ended);
            const auto outcome = outcomeOf(ended->error());
            const auto token = read != nullptr && outcome == Outcome::Done ? read->binaryData() : QByteArray();
            QMetaObject::invokeMethod(qApp, [question, guard, outcome, token] {
                if (!guard.isNull())
                    question->answer(outcome, token);
            });
        });
        job->start();
    });
}

void TokenKeeper::read(const QString& id, QObject* context, ReadHandler handler) {
    const auto number = ++m_current;
    auto told = [this, number, guard = QPointer<QObject>(context),
                 handler = std::move(handler)](Outcome outcome, const QByteArray& token) {
        if (number != m_current)
            return;
        Q_EMIT answered();
        if (!guard.isNull())
            handler(outcome, token);
    };
    if (m_session.contains(id) || !hasSession()) {
        const auto token = m_session.value(id);
        QTimer::singleShot(0, this, [told = std::move(told), token] {
            told(token.isEmpty() ? Outcome::Absent : Outcome::Done, token);
        });
        return;
    }
    auto question = std::make_shared<Question>();
    question->key = id;
    question->answer = std::move(told);
    ask(std::move(question));
    QTimer::singleShot(waitingMilliseconds, this, [this, number] {
        if (number == m_current)
            Q_EMIT waiting();
    });
}

void TokenKeeper::write(const QString& id, const QByteArray& token, QObject* context, Handler handler) {
    const auto number = ++m_current;
    auto told = [this, number, id, guard = QPointer<QObject>(context),
                 handler = std::move(handler)](Outcome outcome, const QByteArray&) {
        if (number != m_current)
            return;
        if (outcome == Outcome::Done)
            m_session.remove(id);
        Q_EMIT answered();
        if (!guard.isNull())
            handler(outcome);
    };
    if (!hasSession()) {
        QTimer::singleShot(0, this, [told = std::move(told)] { told(Outcome::Absent, {}); });
        return;
    }
    auto question = std::make_shared<Question>();
    question->what = Question::What::Write;
    question->key = id;
    question->token = token;
    question->answer = std::move(told);
    ask(std::move(question));
    QTimer::singleShot(waitingMilliseconds, this, [this, number] {
        if (number == m_current)
            Q_EMIT waiting();
    });
}

void TokenKeeper::remove(const QString& id) {
    m_session.remove(id);
    if (!hasSession())
        return;
    auto question = std::make_shared<Question>();
    question->what = Question::What::Remove;
    question->key = id;
    question->answer = [](Outcome, const QByteArray&) {};
    ask(std::move(question));
}

void TokenKeeper::keepForSession(const QString& id, const QByteArray& token) {
    m_session.insert(id, token);
}

void TokenKeeper::giveUp() {
    ++m_current;
    Q_EMIT answered();
}

QString TokenKeeper::sentenceOf(Outcome outcome) {
    switch (outcome) {
    case Outcome::Done:
        return {};
    case Outcome::Missing:
        return tr("The key chain has no token for this gateway. Enter it again.");
    case Outcome::Absent:
        return tr("No key chain can be reached on this computer. The token can be kept until you quit, and is never "
                  "written to a file.");
    case Outcome::Refused:
        return tr("The key chain is locked or refused. Unlock it and try again, or keep the token until you quit.");
    case Outcome::Failed:
        break;
    }
    return tr("The key chain did not take the token. Try again, or keep the token until you quit.");
}

} // namespace gatehouse::ui
