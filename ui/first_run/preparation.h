// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/first_run/port_owner.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <array>

namespace gatehouse::ui {

// What the first run makes ready, one step after the other: the gateway answers, the key chain takes and gives back a
// secret, the gateway key "first-key" is made, a demo model can be asked for with it. UI thread.
class Preparation : public QObject {
    Q_OBJECT

public:
    enum Step { Gateway, KeyChain, Key, Demo, StepCount };
    enum class State { Waiting, Running, Done, Advice, Failed };
    static constexpr const char* keyName = "first-key";

    explicit Preparation(GatewayClient& client, QObject* parent = nullptr);

    void start(); // also again, after a failure
    // The embedded gateway could not start; of "cannot_bind" it is found out who has the port.
    void gatewayFailed(const QString& code, const QString& sentence, quint16 port);
    State state(Step step) const { return m_states[step]; }
    QString sentence(Step step) const { return m_sentences[step]; }
    quint16 freePort() const { return m_freePort; } // to offer, where the wanted one is taken; else 0
    bool isReady() const; // for a call: all but the key chain, without which a key can still come from a variable
    // The key's text, while it is known: it is shown only once by the gateway. Kept in memory.
    const QByteArray& key() const { return m_key; }

Q_SIGNALS:
    void changed();

private:
    void set(Step step, State state, const QString& sentence);
    void checkGateway();
    void checkKeyChain();
    void takeKeyChain(const Reply& reply);
    void makeTeam();
    void makeApplication();
    void makeKey();
    void takeKey(const Reply& reply);
    void checkDemo();
    bool passed(const Reply& reply, Step step);

    GatewayClient& m_client;
    QNetworkAccessManager m_network; // to the gateway's own port
    std::array<State, StepCount> m_states{};
    std::array<QString, StepCount> m_sentences;
    QByteArray m_key;
    quint16 m_freePort = 0;
    bool m_started = false;
};

} // namespace gatehouse::ui
