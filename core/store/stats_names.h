// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/stats_query.h"

#include <array>
#include <optional>
#include <string_view>

namespace gatehouse::store {

struct StatsMetricInfo {
    StatsMetric metric;
    std::string_view group; // "tokens" of "tokens.input"; "" for plain names
    std::string_view name;
    double quantile = 0; // of latency and first_byte
    bool inGroup = true; // whether the group's word alone asks for it
};

// In the order of the enumeration.
const std::array<StatsMetricInfo, 22>& statsMetrics();
std::optional<StatsDimension> statsDimensionNamed(std::string_view name);

} // namespace gatehouse::store
