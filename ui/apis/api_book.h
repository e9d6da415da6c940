// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/group_figures.h"
#include "ui/models/resource_list.h"

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

// One version of an API.
struct ApiRow {
    QString key; // stable: "mood/2"
    QString api;
    QString version;
    QString title;
    QString kind;  // "prompt", "chain", "model", "service"
    QString state; // "designed", "in_review", "published", "deprecated", "retired"
    QString team;
    int subscribers = 0; // of the API, approved
    bool isLatest = false;
    QJsonObject object;                                                              // the API
    QJsonObject spec;                                                                // the version
    QString path() const { return QStringLiteral("/apis/%1/%2").arg(api, version); } // on the gateway
    // Of the admin API; "" for the version itself.
    QString address(const QString& operation = {}) const;
};

// What a version does, as it is being edited; of a release, as it was published.
QJsonObject definitionOf(const QJsonObject& version);
// What serves now; empty: nothing was published yet.
QJsonObject liveDefinition(const QJsonObject& version);
QJsonObject shownDefinition(const QJsonObject& version); // what serves or, where nothing does, what is edited

// The APIs of a gateway with their subscriptions, plans and calls. UI thread.
class ApiBook : public QObject {
    Q_OBJECT

public:
    ApiBook(GatewayClient& client, TimeRange& range, QObject* parent);

    void reload();
    void setWatched(bool watched);
    const QVector<ApiRow>& rows() const { return m_rows; }
    const ApiRow* find(const QString& key) const; // "mood/2"; "mood": its newest version
    QVector<ApiRow> versionsOf(const QString& api) const;
    QJsonObject api(const QString& id) const;
    GroupFigures::Figures figures(const ApiRow& row) const;
    bool knowsFigures() const { return m_figures.known(); }
    const ResourceList& apis() const { return m_apis; }
    const ResourceList& plans() const { return m_plans; }
    QStringList teams() const;
    // A name that is free: "mood", "mood-2" …
    QString freeId(const QString& wanted) const;
    QString nextVersion(const QString& api) const; // "1", "2" …

Q_SIGNALS:
    void changed();
    void figuresChanged();

private:
    void build();

    ResourceList m_apis;
    ResourceList m_subscriptions;
    ResourceList m_plans;
    ResourceList m_teams;
    GroupFigures m_figures;
    QVector<ApiRow> m_rows;
};

} // namespace gatehouse::ui
