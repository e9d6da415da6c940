// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/traffic_book.h"

#include "ui/models/format.h"
#include "ui/routes/route_fields.h"

#include <QUrlQuery>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int everyMilliseconds = 1'000;
constexpr int statsEvery = 5; // ticks

} // namespace

TrafficBook::TrafficBook(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_timer.setInterval(everyMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_watchers.removeIf([](const QPointer<QWidget>& each) { return each.isNull(); });
        if (m_watchers.isEmpty())
            m_timer.stop();
        else if (std::any_of(m_watchers.cbegin(), m_watchers.cend(),
                             [](const QPointer<QWidget>& each) { return each->isVisible(); })) {
            ask();
            if (++m_tick % statsEvery == 0)
                askStats();
        }
    });
}

void TrafficBook::watch(QWidget* watcher) {
    m_watchers.append(watcher);
    m_timer.start();
    ask();
    askStats();
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

void TrafficBook::askStats() {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("group_by"), QStringLiteral("route,provider,model"));
    query.addQueryItem(QStringLiteral("metrics"), QStringLiteral("calls,errors,first_byte.p50"));
    query.addQueryItem(QStringLiteral("from"), QStringLiteral("-15m"));
    query.addQueryItem(QStringLiteral("step"), QStringLiteral("15m"));
    m_client.get(QStringLiteral("/stats"), query, this, [this](const Reply& reply) { takeStats(reply); });
}

void TrafficBook::takeStats(const Reply& reply) {
    if (!reply.ok())
        return;
    m_figures.clear();
    for (const auto& value : reply.object().value(QLatin1String("series")).toArray()) {
        const auto series = value.toObject();
        const auto group = series.value(QLatin1String("group")).toObject();
        const auto total = series.value(QLatin1String("total")).toObject();
        const auto firstByte = total.value(QLatin1String("first_byte")).toObject().value(QLatin1String("p50"));
        m_figures[textOf(group, "route")][QString(textOf(group, "provider") + u'/' + textOf(group, "model"))] = {
            total.value(QLatin1String("calls")).toInteger(), total.value(QLatin1String("errors")).toInteger(),
            firstByte.toDouble(-1)};
    }
    Q_EMIT changed();
}

QStringList TrafficBook::pastFacts(const QString& route, const QString& target) const {
    const auto figures = m_figures.value(route);
    qint64 all = 0;
    for (const auto& each : figures)
        all += each.calls;
    if (all == 0)
        return {};
    const auto own = figures.value(target);
    QStringList facts{tr("%1 of the calls", "share")
                          .arg(shareText(m_locale, static_cast<double>(own.calls) / static_cast<double>(all)))};
    if (own.firstByte >= 0)
        facts.append(tr("%1 to the first token").arg(durationText(m_locale, own.firstByte)));
    if (own.errors > 0)
        facts.append(tr("%1 errors", "share")
                         .arg(shareText(m_locale, static_cast<double>(own.errors) / static_cast<double>(own.calls))));
    return facts;
}

// The keys of a target share its circuit; the worst counts.
QStringList TrafficBook::presentFacts(const QJsonObject& target) const {
    qint64 running = 0;
    bool found = false;
    QString state = QStringLiteral("closed");
    double retry = 0;
    for (const auto& value : m_answer.value(QLatin1String("targets")).toArray()) {
        const auto each = value.toObject();
        if (textOf(each, "provider") != textOf(target, "provider") || textOf(each, "model") != textOf(target, "model"))
            continue;
        found = true;
        running += each.value(QLatin1String("in_flight")).toInteger();
        const auto circuit = each.value(QLatin1String("circuit")).toObject();
        if (textOf(circuit, "state") != QLatin1String("closed")) {
            state = textOf(circuit, "state");
            retry = numberOf(circuit, "retry_in_ms");
        }
    }
    if (!found)
        return {};
    QStringList facts;
    if (running > 0)
        facts.append(tr("%n under way", nullptr, static_cast<int>(running)));
    if (state == QLatin1String("open"))
        facts.append(tr("resting after failures, tried again in %1").arg(durationText(m_locale, retry)));
    else if (state == QLatin1String("half_open"))
        facts.append(tr("probed by the next call"));
    else
        facts.append(tr("healthy"));
    return facts;
}

QString TrafficBook::sentenceOf(const QString& route, const QJsonObject& target) const {
    auto facts = pastFacts(route, QString(textOf(target, "provider") + u'/' + textOf(target, "model")));
    facts += presentFacts(target);
    return facts.join(tr(" · ", "between facts"));
}

} // namespace gatehouse::ui
