// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/scope_objects.h"

#include "ui/models/scope_words.h"

#include <QUrl>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr QLatin1String organisation("organisation");

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

} // namespace

ScopeObjects::ScopeObjects(GatewayClient& client, QObject* parent)
    : QObject(parent), m_teams(client, QStringLiteral("/teams")), m_apps(client, QStringLiteral("/apps")),
      m_keys(client, QStringLiteral("/keys")), m_routes(client, QStringLiteral("/routes")),
      m_providers(client, QStringLiteral("/providers")), m_organisation(client, QStringLiteral("/organisation"), this) {
    for (const auto* list : {&m_teams, &m_apps, &m_keys, &m_routes, &m_providers}) {
        connect(list, &ResourceList::changed, this, &ScopeObjects::changed);
        connect(list, &ResourceList::loadingChanged, this, &ScopeObjects::changed);
    }
    connect(&m_organisation, &LiveAnswer::changed, this, &ScopeObjects::changed);
    // The organisation is one object and no list: it is read when a list would be.
    connect(&client, &GatewayClient::refreshNeeded, &m_organisation, &LiveAnswer::askNow);
    connect(&client, &GatewayClient::event, &m_organisation, [this](const QString& type) {
        if (type == QLatin1String("config.changed"))
            m_organisation.askNow();
    });
    m_organisation.askNow();
}

void ScopeObjects::reload() {
    for (auto* list : {&m_teams, &m_apps, &m_keys, &m_routes, &m_providers})
        list->reload();
    m_organisation.askNow();
}

bool ScopeObjects::loadedOnce() const {
    return m_teams.loadedOnce() && m_apps.loadedOnce() && m_keys.loadedOnce();
}

QString ScopeObjects::problem() const {
    for (const auto* list : {&m_teams, &m_apps, &m_keys}) {
        if (list->loading() == ResourceList::Loading::Failed)
            return list->problem().detail;
    }
    return {};
}

const ResourceList* ScopeObjects::listOf(const QString& scope) const {
    if (scope == QLatin1String("team"))
        return &m_teams;
    if (scope == QLatin1String("app"))
        return &m_apps;
    if (scope == QLatin1String("key"))
        return &m_keys;
    if (scope == QLatin1String("route") || scope == QLatin1String("model"))
        return &m_routes;
    return scope == QLatin1String("provider") ? &m_providers : nullptr;
}

QVector<QJsonObject> ScopeObjects::of(const QString& scope) const {
    if (scope == organisation)
        return m_organisation.loadedOnce() ? QVector<QJsonObject>{m_organisation.answer()} : QVector<QJsonObject>();
    const auto* list = listOf(scope);
    return list == nullptr ? QVector<QJsonObject>() : list->items();
}

QJsonObject ScopeObjects::find(const QString& scope, const QString& name) const {
    if (scope == organisation)
        return m_organisation.answer();
    const auto* list = listOf(scope);
    const auto* found = list == nullptr ? nullptr : list->find(name);
    return found == nullptr ? QJsonObject() : *found;
}

QString ScopeObjects::nameOf(const QString& scope, const QJsonObject& object) {
    return scope == QLatin1String("route") || scope == QLatin1String("model") ? text(object, "model")
                                                                              : text(object, "id");
}

QStringList ScopeObjects::namesOf(const QString& scope) const {
    QStringList names;
    if (const auto* list = listOf(scope)) {
        for (const auto& object : list->items())
            names.append(nameOf(scope, object));
    }
    names.sort(Qt::CaseInsensitive);
    return names;
}

QString ScopeObjects::pathOf(const QString& scope, const QString& name) {
    const auto collection = collectionOf(scope);
    return name.isEmpty() ? collection
                          : QString(collection + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(name)));
}

int ScopeObjects::appsUnder(const QString& scope, const QString& name) const {
    const auto& apps = m_apps.items();
    return static_cast<int>(std::count_if(apps.begin(), apps.end(), [&](const QJsonObject& app) {
        return scope == QLatin1String("app")    ? text(app, "id") == name
               : scope == QLatin1String("team") ? text(app, "team") == name
                                                : scope == organisation;
    }));
}

int ScopeObjects::keysUnder(const QString& scope, const QString& name) const {
    const auto& keys = m_keys.items();
    return static_cast<int>(std::count_if(keys.begin(), keys.end(), [&](const QJsonObject& key) {
        const auto* app = m_apps.find(text(key, "app"));
        return scope == QLatin1String("key")    ? text(key, "id") == name
               : scope == QLatin1String("app")  ? text(key, "app") == name
               : scope == QLatin1String("team") ? app != nullptr && text(*app, "team") == name
                                                : scope == organisation;
    }));
}

} // namespace gatehouse::ui
