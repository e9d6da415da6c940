// SPDX-License-Identifier: Apache-2.0
#include "core/store/stats_names.h"

#include <cstddef>

namespace gatehouse::store {
namespace {

constexpr std::array<std::string_view, 12> dimensions{"provider", "model",   "key",   "team", "route",  "app",
                                                      "status",   "dialect", "error", "api",  "prompt", "demo"};

} // namespace

const std::array<StatsMetricInfo, 22>& statsMetrics() {
    using Metric = StatsMetric;
    static constexpr std::array<StatsMetricInfo, 22> all{{
        {Metric::Calls, "", "calls"},
        {Metric::Errors, "", "errors"},
        {Metric::EstimatedCalls, "", "estimated_calls"},
        {Metric::UnknownCostCalls, "", "unknown_cost_calls"},
        {Metric::InputTokens, "tokens", "input"},
        {Metric::CachedInputTokens, "tokens", "cached_input"},
        {Metric::CacheWriteTokens, "tokens", "cache_write"},
        {Metric::OutputTokens, "tokens", "output"},
        {Metric::ReasoningTokens, "tokens", "reasoning"},
        {Metric::TotalTokens, "tokens", "total"},
        {Metric::Cost, "", "cost"},
        {Metric::PretendCost, "", "pretend_cost"},
        {Metric::BytesIn, "bytes", "in"},
        {Metric::BytesOut, "bytes", "out"},
        {Metric::LatencyP50, "latency", "p50", 0.5},
        {Metric::LatencyP90, "latency", "p90", 0.9, false},
        {Metric::LatencyP95, "latency", "p95", 0.95},
        {Metric::LatencyP99, "latency", "p99", 0.99},
        {Metric::FirstByteP50, "first_byte", "p50", 0.5},
        {Metric::FirstByteP90, "first_byte", "p90", 0.9, false},
        {Metric::FirstByteP95, "first_byte", "p95", 0.95},
        {Metric::FirstByteP99, "first_byte", "p99", 0.99},
    }};
    return all;
}

std::string_view nameOf(StatsDimension dimension) {
    return dimensions[static_cast<std::size_t>(dimension)];
}

std::string_view nameOf(StatsMetric metric) {
    return statsMetrics()[static_cast<std::size_t>(metric)].name;
}

std::optional<StatsDimension> statsDimensionNamed(std::string_view name) {
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
        if (dimensions[i] == name)
            return static_cast<StatsDimension>(i);
    }
    return std::nullopt;
}

} // namespace gatehouse::store
