// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/contract/resources.h"

#include <optional>
#include <string>
#include <vector>

// On what terms applications use published APIs. Descriptions: describe_plans.cpp.
namespace gatehouse::contract {

// What a subscription is charged, in dollars; "markup" is per cent on top of what providers cost.
struct PlanPriceSpec {
    std::optional<Money> month;
    std::optional<Money> call;
    std::optional<std::string> markup;
};

struct PlanSpec {
    std::string id;
    std::string title;
    std::string description;
    std::string approval = "manual";  // "automatic"
    LimitsSpec limits;                // of each subscription
    std::optional<BudgetSpec> budget; // of each subscription
    PlanPriceSpec price;
    std::optional<Duration> expiresAfter;
    bool enabled = true;
};

// An application's right to call an API, and how it came about. Its state is changed by operations, not by hand.
struct SubscriptionSpec {
    std::string id;
    std::string api;
    std::string app;
    std::optional<std::string> plan;
    std::string reason;
    std::string state = "pending"; // "approved", "rejected", "suspended", "cancelled", "expired"
    std::optional<std::string> requestedBy;
    std::optional<WallMicros> requestedAt;
    std::optional<std::string> decidedBy;
    std::optional<WallMicros> decidedAt;
    std::string decisionReason;
    std::optional<WallMicros> expires;
};

} // namespace gatehouse::contract
