// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/budget_state.h"
#include "core/base/clock.h"
#include "core/config/snapshot.h"
#include "core/dialects/dialect.h"
#include "core/routing/breaker.h"
#include "core/routing/selection/cache_homes.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::admin {

// A call that is not sent.
struct Supposed {
    std::string model;
    const config::App* app = nullptr; // null: one that may use every model and has no budget
    const config::Key* key = nullptr; // null: none is checked
    dialects::Operation operation = dialects::Operation::ChatCompletions;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    // What rules, canaries and affinity look at. Header names in small letters; the body's fields by their paths.
    std::map<std::string, std::string, std::less<>> headers{};
    std::map<std::string, std::string, std::less<>> body{};
    std::string path = "/v1/chat/completions";
    std::string user{};
    std::string session{};
    std::string tags{};
    bool stream = false;
    std::optional<WallMicros> time{};           // none: now
    std::uint64_t seed = 0;                     // of what is drawn
    const routing::CacheHomes* homes = nullptr; // where prompt caches are; null: nowhere
    MonotonicTime monotonic{};
    // Who asks may see what is his teams' only: nothing is told of routes beyond what the application itself would
    // meet, of where keys are kept, nor of sums that others spend of.
    bool teamsOnly = false;
};

// Who would serve it: by the very rules that calls go by (core/routing), in the form of the schema "Simulation". Sends
// and reserves nothing. "breakers" may be null; "budgets" are those that stand.
boost::json::object simulate(const config::Snapshot& snapshot, const Supposed& call,
                             const routing::BreakerBoard* breakers, const std::vector<BudgetState>& budgets,
                             WallMicros now);

} // namespace gatehouse::admin
