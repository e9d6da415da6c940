// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/traffic_book.h"

#include "ui/models/format.h"
#include "ui/routes/route_fields.h"

#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int everyMilliseconds = 1'000;

} // namespace

TrafficBook::TrafficBook(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_timer.setInterval(everyMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_watchers.removeIf([](const QPointer<QWidget>& each) { return each.isNull(); });
        if (m_watchers.isEmpty())
            m_timer.stop();
        else if (std::any_of(m_watchers.cbegin(), m_watchers.cend(),
                             [](const QPointer<QWidget>& each) { return each->isVisible(); }))
            ask();
    });
}

void TrafficBook::watch(QWidget* watcher) {
    m_watchers.append(watcher);
    m_timer.start();
    ask();
}

void TrafficBook::ask() {
    if (m_asking || m_client.state() != GatewayClient::State::Connected)
        return;
    m_asking = true;
    m_client.get(QStringLiteral("/traffic"), {}, this, [this](const Reply& reply) { take(reply); });
}

// A gateway that does not tell, and one that cannot be reached, leave what is shown empty.
void TrafficBook::take(const Reply& reply) {
    m_asking = false;
    m_known = reply.ok();
    m_answer = reply.ok() ? reply.object() : QJsonObject();
    Q_EMIT changed();
}

QJsonObject TrafficBook::targetOf(const QString& route, const QJsonObject& target) const {
    for (const auto& value : m_answer.value(QLatin1String("routes")).toArray()) {
        const auto each = value.toObject();
        if (textOf(each, "route") != route)
            continue;
        for (const auto& inner : each.value(QLatin1String("targets")).toArray()) {
            const auto found = inner.toObject();
            if (textOf(found, "provider") == textOf(target, "provider") &&
                textOf(found, "model") == textOf(target, "model"))
                return found;
        }
    }
    return {};
}

QString TrafficBook::sentenceOf(const QString& route, const QJsonObject& target) const {
    const auto live = targetOf(route, target);
    if (live.isEmpty())
        return {};
    QStringList facts;
    return facts.join(tr(" · ", "between facts"));
}

QJsonObject TrafficBook::canaryOf(const QString& route) const {
    for (const auto& value : m_answer.value(QLatin1String("routes")).toArray()) {
        const auto each = value.toObject();
        if (textOf(each, "route") == route)
            return each.value(QLatin1String("canary")).toObject();
    }
    return {};
}

} // namespace gatehouse::ui
