// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/traffic_row.h"

#include <QHash>
#include <QJsonArray>
#include <QSet>
#include <algorithm>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

std::optional<double> number(const QJsonObject& object, const char* name) {
    const auto value = object.value(QLatin1String(name));
    return value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt;
}

void takeProvider(TrafficRow& row, const QJsonObject& told) {
    row.providerInFlight = told.value(QLatin1String("in_flight")).toInt();
    row.concurrent = told.value(QLatin1String("concurrent")).toInt();
    const auto queue = told.value(QLatin1String("queue")).toObject();
    row.waiting = queue.value(QLatin1String("waiting")).toInt();
    row.queueLength = queue.value(QLatin1String("length")).toInt();
    row.queueWait = queue.value(QLatin1String("wait_ms")).toDouble();
    for (const auto& value : queue.value(QLatin1String("calls")).toArray()) {
        const auto call = value.toObject();
        row.queue.append({text(call, "id"), text(call, "priority"), text(call, "model"),
                          call.value(QLatin1String("position")).toInt(),
                          call.value(QLatin1String("waited_ms")).toDouble()});
    }
    const auto health = told.value(QLatin1String("health")).toObject();
    row.check = text(health, "check");
    row.health = text(health, "state");
    row.problem = text(health, "problem");
    row.checkedAt = QDateTime::fromString(text(health, "at"), Qt::ISODateWithMs);
    row.checkTook = number(health, "took_ms");
}

TrafficRow targetRow(const QJsonObject& told) {
    TrafficRow row;
    row.provider = text(told, "provider");
    row.model = text(told, "model");
    row.key = text(told, "key");
    row.id = QString(row.provider + u'/' + row.model + u'#' + row.key);
    const auto circuit = told.value(QLatin1String("circuit")).toObject();
    row.circuit = text(circuit, "state");
    row.retryIn = number(circuit, "retry_in_ms");
    if (const auto failures = number(circuit, "failures"))
        row.failures = static_cast<int>(*failures);
    row.inFlight = told.value(QLatin1String("in_flight")).toInt();
    for (const auto& value : told.value(QLatin1String("limits")).toArray()) {
        const auto limit = value.toObject();
        row.limits.append(
            {text(limit, "name"), number(limit, "limit"), number(limit, "remaining"), number(limit, "resets_in_ms")});
    }
    row.refusedFor = number(told, "refused_for_ms");
    return row;
}

// What routes tell of their targets, without keys: figures of the route that sends it most, errors of all together.
void takeRoutes(TrafficRow& row, const QJsonArray& routes) {
    int calls = 0;
    int errors = 0;
    int most = -1;
    for (const auto& value : routes) {
        const auto route = value.toObject();
        for (const auto& entry : route.value(QLatin1String("targets")).toArray()) {
            const auto told = entry.toObject();
            if (text(told, "provider") != row.provider || text(told, "model") != row.model)
                continue;
            const int here = told.value(QLatin1String("calls")).toInt();
            calls += here;
            errors += told.value(QLatin1String("errors")).toInt();
            row.routes.append({text(route, "route"), here, number(told, "share")});
            if (here <= most)
                continue;
            most = here;
            row.share = number(told, "share");
            row.firstTokenP50 = number(told, "p50_ms");
            row.firstTokenP95 = number(told, "p95_ms");
        }
    }
    if (calls > 0)
        row.errorRate = static_cast<double>(errors) / calls;
}

} // namespace

std::optional<double> LearnedLimit::usedShare() const {
    if (!limit || !remaining || *limit <= 0)
        return std::nullopt;
    return std::clamp(1 - *remaining / *limit, 0.0, 1.0);
}

QString TrafficRow::target() const {
    return model.isEmpty() ? provider : QString(provider + u'/' + model);
}

const LearnedLimit* TrafficRow::tightest() const {
    const LearnedLimit* found = nullptr;
    for (const auto& limit : limits) {
        if (limit.usedShare() && (found == nullptr || *limit.usedShare() > *found->usedShare()))
            found = &limit;
    }
    return found;
}

bool TrafficRow::hasTrouble() const {
    return circuit == QLatin1String("open") || circuit == QLatin1String("half_open") ||
           health == QLatin1String("failing") || waiting > 0 || refusedFor.has_value();
}

QVector<TrafficRow> trafficRows(const QJsonObject& answer) {
    QVector<TrafficRow> rows;
    QHash<QString, QJsonObject> providers;
    const auto told = answer.value(QLatin1String("providers")).toArray();
    for (const auto& value : told)
        providers.insert(text(value.toObject(), "provider"), value.toObject());
    QSet<QString> named;
    for (const auto& value : answer.value(QLatin1String("targets")).toArray()) {
        auto row = targetRow(value.toObject());
        takeProvider(row, providers.value(row.provider));
        takeRoutes(row, answer.value(QLatin1String("routes")).toArray());
        named.insert(row.provider);
        rows.append(row);
    }
    for (const auto& value : told) {
        TrafficRow row;
        row.provider = text(value.toObject(), "provider");
        if (named.contains(row.provider))
            continue;
        row.id = row.provider;
        row.circuit = QStringLiteral("closed");
        takeProvider(row, value.toObject());
        rows.append(row);
    }
    return rows;
}

} // namespace gatehouse::ui
