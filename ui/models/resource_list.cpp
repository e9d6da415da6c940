// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/resource_list.h"

#include <algorithm>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int soonMilliseconds = 100;
constexpr int pageSize = 200;

bool isCalled(const QJsonObject& object, const QString& id) {
    return object.value(QLatin1String("id")).toString() == id || object.value(QLatin1String("model")).toString() == id;
}

} // namespace

ResourceList::ResourceList(GatewayClient& client, QString path, QObject* parent)
    : QObject(parent), m_client(client), m_path(std::move(path)) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &ResourceList::reload);
    const auto askSoon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    connect(&client, &GatewayClient::refreshNeeded, this, askSoon);
    connect(&client, &GatewayClient::event, this, [askSoon](const QString& type) {
        if (type == QLatin1String("config.changed"))
            askSoon();
    });
    // Another gateway's objects are not this one's.
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        ++m_round;
        m_items.clear();
        m_loadedOnce = false;
        m_loading = Loading::Loading;
        Q_EMIT changed();
        Q_EMIT loadingChanged();
    });
    if (!client.address().admin.isEmpty())
        reload();
}

void ResourceList::reload() {
    ++m_round;
    m_coming.clear();
    if (m_loading != Loading::Loading) {
        m_loading = Loading::Loading;
        Q_EMIT loadingChanged();
    }
    fetch({});
}

const QJsonObject* ResourceList::find(const QString& id) const {
    const auto found =
        std::find_if(m_items.begin(), m_items.end(), [&id](const QJsonObject& item) { return isCalled(item, id); });
    return found == m_items.end() ? nullptr : &*found;
}

void ResourceList::fetch(const QString& cursor) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageSize));
    if (!cursor.isEmpty())
        query.addQueryItem(QStringLiteral("cursor"), cursor);
    m_client.get(m_path, query, this, [this, round = m_round](const Reply& reply) {
        if (round != m_round)
            return;
        if (!reply.ok()) {
            m_problem = reply.problem();
            m_loading = Loading::Failed;
            Q_EMIT loadingChanged();
            return;
        }
        const auto items = reply.items();
        for (const auto& item : items)
            m_coming.append(item.toObject());
        if (const auto next = reply.nextCursor(); !next.isEmpty()) {
            fetch(next);
            return;
        }
        m_items = std::exchange(m_coming, {});
        m_loadedOnce = true;
        m_loading = Loading::Idle;
        Q_EMIT changed();
        Q_EMIT loadingChanged();
    });
}

} // namespace gatehouse::ui
