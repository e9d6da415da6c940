// SPDX-License-Identifier: Apache-2.0
#include "core/store/stats_sums.h"

#include "core/store/filter_sql.h"
#include "core/store/rollup_table.h"

#include <QStringList>
#include <algorithm>
#include <map>

namespace gatehouse::store {
namespace {

using telemetry::Histogram;
using telemetry::RollupValues;

constexpr std::string_view otherSeries = "(other)";
constexpr int hourGrain = 1;
constexpr int quarterGrain = 3;

bool needsHistograms(const StatsRequest& request) {
    return std::any_of(request.metrics.begin(), request.metrics.end(),
                       [](StatsMetric metric) { return metric >= StatsMetric::LatencyP50; });
}

const char* columnOf(StatsDimension dimension) {
    switch (dimension) {
    case StatsDimension::Provider:
        return "d.provider";
    case StatsDimension::Model:
        return "d.model";
    case StatsDimension::Key:
        return "d.key_id";
    case StatsDimension::Team:
        return "d.team";
    case StatsDimension::Route:
        return "d.route";
    case StatsDimension::App:
        return "d.app";
    case StatsDimension::Status:
        return "d.status";
    case StatsDimension::Dialect:
        return "d.dialect";
    case StatsDimension::Error:
        return "d.error_class";
    case StatsDimension::Api:
        return "d.api";
    case StatsDimension::Prompt:
        return "d.prompt";
    case StatsDimension::Demo:
        break;
    }
    return "d.pretend";
}

// The coarsest roll-ups that the step is made of.
int grainFor(std::int64_t stepMicros) {
    int best = grains.front().number;
    for (const auto& grain : grains) {
        if (stepMicros % grain.micros == 0)
            best = grain.number;
    }
    return best;
}

void addTo(StatsPoint& point, const RollupValues& values, bool pretend) {
    if (!pretend) {
        point.values.merge(values);
        return;
    }
    auto counted = values;
    point.pretendCost += counted.cost;
    counted.cost = Money();
    counted.unknownCostCalls = 0; // of real money nothing is unknown
    point.values.merge(counted);
}

void addTo(StatsPoint& point, const StatsPoint& other) {
    point.values.merge(other.values);
    point.pretendCost += other.pretendCost;
}

using GroupKey = std::vector<std::string>;
struct Sums {
    std::map<WallMicros, StatsPoint> points;
    StatsPoint total;
};

class Collector {
public:
    Collector(Connection& connection, const StatsRequest& request, const SqlCondition& condition)
        : m_connection(connection), m_request(request), m_condition(condition), m_histograms(needsHistograms(request)) {
    }

    Result<void> collect() {
        if (auto settled = settleGrain(); !settled)
            return settled;
        auto query = m_connection.prepare(sql());
        if (!query)
            return tl::unexpected(query.error());
        query->number(m_grain).number(m_request.from).number(m_request.to);
        for (const auto& value : m_condition.values)
            query->bind(value);
        if (auto run = query->run(); !run)
            return run;
        while (true) {
            const auto more = query->next();
            if (!more)
                return tl::unexpected(more.error());
            if (!*more)
                return {};
            if (auto done = take(*query); !done)
                return done;
        }
    }

    std::map<GroupKey, Sums>& series() { return m_series; }

private:
    // Sums of a quarter of a day are younger than the others: before their time those of hours are taken.
    Result<void> settleGrain() {
        m_grain = grainFor(m_request.stepMicros);
        if (m_grain != quarterGrain)
            return {};
        const auto since =
            m_connection.value(QStringLiteral("SELECT value FROM counters WHERE name = 'quarters_since'"));
        if (!since)
            return tl::unexpected(since.error());
        if (!since->isValid() || m_request.from < since->toLongLong())
            m_grain = hourGrain;
        return {};
    }

