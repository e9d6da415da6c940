// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/canary_keeper.h"
#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/store/reader.h"

#include <boost/json/array.hpp>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::admin {

// How routes share their calls out: each with its targets, their shares since the process began, what they are measured
// by, and the canary. Any thread; "canaries" may be null.
boost::json::array routesInTraffic(const config::Snapshot& snapshot, const CanaryKeeper* canaries, MonotonicTime now);

// A prompt cache that was written for nothing: over the last hour an application's calls of a route wrote so many
// tokens to a model's cache and read none of them.
struct CacheWaste {
    std::string route;
    std::string app;
    std::string provider;
    std::string model;
    std::int64_t calls = 0;
    std::int64_t tokens = 0;       // written
    std::optional<Money> cost;     // of writing them; none: no price is known
    std::optional<Money> needless; // of that, beyond what they would have cost as plain input
};
inline constexpr std::int64_t leastWasteCalls = 3;
inline constexpr std::int64_t leastWasteTokens = 4'096;

Result<std::vector<CacheWaste>> cacheWaste(const config::Snapshot& snapshot, store::Reader& reader, WallMicros now);
boost::json::object wasteJson(const CacheWaste& waste);

} // namespace gatehouse::admin
