// SPDX-License-Identifier: Apache-2.0
#include "core/store/stats_names.h"
#include "core/telemetry/json_writer.h"

namespace gatehouse::store {
namespace {

using telemetry::JsonWriter;
using telemetry::RollupValues;

std::int64_t countOf(StatsMetric metric, const RollupValues& values) {
    switch (metric) {
    case StatsMetric::Calls:
        return values.calls;
    case StatsMetric::Errors:
        return values.errors;
    case StatsMetric::EstimatedCalls:
        return values.estimatedCalls;
    case StatsMetric::UnknownCostCalls:
        return values.unknownCostCalls;
    case StatsMetric::InputTokens:
        return values.inputTokens;
    case StatsMetric::CachedInputTokens:
        return values.cachedInputTokens;
    case StatsMetric::CacheWriteTokens:
        return values.cacheWriteTokens;
    case StatsMetric::OutputTokens:
        return values.outputTokens;
    case StatsMetric::ReasoningTokens:
        return values.reasoningTokens;
    case StatsMetric::TotalTokens:
        return values.inputTokens + values.cachedInputTokens + values.cacheWriteTokens + values.outputTokens;
    case StatsMetric::BytesIn:
        return values.bytesIn;
    default:
        return values.bytesOut;
    }
}

void appendValue(JsonWriter& json, const StatsMetricInfo& info, const StatsPoint& point) {
    const auto& values = point.values;
    if (info.quantile > 0) {
        const auto& histogram = info.metric < StatsMetric::FirstByteP50 ? values.total : values.firstByte;
        const auto micros = histogram.quantile(info.quantile);
        if (micros)
            json.milliseconds(*micros);
        else
            json.null();
    } else if (info.metric == StatsMetric::PretendCost) {
        json.money(point.pretendCost);
    } else if (info.metric == StatsMetric::Cost) {
        const bool unknown = values.unknownCostCalls > 0 && values.cost == Money();
        json.money(unknown ? std::nullopt : std::optional(values.cost));
    } else {
        json.number(countOf(info.metric, values));
    }
}

void appendMetrics(JsonWriter& json, const std::vector<StatsMetric>& metrics, const StatsPoint& point) {
    std::string_view open;
    for (const auto metric : metrics) {
        const auto& info = statsMetrics()[static_cast<std::size_t>(metric)];
        if (info.group != open && !open.empty())
            json.close('}');
        if (info.group != open && !info.group.empty())
            json.name(info.group).open('{');
        open = info.group;
        json.name(info.name);
        appendValue(json, info, point);
    }
    if (!open.empty())
        json.close('}');
}

void appendSeries(JsonWriter& json, const StatsSeries& series, const std::vector<StatsMetric>& metrics) {
    json.open('{').name("group").open('{');
    for (const auto& [dimension, value] : series.group)
        json.name(nameOf(dimension)).text(value);
    json.close('}').name("points").open('[');
    for (const auto& point : series.points) {
        json.open('{').name("t").time(point.at);
        appendMetrics(json, metrics, point);
        json.close('}');
    }
    json.close(']').name("total").open('{');
    appendMetrics(json, metrics, series.total);
    json.close('}').close('}');
}

} // namespace

std::string statsJson(const StatsResult& result) {
    const auto& request = result.request;
    std::string out;
    JsonWriter json(out);
    json.open('{').name("from").time(request.from).name("to").time(request.to);
    json.name("step_ms").milliseconds(request.stepMicros);
    json.name("series").open('[');
    for (const auto& series : result.series)
        appendSeries(json, series, request.metrics);
    json.close(']').name("total").open('{');
    appendMetrics(json, request.metrics, result.total);
    json.close('}').close('}');
    return out;
}

} // namespace gatehouse::store
