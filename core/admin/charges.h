// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/contract/plan_specs.h"

#include <cstdint>
#include <utility>

// What a subscription is charged by its plan's price. Pure functions; exact.
namespace gatehouse::admin {

struct Used {
    std::int64_t calls = 0; // that were served
    Money cost;             // at providers, as far as it is known
    std::int64_t costUnknown = 0;
};

struct Charge {
    Money months;
    Money calls;
    Money cost; // of providers, with its markup
    Money total() const { return months + calls + cost; }
};

// Calendar months (UTC) that begin or run within the time, while the subscription stood.
int monthsOf(const contract::SubscriptionSpec& subscription, std::pair<WallMicros, WallMicros> time, WallMicros now);

Charge chargeFor(const contract::PlanPriceSpec& price, const Used& used, int months);

} // namespace gatehouse::admin
