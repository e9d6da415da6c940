// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teams/team_book.h"

#include "ui/client/console_key.h"
#include "ui/widgets/product_words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

struct Role {
    const char* word;
    const char* text;
    const char* meaning;
};

constexpr std::array<Role, 6> roles{{
    {"owner", QT_TRANSLATE_NOOP("Roles", "Owner"), QT_TRANSLATE_NOOP("Roles", "May do everything.")},
    {"admin", QT_TRANSLATE_NOOP("Roles", "Administrator"),
     QT_TRANSLATE_NOOP("Roles", "May do everything but make owners.")},
    {"publisher", QT_TRANSLATE_NOOP("Roles", "Publisher"),
     QT_TRANSLATE_NOOP("Roles", "Writes prompts and publishes APIs.")},
    {"approver", QT_TRANSLATE_NOOP("Roles", "Approver"), QT_TRANSLATE_NOOP("Roles", "Decides about subscriptions.")},
    {"auditor", QT_TRANSLATE_NOOP("Roles", "Auditor"), QT_TRANSLATE_NOOP("Roles", "Sees everything, changes nothing.")},
    {"member", QT_TRANSLATE_NOOP("Roles", "Member"),
     QT_TRANSLATE_NOOP("Roles", "Finds APIs, asks for them and keeps the team's keys.")},
}};

const Role* roleOf(const QString& word) {
    const auto* found = std::find_if(roles.begin(), roles.end(),
                                     [&word](const Role& role) { return word == QLatin1String(role.word); });
    return found == roles.end() ? nullptr : found;
}

QStringList rolesIn(const QJsonObject& user, const QString& team) {
    QStringList found;
    const auto grants = user.value(QLatin1String("grants")).toArray();
    for (const auto& value : grants) {
        if (memberText(value.toObject(), "team") == team)
            found.append(memberText(value.toObject(), "role"));
    }
    return found;
}

bool isIn(const QJsonObject& user, const QString& team) {
    const bool nowhere = user.value(QLatin1String("grants")).toArray().isEmpty();
    return !rolesIn(user, team).isEmpty() || (team.isEmpty() && nowhere);
}

bool isOwner(const QJsonObject& user) {
    return user.value(QLatin1String("enabled")).toBool(true) && rolesIn(user, {}).contains(QStringLiteral("owner"));
}

QString amountOf(const QJsonValue& value) {
    return value.isObject() ? memberText(value.toObject(), "usd") : value.toString();
}

} // namespace

QString invitationLink(const QUrl& gateway, const QString& invitation) {
    auto link = gateway;
    link.setPath(QStringLiteral("/portal/invitation"));
    link.setFragment(invitation);
    return link.toString(QUrl::FullyEncoded);
}

QStringList roleNames() {
    QStringList names;
    for (const auto& role : roles)
        names.append(QLatin1String(role.word));
    return names;
}

QString roleText(const QString& role) {
    const auto* found = roleOf(role);
    return found == nullptr ? role : QCoreApplication::translate("Roles", found->text);
}

QString roleMeaning(const QString& role) {
    const auto* found = roleOf(role);
    return found == nullptr ? QString() : QCoreApplication::translate("Roles", found->meaning);
}

double TeamRow::share() const {
    const double most = limit.toDouble();
    return most > 0 ? spent.toDouble() / most : 1;
}

TeamBook::TeamBook(GatewayClient& client, TimeRange& range, QObject* parent)
    : QObject(parent), m_teams(client, QStringLiteral("/teams")), m_apps(client, QStringLiteral("/apps")),
      m_keys(client, QStringLiteral("/keys")), m_users(client, QStringLiteral("/users")),
      m_budgets(client, QStringLiteral("/budgets/state"), this),
      m_figures(client, &range, QStringLiteral("team"), this) {
    for (auto* list : {&m_teams, &m_apps, &m_keys, &m_users})
        connect(list, &ResourceList::changed, this, &TeamBook::build);
    connect(&m_budgets, &LiveAnswer::changed, this, &TeamBook::build);
    connect(&m_figures, &GroupFigures::changed, this, &TeamBook::figuresChanged);
}

