// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/api_book.h"

#include "ui/widgets/product_words.h"

#include <QHash>
#include <QJsonArray>
#include <QUrl>
#include <algorithm>

namespace gatehouse::ui {
namespace {

QString encoded(const QString& part) {
    return QString::fromLatin1(QUrl::toPercentEncoding(part));
}

ApiRow rowOf(const QJsonObject& api, const QJsonObject& version) {
    ApiRow row;
    row.api = memberText(api, "id");
    row.version = memberText(version, "version");
    row.key = QString(row.api + u'/' + row.version);
    row.title = titleOf(api);
    row.kind = memberText(api, "kind");
    row.state = memberText(version, "state");
    row.team = memberText(api, "team");
    row.object = api;
    row.spec = version;
    return row;
}

// What "latest" leads to: the newest published version.
void markLatest(QVector<ApiRow>& rows, qsizetype first) {
    for (qsizetype i = rows.size() - 1; i >= first; --i) {
        if (rows[i].state == QLatin1String("published")) {
            rows[i].isLatest = true;
            return;
        }
    }
}

} // namespace

QString ApiRow::address(const QString& operation) const {
    const auto base = QStringLiteral("/apis/%1/versions/%2").arg(encoded(api), encoded(version));
    return operation.isEmpty() ? base : QString(base + u'/' + operation);
}

QJsonObject definitionOf(const QJsonObject& version) {
    return version.value(QLatin1String("definition")).toObject();
}

QJsonObject liveDefinition(const QJsonObject& version) {
    const auto live = version.value(QLatin1String("live")).toInteger();
    const auto releases = version.value(QLatin1String("releases")).toArray();
    for (const auto& value : releases) {
        const auto release = value.toObject();
        if (live > 0 && release.value(QLatin1String("number")).toInteger() == live)
            return definitionOf(release);
    }
    const auto state = memberText(version, "state");
    const bool serves = state == QLatin1String("published") || state == QLatin1String("deprecated");
    return serves ? definitionOf(version) : QJsonObject();
}

QJsonObject shownDefinition(const QJsonObject& version) {
    const auto live = liveDefinition(version);
    return live.isEmpty() ? definitionOf(version) : live;
}

ApiBook::ApiBook(GatewayClient& client, TimeRange& range, QObject* parent)
    : QObject(parent), m_apis(client, QStringLiteral("/apis")),
      m_subscriptions(client, QStringLiteral("/subscriptions")), m_plans(client, QStringLiteral("/plans")),
      m_teams(client, QStringLiteral("/teams")), m_figures(client, &range, QStringLiteral("api"), this) {
    for (auto* list : {&m_apis, &m_subscriptions})
        connect(list, &ResourceList::changed, this, &ApiBook::build);
    for (auto* list : {&m_plans, &m_teams})
        connect(list, &ResourceList::changed, this, &ApiBook::changed);
    connect(&m_figures, &GroupFigures::changed, this, &ApiBook::figuresChanged);
}

void ApiBook::reload() {
    for (auto* list : {&m_apis, &m_subscriptions, &m_plans, &m_teams})
        list->reload();
    m_figures.refresh();
}

void ApiBook::setWatched(bool watched) {
    m_figures.setWatched(watched);
}

void ApiBook::build() {
    QHash<QString, int> subscribers;
    for (const auto& subscription : m_subscriptions.items()) {
        if (memberText(subscription, "state") == QLatin1String("approved"))
            ++subscribers[memberText(subscription, "api")];
    }
    m_rows.clear();
    for (const auto& api : m_apis.items()) {
        const auto first = m_rows.size();
        const auto versions = api.value(QLatin1String("versions")).toArray();
        for (const auto& version : versions) {
            m_rows.append(rowOf(api, version.toObject()));
            m_rows.back().subscribers = subscribers.value(m_rows.back().api);
        }
        markLatest(m_rows, first);
    }
    Q_EMIT changed();
}

const ApiRow* ApiBook::find(const QString& key) const {
    const ApiRow* newest = nullptr;
    for (const auto& row : m_rows) {
        if (row.key == key)
            return &row;
        if (row.api == key)
            newest = &row;
    }
    return newest;
}

QVector<ApiRow> ApiBook::versionsOf(const QString& api) const {
    QVector<ApiRow> rows;
    for (const auto& row : m_rows) {
        if (row.api == api)
            rows.append(row);
    }
    return rows;
}

QJsonObject ApiBook::api(const QString& id) const {
    const auto* found = m_apis.find(id);
    return found == nullptr ? QJsonObject() : *found;
}

GroupFigures::Figures ApiBook::figures(const ApiRow& row) const {
    return m_figures.of(row.api);
}

QStringList ApiBook::teams() const {
    QStringList ids;
    for (const auto& team : m_teams.items())
        ids.append(memberText(team, "id"));
    return ids;
}

QString ApiBook::freeId(const QString& wanted) const {
    auto id = wanted;
    for (int number = 2; m_apis.find(id) != nullptr; ++number)
        id = QString(wanted + u'-' + QString::number(number));
    return id;
}

QString ApiBook::nextVersion(const QString& api) const {
    const auto rows = versionsOf(api);
    const auto taken = [&rows](const QString& version) {
        return std::any_of(rows.begin(), rows.end(), [&version](const ApiRow& row) { return row.version == version; });
    };
    int number = static_cast<int>(rows.size()) + 1;
    while (taken(QString::number(number)))
        ++number;
    return QString::number(number);
}

} // namespace gatehouse::ui
