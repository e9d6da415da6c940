// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/group_figures.h"
#include "ui/models/live_answer.h"
#include "ui/models/resource_list.h"

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <QVector>

namespace gatehouse::ui {

// A team, or the organisation with an empty id: those who act for all teams, and those who are in none.
struct TeamRow {
    QString id;
    QJsonObject object;
    int members = 0;
    int apps = 0;
    int keys = 0;
    bool budgeted = false; // it has one, and how it stands is known
    QString limit;
    QString spent;
    double share() const;
    bool isOrganisation() const { return id.isEmpty(); }
};

// Somebody who uses console or portal, as a team sees him.
struct MemberRow {
    QString id;
    QString name;
    QString email;
    QStringList roles; // in that team
    bool enabled = true;
    bool vouched = false; // by a provider of OpenID Connect
    QJsonObject object;
};

// Teams with their members, applications, keys, budgets and spend. UI thread.
class TeamBook : public QObject {
    Q_OBJECT

public:
    TeamBook(GatewayClient& client, TimeRange& range, QObject* parent);

    void reload();
    void setWatched(bool watched);
    const QVector<TeamRow>& rows() const { return m_rows; }
    const TeamRow* find(const QString& id) const;
    QVector<MemberRow> membersOf(const QString& team) const;
    QVector<QJsonObject> appsOf(const QString& team) const;
    QVector<QJsonObject> keysOf(const QString& app) const;
    QJsonObject user(const QString& id) const;
    QJsonObject app(const QString& id) const;
    QVector<QJsonObject> users() const { return m_users.items(); }
    QVector<QJsonObject> apps() const { return m_apps.items(); }
    QStringList teamIds() const;
    GroupFigures::Figures figures(const QString& team) const { return m_figures.of(team); }
    bool knowsFigures() const { return m_figures.known(); }
    const ResourceList& teams() const { return m_teams; }
    // Nobody else could undo it if he were gone.
    bool isLastOwner(const QString& user) const;

Q_SIGNALS:
    void changed();
    void figuresChanged();

private:
    void build();
    void addBudget(TeamRow& row) const;

    ResourceList m_teams;
    ResourceList m_apps;
    ResourceList m_keys;
    ResourceList m_users;
    LiveAnswer m_budgets;
    GroupFigures m_figures;
    QVector<TeamRow> m_rows;
};

// Where a new user sets his password. What stands behind "#" is sent to nobody by a browser.
QString invitationLink(const QUrl& gateway, const QString& invitation);

// Roles as the admin API names them, the one that may most first.
QStringList roleNames();
QString roleText(const QString& role);    // "Approver"
QString roleMeaning(const QString& role); // a sentence

} // namespace gatehouse::ui
