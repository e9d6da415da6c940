// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/group_figures.h"
#include "ui/models/resource_list.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QVector>

namespace gatehouse::ui {

// A subscription as the inbox shows it.
struct SubscriptionRow {
    QString id;
    QString who; // asked for it; empty: not known
    QString app;
    QString team; // of the application
    QString api;
    QString plan; // empty: without one
    QString reason;
    QString state; // "pending", "approved", "rejected", "suspended", "cancelled", "expired"
    QDateTime requested;
    QDateTime decided; // invalid: not yet
    QString decidedBy;
    QString decision; // the reason that was given
    QDateTime expires;
};

// The subscriptions of a gateway, those that wait longest first, with what their applications used in the last 30 days.
// UI thread.
class ApprovalBook : public QObject {
    Q_OBJECT

public:
    ApprovalBook(GatewayClient& client, QObject* parent);

    void reload();
    void setWatched(bool watched) { m_usage.setWatched(watched); }
    const QVector<SubscriptionRow>& rows() const { return m_rows; }
    const SubscriptionRow* find(const QString& id) const;
    int countOf(const QString& state) const; // empty: all
    const ResourceList& subscriptions() const { return m_subscriptions; }
    const GroupFigures& usage() const { return m_usage; } // by application
    QJsonObject api(const QString& id) const;
    QJsonObject plan(const QString& id) const;

Q_SIGNALS:
    void changed();
    void usageChanged();

private:
    void build();

    ResourceList m_subscriptions;
    ResourceList m_apis;
    ResourceList m_plans;
    ResourceList m_apps;
    GroupFigures m_usage;
    QVector<SubscriptionRow> m_rows;
    QHash<QString, qsizetype> m_places; // of the rows, by id
};

} // namespace gatehouse::ui
