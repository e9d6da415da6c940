// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace gatehouse::ui {

// Has the gateway run a chain once and asks how far it is. UI thread.
class ChainRunner : public QObject {
    Q_OBJECT

public:
    ChainRunner(GatewayClient& client, QObject* parent);

    void forget();                                             // another chain follows
    void start(const QString& chain, const QJsonObject& what); // {"draft", "values"}
    void stop();
    bool isRunning() const { return m_running; }
    const QJsonObject& run() const { return m_run; } // as the gateway tells it; empty: there is none
    const QString& problem() const { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    void poll();
    void take(const Reply& reply);

    GatewayClient& m_client;
    QTimer m_again;
    QJsonObject m_run;
    QString m_problem;
    bool m_running = false;
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
