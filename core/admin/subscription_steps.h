// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/outcome.h"
#include "core/base/clock.h"
#include "core/contract/plan_specs.h"

#include <string>
#include <string_view>

// The way of a subscription: pending → approved, rejected, suspended, cancelled, expired. Pure functions.
namespace gatehouse::admin {

enum class Decision { Approve, Reject, Suspend, Resume, Cancel };
std::string_view nameOf(Decision decision); // "approve" … as in addresses

struct DecisionRequest {
    Decision decision = Decision::Approve;
    std::string by;
    std::string reason;
    WallMicros now = 0;
    bool mayApproveOwn = true;                      // what he asked for himself
    std::optional<contract::Duration> expiresAfter; // of the plan
};

// How it stands at that time: an approval that has run out is expired.
std::string stateAt(const contract::SubscriptionSpec& subscription, WallMicros now);

// The subscription decided so. Conflict (wrong_state) where that does not fit; Forbidden (self_approval).
Outcome<contract::SubscriptionSpec> decide(contract::SubscriptionSpec subscription, const DecisionRequest& request);

} // namespace gatehouse::admin