void TeamBook::reload() {
    for (auto* list : {&m_teams, &m_apps, &m_keys, &m_users})
        list->reload();
    m_budgets.askNow();
    m_figures.refresh();
}

void TeamBook::setWatched(bool watched) {
    m_budgets.setWatched(watched);
    m_figures.setWatched(watched);
}

void TeamBook::build() {
    m_rows.clear();
    TeamRow all;
    all.members = static_cast<int>(membersOf({}).size());
    if (m_teams.loadedOnce())
        m_rows.append(all);
    for (const auto& object : m_teams.items()) {
        TeamRow row;
        row.id = memberText(object, "id");
        row.object = object;
        if (row.id == QLatin1String(ConsoleKey::application))
            continue; // the console's own
        row.members = static_cast<int>(membersOf(row.id).size());
        for (const auto& app : appsOf(row.id)) {
            ++row.apps;
            row.keys += static_cast<int>(keysOf(memberText(app, "id")).size());
        }
        addBudget(row);
        m_rows.append(row);
    }
    Q_EMIT changed();
}

void TeamBook::addBudget(TeamRow& row) const {
    const auto items = m_budgets.items();
    for (const auto& value : items) {
        const auto told = value.toObject();
        if (memberText(told, "id") != QString(QStringLiteral("team:") + row.id))
            continue;
        row.budgeted = true;
        row.limit = amountOf(told.value(QLatin1String("limit")));
        row.spent = memberText(told, "spent");
    }
}

const TeamRow* TeamBook::find(const QString& id) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&id](const TeamRow& row) { return row.id == id; });
    return found == m_rows.end() ? nullptr : &*found;
}

QVector<MemberRow> TeamBook::membersOf(const QString& team) const {
    QVector<MemberRow> members;
    for (const auto& user : m_users.items()) {
        if (!isIn(user, team))
            continue;
        MemberRow row;
        row.id = memberText(user, "id");
        row.name = memberText(user, "name").isEmpty() ? row.id : memberText(user, "name");
        row.email = memberText(user, "email");
        row.roles = rolesIn(user, team);
        row.enabled = user.value(QLatin1String("enabled")).toBool(true);
        row.vouched = !memberText(user, "oidc_subject").isEmpty();
        row.object = user;
        members.append(row);
    }
    return members;
}

QVector<QJsonObject> TeamBook::appsOf(const QString& team) const {
    QVector<QJsonObject> found;
    for (const auto& app : m_apps.items()) {
        if (memberText(app, "team") == team)
            found.append(app);
    }
    return found;
}

QVector<QJsonObject> TeamBook::keysOf(const QString& app) const {
    QVector<QJsonObject> found;
    for (const auto& key : m_keys.items()) {
        if (memberText(key, "app") == app)
            found.append(key);
    }
    return found;
}

QJsonObject TeamBook::user(const QString& id) const {
    const auto* found = m_users.find(id);
    return found == nullptr ? QJsonObject() : *found;
}

QJsonObject TeamBook::app(const QString& id) const {
    const auto* found = m_apps.find(id);
    return found == nullptr ? QJsonObject() : *found;
}

QStringList TeamBook::teamIds() const {
    QStringList ids;
    for (const auto& row : m_rows) {
        if (!row.id.isEmpty())
            ids.append(row.id);
    }
    return ids;
}

bool TeamBook::isLastOwner(const QString& user) const {
    bool owns = false;
    int owners = 0;
    for (const auto& one : m_users.items()) {
        if (!isOwner(one))
            continue;
        ++owners;
        owns = owns || memberText(one, "id") == user;
    }
    return owns && owners == 1;
}

} // namespace gatehouse::ui
