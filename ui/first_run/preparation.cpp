// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/preparation.h"

#include "ui/client/aside.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

namespace gatehouse::ui {
namespace {

const QString teamId = QStringLiteral("me");
const QString applicationId = QStringLiteral("first");
const QString probeName = QStringLiteral("gatehouse-first-run-check");
constexpr int patienceMilliseconds = 10'000;
constexpr int keyChainPatienceMilliseconds = 3'000; // a prompt may wait for the person

struct TakenPort {
    std::optional<PortOwner> owner;
    quint16 free = 0;
};

} // namespace

Preparation::Preparation(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setTransferTimeout(patienceMilliseconds);
    connect(&client, &GatewayClient::stateChanged, this, [this](GatewayClient::State state) {
        if (m_started && state == GatewayClient::State::Connected && m_states[Gateway] != State::Done)
            checkGateway();
    });
}

void Preparation::start() {
    m_started = true;
    m_sentences[KeyChain] = tr("Then the key chain is checked.");
    m_sentences[Key] = tr("Then a key for your first program is made.");
    m_sentences[Demo] = tr("Then the demo models are looked for.");
    for (const Step step : {KeyChain, Key, Demo})
        m_states[step] = State::Waiting;
    if (m_states[Gateway] == State::Failed && m_freePort != 0)
        return; // the port is still taken: the person chooses
    checkGateway();
}

void Preparation::checkGateway() {
    if (m_client.state() != GatewayClient::State::Connected) {
        set(Gateway, State::Running, tr("The gateway starts…"));
        return;
    }
    m_freePort = 0;
    const auto& address = m_client.address();
    if (!QHostAddress(address.admin.host()).isLoopback() && address.admin.host() != QLatin1String("localhost")) {
        // Nothing is made at somebody else's gateway without being asked for.
        set(Gateway, State::Failed,
            tr("%1 is shown now. Choose This computer at the top of the window, then check again.").arg(address.name));
        return;
    }
    set(Gateway, State::Done, tr("The gateway answers at %1.").arg(m_client.address().gateway.authority()));
    checkKeyChain();
    makeTeam();
}

void Preparation::gatewayFailed(const QString& code, const QString& sentence, quint16 port) {
    set(Gateway, State::Failed, sentence);
    if (code != QLatin1String("cannot_bind"))
        return;
    runAside(
        this,
        [port] {
            return TakenPort{portOwner(port), nextFreePort(port)};
        },
        [this, port, sentence](const TakenPort& taken) {
            m_freePort = taken.free;
            if (!taken.owner)
                set(Gateway, State::Failed, sentence);
            else if (taken.owner->program.isEmpty())
                set(Gateway, State::Failed, tr("Port %1 is taken by a program of another user.").arg(port));
            else
                set(Gateway, State::Failed,
                    tr("Port %1 is taken by %2 (process %3).")
                        .arg(QString::number(port), taken.owner->program, QString::number(taken.owner->pid)));
        });
}

void Preparation::checkKeyChain() {
    set(KeyChain, State::Running, tr("The key chain is checked…"));
    QTimer::singleShot(keyChainPatienceMilliseconds, this, [this] {
        if (m_states[KeyChain] == State::Running)
            set(KeyChain, State::Running, tr("The key chain waits: your desktop may ask for its password."));
    });
    const QJsonObject probe{{QStringLiteral("value"), QStringLiteral("first-run-check")}};
    m_client.send(GatewayClient::Verb::Put, QStringLiteral("/secrets/") + probeName, probe, this,
                  [this](const Reply& reply) { takeKeyChain(reply); });
}

void Preparation::takeKeyChain(const Reply& reply) {
    if (!reply.ok()) {
        set(KeyChain, State::Advice,
            tr("Secrets cannot be kept here: %1 Provider keys can come from variables.").arg(reply.problem().detail));
        return;
    }
    const bool chain =
        reply.object().value(QLatin1String("reference")).toString().startsWith(QLatin1String("keychain:"));
    set(KeyChain, State::Done,
        chain ? tr("Provider keys are kept in your key chain.")
              : tr("Provider keys are kept in the gateway's sealed vault."));
    m_client.send(GatewayClient::Verb::Delete, QStringLiteral("/secrets/") + probeName, {}, this, [](const Reply&) {});
}

// True where the step can go on: done, or there already.
bool Preparation::passed(const Reply& reply, Step step) {
    if (reply.ok() || reply.status() == 409)
        return true;
    set(step, State::Failed, reply.problem().detail);
    return false;
}

void Preparation::makeTeam() {
    if (!m_key.isEmpty()) {
        checkDemo();
        return;
    }
    set(Key, State::Running, tr("A key for your first program is made…"));
    m_client.send(GatewayClient::Verb::Post, QStringLiteral("/teams"), {{QStringLiteral("id"), teamId}}, this,
                  [this](const Reply& reply) {
                      if (passed(reply, Key))
                          makeApplication();
                  });
}

void Preparation::makeApplication() {
    const QJsonObject application{{QStringLiteral("id"), applicationId}, {QStringLiteral("team"), teamId}};
    m_client.send(GatewayClient::Verb::Post, QStringLiteral("/apps"), application, this, [this](const Reply& reply) {
        if (passed(reply, Key))
            makeKey();
    });
}

void Preparation::makeKey() {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("name"), QLatin1String(keyName));
    query.addQueryItem(QStringLiteral("revoked"), QStringLiteral("false"));
    m_client.get(QStringLiteral("/keys"), query, this, [this](const Reply& reply) {
        if (!reply.items().isEmpty()) {
            set(Key, State::Done, tr("The key %1 is there already.").arg(QLatin1String(keyName)));
            checkDemo();
            return;
        }
        const QJsonObject key{{QStringLiteral("app"), applicationId}, {QStringLiteral("name"), QLatin1String(keyName)}};
        m_client.send(GatewayClient::Verb::Post, QStringLiteral("/keys"), key, this,
                      [this](const Reply& made) { takeKey(made); });
    });
}

