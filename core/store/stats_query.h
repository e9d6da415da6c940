// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/contract/filter.h"
#include "core/telemetry/rollup.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::store {

// What a series can be split by, in the words of group_by: provider, model, key, team, route, app, status, dialect,
// error (the error class; "none" for calls that went well), api, prompt ("sentiment@3"), demo ("true" or "false").
enum class StatsDimension { Provider, Model, Key, Team, Route, App, Status, Dialect, Error, Api, Prompt, Demo };

// In the words of "metrics": calls, errors, estimated_calls, unknown_cost_calls, tokens.input, tokens.cached_input,
// tokens.cache_write, tokens.output, tokens.reasoning, tokens.total, cost (real money only), pretend_cost, bytes.in,
// bytes.out, latency.p50|p90|p95|p99, first_byte.p50|p90|p95|p99. A word before a dot alone stands for all of its group
// (latency and first_byte: p50, p95 and p99); ttft is first_byte.
enum class StatsMetric {
    Calls,
    Errors,
    EstimatedCalls,
    UnknownCostCalls,
    InputTokens,
    CachedInputTokens,
    CacheWriteTokens,
    OutputTokens,
    ReasoningTokens,
    TotalTokens,
    Cost,
    PretendCost,
    BytesIn,
    BytesOut,
    LatencyP50,
    LatencyP90,
    LatencyP95,
    LatencyP99,
    FirstByteP50,
    FirstByteP90,
    FirstByteP95,
    FirstByteP99,
};

struct StatsRequest {
    WallMicros from = 0; // taken down to a step
    WallMicros to = 0;   // not included; taken up to a step
    std::int64_t stepMicros = telemetry::microsPerMinute;
    std::vector<StatsDimension> groupBy;
    std::vector<StatsMetric> metrics;
    contract::Filter filter{}; // terms about what sums are kept by, after and before; others are refused (Conflict)
};

inline constexpr std::int64_t mostStatsPoints = 5'000;      // per series
inline constexpr std::int64_t mostUngroupedPoints = 45'000; // where there is one series only: a month of minutes
inline constexpr std::size_t mostStatsSeries = 500;         // the rest is summed up in one series "(other)"

// The texts of the query string; empty ones take their defaults: the last 24 hours up to now, a step that gives about a
// hundred points, no grouping, metrics calls,errors,tokens,cost,latency,first_byte. from and to are RFC 3339 or lengths
// back from now ("-24h"), or "now"; step is like "1m", "15m", "1h", "1d": whole minutes that divide an hour, whole
// hours that divide a day, or whole days. Errors: Invalid with field, expected and found.
Result<StatsRequest> parseStatsRequest(std::string_view from, std::string_view to, std::string_view step,
                                       std::string_view groupBy, std::string_view metrics, WallMicros now);

struct StatsPoint {
    WallMicros at = 0; // start of the step
    telemetry::RollupValues values;
    Money pretendCost; // values.cost is real money only
};

struct StatsSeries {
    std::vector<std::pair<StatsDimension, std::string>> group;
    std::vector<StatsPoint> points; // only steps in which there were calls, in order
    StatsPoint total;               // over the whole time
};

struct StatsResult {
    StatsRequest request;            // as it was answered
    std::vector<StatsSeries> series; // by calls, most first
    StatsPoint total;
};

// {"from": …, "to": …, "step_ms": …, "series": [{"group": {…}, "points": [{"t": …, "calls": …}], "total": {…}}],
// "total": {…}}. A metric's dots part objects: tokens.input is {"tokens": {"input": …}}. Quantiles are milliseconds,
// null where nothing was measured; money is a decimal string, null where calls were made and the cost
// of none is known.
std::string statsJson(const StatsResult& result);

std::string_view nameOf(StatsDimension dimension);
std::string_view nameOf(StatsMetric metric);

} // namespace gatehouse::store
