// SPDX-License-Identifier: Apache-2.0
#include "core/admin/call_metrics.h"

#include "core/telemetry/rollup.h"

#include <string>

namespace gatehouse::admin {
namespace {

using store::StatsDimension;
using store::StatsMetric;
using telemetry::microsPerDay;
using telemetry::microsPerMinute;

constexpr double picoDollars = 1e12;
constexpr double microsPerSecond = 1e6;
constexpr std::int64_t daysBack = 36'000; // ever: about a hundred years
constexpr std::int64_t daysPerStep = 30;
constexpr std::int64_t recentMinutes = 15;

Labels labelsOf(const store::StatsSeries& series) {
    Labels labels;
    for (const auto& [dimension, value] : series.group)
        labels.emplace_back(store::nameOf(dimension), value);
    return labels;
}

Labels with(Labels labels, const char* name, const char* value) {
    labels.emplace_back(name, value);
    return labels;
}

void writeSums(MetricWriter& out, const store::StatsSeries& series) {
    const auto labels = labelsOf(series);
    const auto& sums = series.total.values;
    const auto count = [](std::int64_t number) { return static_cast<double>(number); };
    out.counter("gatehouse_calls_total", "Calls that ended, by provider and status.", count(sums.calls), labels);
    out.counter("gatehouse_call_errors_total", "Of these, those that ended in an error.", count(sums.errors), labels);
    const auto tokens = [&](const char* kind, std::int64_t number) {
        out.counter("gatehouse_tokens_total", "Tokens of all calls, by class.", count(number),
                    with(labels, "class", kind));
    };
    tokens("input", sums.inputTokens);
    tokens("cached_input", sums.cachedInputTokens);
    tokens("cache_write", sums.cacheWriteTokens);
    tokens("output", sums.outputTokens);
    out.counter("gatehouse_cost_dollars_total", "Cost of the calls whose price is known; the demo provider's is none.",
                count(sums.cost.pico()) / picoDollars, labels);
    out.counter("gatehouse_calls_unknown_cost_total", "Calls whose price is not known.", count(sums.unknownCostCalls),
                labels);
}

void writeQuantiles(MetricWriter& out, const store::StatsSeries& series) {
    struct Quantile {
        double share;
        const char* label;
    };
    for (const auto& [share, label] : {Quantile{0.5, "0.5"}, Quantile{0.95, "0.95"}, Quantile{0.99, "0.99"}}) {
        const auto labels = with(labelsOf(series), "quantile", label);
        if (const auto total = series.total.values.total.quantile(share))
            out.gauge("gatehouse_call_duration_seconds", "Time to the last byte, calls of the last 15 minutes.",
                      static_cast<double>(*total) / microsPerSecond, labels);
        if (const auto first = series.total.values.firstByte.quantile(share))
            out.gauge("gatehouse_call_first_byte_seconds", "Time to the first byte, calls of the last 15 minutes.",
                      static_cast<double>(*first) / microsPerSecond, labels);
    }
}

} // namespace

void writeCallMetrics(MetricWriter& out, store::Reader& reader, WallMicros now) {
    store::StatsRequest ever;
    ever.stepMicros = daysPerStep * microsPerDay;
    ever.to = telemetry::floorTo(now, ever.stepMicros) + ever.stepMicros;
    ever.from = ever.to - daysBack * microsPerDay;
    ever.groupBy = {StatsDimension::Provider, StatsDimension::Status};
    ever.metrics = {StatsMetric::Calls, StatsMetric::Errors, StatsMetric::TotalTokens, StatsMetric::Cost};
    const auto sums = reader.stats(ever);

    store::StatsRequest recent;
    recent.stepMicros = recentMinutes * microsPerMinute;
    recent.to = telemetry::floorTo(now, microsPerMinute) + microsPerMinute;
    recent.from = recent.to - recent.stepMicros;
    recent.groupBy = {StatsDimension::Provider};
    recent.metrics = {StatsMetric::LatencyP50, StatsMetric::FirstByteP50};
    const auto quantiles = reader.stats(recent);

    out.gauge("gatehouse_store_readable", "Whether the records could be read for this answer.",
              sums && quantiles ? 1 : 0);
    if (sums) {
        for (const auto& series : sums->series)
            writeSums(out, series);
    }
    if (quantiles) {
        for (const auto& series : quantiles->series)
            writeQuantiles(out, series);
    }
}

} // namespace gatehouse::admin