void Preparation::takeKey(const Reply& reply) {
    if (!reply.ok()) {
        set(Key, State::Failed, reply.problem().detail);
        return;
    }
    m_key = reply.object().value(QLatin1String("key")).toString().toUtf8();
    set(Key, State::Done,
        tr("The key %1 was made (…%2). It can be copied on the next page.")
            .arg(QLatin1String(keyName), QString::fromUtf8(m_key.right(4))));
    checkDemo();
}

// Without the key's text (it was made earlier) the gateway's own health says enough; the test call shows the rest.
void Preparation::checkDemo() {
    set(Demo, State::Running, tr("The demo models are looked for…"));
    QUrl url(m_client.address().gateway);
    url.setPath(m_key.isEmpty() ? QStringLiteral("/readyz") : QStringLiteral("/v1/models"));
    QNetworkRequest request(url);
    if (!m_key.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_key);
    auto* reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        const auto body = reply->readAll();
        if (reply->error() != QNetworkReply::NoError)
            set(Demo, State::Failed,
                tr("The gateway's port does not answer as it should (%1).").arg(reply->errorString()));
        else if (!m_key.isEmpty() && !body.contains("demo/echo"))
            set(Demo, State::Failed,
                tr("The demo provider is switched off in the gateway's configuration. Switch it on, or add a "
                   "provider."));
        else
            set(Demo, State::Done, tr("Demo models are ready: they need no account and cost nothing."));
    });
}

bool Preparation::isReady() const {
    return m_states[Gateway] == State::Done && m_states[Key] == State::Done && m_states[Demo] == State::Done;
}

void Preparation::set(Step step, State state, const QString& sentence) {
    m_states[step] = state;
    m_sentences[step] = sentence;
    Q_EMIT changed();
}

} // namespace gatehouse::ui
