// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/models/time_range.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace gatehouse::ui {

// What keys were used for: when last, how often and for how much in the range that is shown, and how the budgets of
// their applications and teams stand. Asked for anew while calls come in, at most once in two seconds. UI thread.
class KeyFigures : public QObject {
    Q_OBJECT

public:
    struct Budget {
        QString period; // "day", "week", "month", "total"
        QString limit;  // exact dollars
        QString spent;
        QDateTime resets; // invalid: never
        double share() const;
    };

    KeyFigures(GatewayClient& client, TimeRange& range, QObject* parent);

    void refresh();
    bool known() const { return m_known; }
    QDateTime lastUsed(const QString& key) const { return m_lastUsed.value(key); } // invalid: never
    qint64 calls(const QString& key) const { return m_calls.value(key); }
    QString cost(const QString& key) const { return m_costs.value(key); } // empty: none, or unknown
    // Null: it has none.
    const Budget* budgetOf(const QString& scope, const QString& id) const;

Q_SIGNALS:
    void changed();

private:
    void takeUsage(const Reply& reply);
    void takeStats(const Reply& reply);

    GatewayClient& m_client;
    TimeRange& m_range;
    QHash<QString, QDateTime> m_lastUsed;
    QHash<QString, qint64> m_calls;
    QHash<QString, QString> m_costs;
    QHash<QString, Budget> m_budgets; // by "scope/id"
    QTimer m_soon;
    bool m_known = false;
};

} // namespace gatehouse::ui
