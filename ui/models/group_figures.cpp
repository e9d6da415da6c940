// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/group_figures.h"

#include "ui/models/time_range.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>
#include <QUrlQuery>

namespace gatehouse::ui {
namespace {

constexpr int questionsApartMilliseconds = 2'000;

} // namespace

GroupFigures::GroupFigures(GatewayClient& client, TimeRange* range, QString dimension, QObject* parent)
    : QObject(parent), m_client(client), m_range(range), m_dimension(std::move(dimension)) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(questionsApartMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &GroupFigures::refresh);
    const auto whileWatched = [this] {
        if (m_watched)
            refresh();
    };
    connect(&client, &GatewayClient::refreshNeeded, this, whileWatched);
    connect(&client, &GatewayClient::event, this, [this](const QString& type) {
        if (m_watched && type == QLatin1String("call.finished") && !m_soon.isActive())
            m_soon.start();
    });
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        ++m_round;
        m_groups.clear();
        m_known = false;
        Q_EMIT changed();
    });
    if (range != nullptr)
        connect(range, &TimeRange::changed, this, whileWatched);
}

void GroupFigures::setFilter(const QString& filter) {
    m_filter = filter;
    if (m_watched)
        refresh();
}

void GroupFigures::setWatched(bool watched) {
    m_watched = watched;
    if (watched)
        refresh();
    else
        m_soon.stop();
}

void GroupFigures::refresh() {
    if (m_client.address().admin.isEmpty())
        return;
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("group_by"), m_dimension);
    query.addQueryItem(QStringLiteral("metrics"), QStringLiteral("calls,errors,cost"));
    query.addQueryItem(QStringLiteral("from"), m_range != nullptr ? m_range->from() : QStringLiteral("-30d"));
    if (m_range != nullptr && !m_range->to().isEmpty())
        query.addQueryItem(QStringLiteral("to"), m_range->to());
    query.addQueryItem(QStringLiteral("step"), m_range != nullptr ? m_range->step() : QStringLiteral("1d"));
    if (!m_filter.isEmpty())
        query.addQueryItem(QStringLiteral("q"), m_filter);
    m_client.get(QStringLiteral("/stats"), query, this, [this, round = ++m_round](const Reply& reply) {
        if (round == m_round && reply.ok()) // what was known stays
            take(reply);
    });
}

void GroupFigures::take(const Reply& reply) {
    m_groups.clear();
    const auto words = m_dimension.split(u',');
    const auto series = reply.object().value(QLatin1String("series")).toArray();
    for (const auto& value : series) {
        const auto one = value.toObject();
        const auto group = one.value(QLatin1String("group")).toObject();
        const auto total = one.value(QLatin1String("total")).toObject();
        QStringList name;
        for (const auto& word : words)
            name.append(group.value(word).toString());
        m_groups.insert(name.join(u'/'), {total.value(QLatin1String("calls")).toInteger(),
                                          total.value(QLatin1String("errors")).toInteger(),
                                          total.value(QLatin1String("cost")).toString()});
    }
    m_known = true;
    Q_EMIT changed();
}

} // namespace gatehouse::ui
