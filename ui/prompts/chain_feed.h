// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QVector>

namespace gatehouse::ui {

struct ChainFault {
    QString field; // "steps[0].use", "values.text"
    QString sentence;
};

// Has the gateway check a chain while it is written (POST /chains/{id}/check): a moment after the last key, one request
// at a time. UI thread.
class ChainFeed : public QObject {
    Q_OBJECT

public:
    ChainFeed(GatewayClient& client, QObject* parent);

    void ask(const QString& chain, const QJsonObject& draft, const QJsonObject& values);
    void forget(); // another chain follows

    bool isWaiting() const { return m_waiting || m_soon.isActive(); }
    bool isGood() const { return m_told && m_faults.isEmpty(); }
    const QVector<ChainFault>& faults() const { return m_faults; }
    const QString& estimateText() const { return m_estimate; } // "3 calls, at most $0.0012"; empty: not known

Q_SIGNALS:
    void changed();

private:
    void send();
    void take(const Reply& reply);

    GatewayClient& m_client;
    QTimer m_soon;
    QString m_chain;
    QJsonObject m_asked;
    bool m_waiting = false;
    bool m_again = false; // it changed while a request was under way
    bool m_told = false;
    quint64 m_round = 0;
    QVector<ChainFault> m_faults;
    QString m_estimate;
};

} // namespace gatehouse::ui
