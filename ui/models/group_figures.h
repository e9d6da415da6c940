// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

namespace gatehouse::ui {

class TimeRange;

// What calls came to by one dimension of GET /stats ("team", "app", "api"): in the range that all views show or,
// without one, in the last 30 days. Asked anew while calls come in, at most once in two seconds and only while watched.
// UI thread.
class GroupFigures : public QObject {
    Q_OBJECT

public:
    struct Figures {
        qint64 calls = 0;
        qint64 errors = 0;
        QString cost; // exact dollars; empty: not known
    };

    // dimension: one word, or two parted by a comma; then a group is known by its words parted by "/".
    GroupFigures(GatewayClient& client, TimeRange* range, QString dimension, QObject* parent);

    void setFilter(const QString& filter); // of the log's grammar
    void setWatched(bool watched);
    void refresh();
    bool known() const { return m_known; }
    Figures of(const QString& group) const { return m_groups.value(group); }
    const QHash<QString, Figures>& all() const { return m_groups; }

Q_SIGNALS:
    void changed();

private:
    void take(const Reply& reply);

    GatewayClient& m_client;
    TimeRange* m_range;
    QString m_dimension;
    QString m_filter;
    QHash<QString, Figures> m_groups;
    QTimer m_soon;
    bool m_known = false;
    bool m_watched = false;
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
