// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_answer.h"
#include "ui/models/resource_list.h"

#include <QObject>
#include <QStringList>

namespace gatehouse::ui {

// The objects that budgets and limits belong to: the organisation, teams, applications, keys, routes and providers.
// Read anew when the configuration changed. UI thread.
class ScopeObjects : public QObject {
    Q_OBJECT

public:
    ScopeObjects(GatewayClient& client, QObject* parent);

    void reload();
    bool loadedOnce() const; // teams, applications and keys
    QString problem() const; // empty: all could be read
    QVector<QJsonObject> of(const QString& scope) const;
    QJsonObject find(const QString& scope, const QString& name) const; // empty: there is none
    QStringList namesOf(const QString& scope) const;
    static QString nameOf(const QString& scope, const QJsonObject& object);
    static QString pathOf(const QString& scope, const QString& name); // below /admin/v1
    // How many applications and keys stand under it.
    int appsUnder(const QString& scope, const QString& name) const;
    int keysUnder(const QString& scope, const QString& name) const;

Q_SIGNALS:
    void changed();

private:
    const ResourceList* listOf(const QString& scope) const;

    ResourceList m_teams;
    ResourceList m_apps;
    ResourceList m_keys;
    ResourceList m_routes;
    ResourceList m_providers;
    LiveAnswer m_organisation;
};

} // namespace gatehouse::ui