    QString sql() const {
        QStringList columns{QStringLiteral("r.bucket"), QStringLiteral("d.pretend"), QLatin1String(rollupColumns)};
        for (const auto dimension : m_request.groupBy)
            columns << QLatin1String(columnOf(dimension));
        if (m_histograms)
            columns << QStringLiteral("r.total_histogram, r.first_byte_histogram");
        return QLatin1String("SELECT ") + columns.join(QLatin1String(", ")) +
               QLatin1String(" FROM rollups r CROSS JOIN dimensions d WHERE d.id = r.dimensions AND r.grain = ? "
                             "AND r.bucket >= ? AND r.bucket < ? AND ") +
               m_condition.text;
    }

    Result<void> take(const Statement& row) {
        int column = 2 + rollupColumnCount;
        GroupKey key;
        for (const auto dimension : m_request.groupBy) {
            if (dimension == StatsDimension::Demo)
                key.emplace_back(row.numberAt(column++) != 0 ? "true" : "false");
            else
                key.push_back(row.textAt(column++));
        }
        auto values = readCounters(row, 2);
        if (m_histograms) {
            auto total = Histogram::parse(row.blobAt(column));
            auto firstByte = Histogram::parse(row.blobAt(column + 1));
            if (!total || !firstByte)
                return failure(ErrorKind::Unavailable, "store_corrupt",
                               "the store holds a histogram that cannot be read");
            values.total = std::move(*total);
            values.firstByte = std::move(*firstByte);
        }
        const bool pretend = row.numberAt(1) != 0;
        auto& sums = m_series[std::move(key)];
        addTo(sums.points[telemetry::floorTo(row.numberAt(0), m_request.stepMicros)], values, pretend);
        addTo(sums.total, values, pretend);
        return {};
    }

    Connection& m_connection;
    const StatsRequest& m_request;
    const SqlCondition& m_condition;
    const bool m_histograms;
    int m_grain = 0;
    std::map<GroupKey, Sums> m_series;
};

StatsSeries toSeries(const StatsRequest& request, const GroupKey& key, Sums&& sums) {
    StatsSeries out;
    for (std::size_t i = 0; i < request.groupBy.size(); ++i)
        out.group.emplace_back(request.groupBy[i], key[i]);
    for (auto& [at, point] : sums.points) {
        point.at = at;
        out.points.push_back(std::move(point));
    }
    out.total = std::move(sums.total);
    out.total.at = request.from;
    return out;
}

} // namespace

Result<StatsResult> sumStats(Connection& connection, StatsRequest request) {
    request.from = telemetry::floorTo(request.from, request.stepMicros);
    request.to = telemetry::floorTo(request.to + request.stepMicros - 1, request.stepMicros);
    const auto condition = sumConditionOf(request.filter);
    if (!condition)
        return tl::unexpected(condition.error());
    // What after and before leave of the time, to whole steps as well.
    if (condition->startsFrom)
        request.from =
            std::clamp(telemetry::floorTo(*condition->startsFrom, request.stepMicros), request.from, request.to);
    if (condition->startsBefore)
        request.to =
            std::clamp(telemetry::floorTo(*condition->startsBefore + request.stepMicros - 1, request.stepMicros),
                       request.from, request.to);
    Collector collector(connection, request, *condition);
    if (auto done = collector.collect(); !done)
        return tl::unexpected(done.error());

    std::vector<std::pair<GroupKey, Sums>> sorted;
    for (auto& [key, sums] : collector.series())
        sorted.emplace_back(key, std::move(sums));
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.second.total.values.calls > b.second.total.values.calls;
    });
    StatsResult out;
    out.total.at = request.from;
    Sums rest;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        auto& [key, sums] = sorted[i];
        addTo(out.total, sums.total);
        if (i < mostStatsSeries) {
            out.series.push_back(toSeries(request, key, std::move(sums)));
            continue;
        }
        for (const auto& [at, point] : sums.points)
            addTo(rest.points[at], point);
        addTo(rest.total, sums.total);
    }
    if (rest.total.values.calls != 0)
        out.series.push_back(
            toSeries(request, GroupKey(request.groupBy.size(), std::string(otherSeries)), std::move(rest)));
    out.request = std::move(request);
    return out;
}

} // namespace gatehouse::store
