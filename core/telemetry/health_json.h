// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"

#include <string>
#include <string_view>

namespace gatehouse::telemetry {

// The data of health.changed events, by what they are about ("about"): the gateway, a target, a budget.

// state: "running", "paused", "stopping".
std::string gatewayHealthJson(std::string_view state, WallMicros at);
// A model at a provider. state: "resting" when it failed so often that it is left alone, "answering" when it is back.
std::string targetHealthJson(std::string_view provider, std::string_view model, std::string_view state, WallMicros at);

// A provider, by its health checks: "resting" while they fail, "answering" when one succeeds again.
std::string providerHealthJson(std::string_view provider, std::string_view state, WallMicros at);

struct BudgetHealth {
    std::string_view budget; // its id
    std::string_view scope;  // "team", "app" …
    std::string_view id;
    std::string_view period; // "day" …
    int percent = 0;         // that was reached, of the budget's alerts
    Money spent;             // reservations of running calls included
    Money amount;
};
std::string budgetHealthJson(const BudgetHealth& budget, WallMicros at);

// A route's canary: "running", "paused", "promoted", "rolled_back".
std::string canaryHealthJson(std::string_view route, std::string_view state, double percent, std::string_view reason,
                             WallMicros at);

// A prompt cache that is written and never read: tokens of the last hour, and their money in dollars ("" = unknown).
struct CacheHealth {
    std::string_view route, app, provider, model;
    std::int64_t tokens = 0;
    std::string_view cost, needless;
};
std::string cacheHealthJson(const CacheHealth& cache, WallMicros at);

} // namespace gatehouse::telemetry
