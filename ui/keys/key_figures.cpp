// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/key_figures.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrlQuery>

namespace gatehouse::ui {
namespace {

constexpr int questionsApartMilliseconds = 2'000;

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

QDateTime moment(const QJsonObject& object, const char* name) {
    return QDateTime::fromString(text(object, name), Qt::ISODateWithMs);
}

} // namespace

double KeyFigures::Budget::share() const {
    const double most = limit.toDouble();
    return most > 0 ? spent.toDouble() / most : 1;
}

KeyFigures::KeyFigures(GatewayClient& client, TimeRange& range, QObject* parent)
    : QObject(parent), m_client(client), m_range(range) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(questionsApartMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &KeyFigures::refresh);
    connect(&client, &GatewayClient::refreshNeeded, this, &KeyFigures::refresh);
    connect(&client, &GatewayClient::event, this, [this](const QString& type) {
        const bool counts = type == QLatin1String("call.finished") || type == QLatin1String("config.changed");
        if (counts && !m_soon.isActive())
            m_soon.start();
    });
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        m_lastUsed.clear();
        m_calls.clear();
        m_costs.clear();
        m_budgets.clear();
        m_known = false;
        Q_EMIT changed();
    });
    connect(&range, &TimeRange::changed, this, &KeyFigures::refresh);
}

void KeyFigures::refresh() {
    if (m_client.address().admin.isEmpty())
        return;
    m_client.get(QStringLiteral("/usage"), {}, this, [this](const Reply& reply) { takeUsage(reply); });
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("group_by"), QStringLiteral("key"));
    query.addQueryItem(QStringLiteral("metrics"), QStringLiteral("calls,cost"));
    query.addQueryItem(QStringLiteral("from"), m_range.from());
    if (!m_range.to().isEmpty())
        query.addQueryItem(QStringLiteral("to"), m_range.to());
    query.addQueryItem(QStringLiteral("step"), m_range.step());
    m_client.get(QStringLiteral("/stats"), query, this, [this](const Reply& reply) { takeStats(reply); });
}

void KeyFigures::takeUsage(const Reply& reply) {
    if (!reply.ok())
        return; // what was known stays
    const auto usage = reply.object();
    m_lastUsed.clear();
    for (const auto& value : usage.value(QLatin1String("keys")).toArray()) {
        const auto key = value.toObject();
        m_lastUsed.insert(text(key, "id"), moment(key, "last_used"));
    }
    m_budgets.clear();
    for (const auto& value : usage.value(QLatin1String("budgets")).toArray()) {
        const auto told = value.toObject();
        Budget budget;
        budget.period = text(told, "period");
        budget.limit = text(told, "limit");
        budget.spent = text(told, "spent");
        budget.resets = moment(told, "resets_at");
        m_budgets.insert(QString(text(told, "scope") + u'/' + text(told, "id")), budget);
    }
    m_known = true;
    Q_EMIT changed();
}

void KeyFigures::takeStats(const Reply& reply) {
    if (!reply.ok())
        return;
    m_calls.clear();
    m_costs.clear();
    for (const auto& value : reply.object().value(QLatin1String("series")).toArray()) {
        const auto series = value.toObject();
        const auto key = text(series.value(QLatin1String("group")).toObject(), "key");
        const auto total = series.value(QLatin1String("total")).toObject();
        m_calls.insert(key, total.value(QLatin1String("calls")).toInteger());
        m_costs.insert(key, text(total, "cost"));
    }
    Q_EMIT changed();
}

const KeyFigures::Budget* KeyFigures::budgetOf(const QString& scope, const QString& id) const {
    const auto found = m_budgets.constFind(QString(scope + u'/' + id));
    return found == m_budgets.constEnd() ? nullptr : &*found;
}

} // namespace gatehouse::ui
