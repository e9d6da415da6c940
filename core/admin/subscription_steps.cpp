// SPDX-License-Identifier: Apache-2.0
#include "core/admin/subscription_steps.h"

#include <algorithm>
#include <array>
#include <vector>

namespace gatehouse::admin {
namespace {

struct Way {
    Decision decision;
    std::string_view name;
    std::vector<std::string_view> from;
    std::string_view to;
};

const Way& wayOf(Decision decision) {
    static const std::array<Way, 5> ways{
        {{Decision::Approve, "approve", {"pending", "expired"}, "approved"},
         {Decision::Reject, "reject", {"pending"}, "rejected"},
         {Decision::Suspend, "suspend", {"approved"}, "suspended"},
         {Decision::Resume, "resume", {"suspended"}, "approved"},
         {Decision::Cancel, "cancel", {"pending", "approved", "suspended", "expired"}, "cancelled"}}};
    return ways[static_cast<std::size_t>(decision)];
}

} // namespace

std::string_view nameOf(Decision decision) {
    return wayOf(decision).name;
}

std::string stateAt(const contract::SubscriptionSpec& subscription, WallMicros now) {
    const bool over = subscription.state == "approved" && subscription.expires && *subscription.expires <= now;
    return over ? "expired" : subscription.state;
}

Outcome<contract::SubscriptionSpec> decide(contract::SubscriptionSpec subscription, const DecisionRequest& request) {
    const auto& way = wayOf(request.decision);
    const auto state = stateAt(subscription, request.now);
    if (std::find(way.from.begin(), way.from.end(), state) == way.from.end()) {
        auto error = failure(ErrorKind::Conflict, "wrong_state",
                             "It is " + state + ": that cannot be done with it (" + std::string(way.name) + ").")
                         .value();
        error.field = "state";
        error.found = state;
        for (const auto from : way.from)
            error.expected.append(error.expected.empty() ? "" : " or ").append(from);
        return refused(std::move(error));
    }
    const bool approves = request.decision == Decision::Approve || request.decision == Decision::Resume;
    if (approves && !request.mayApproveOwn && subscription.requestedBy == request.by)
        return refused(ErrorKind::Forbidden, "self_approval",
                       "You asked for this subscription yourself: somebody else must decide on it "
                       "(organisation: self_approval).");
    subscription.state = way.to;
    subscription.decidedBy = request.by;
    subscription.decidedAt = request.now;
    subscription.decisionReason = request.reason;
    if (request.decision == Decision::Approve) {
        subscription.expires.reset();
        if (request.expiresAfter)
            subscription.expires = request.now + std::chrono::microseconds(request.expiresAfter->value).count();
    }
    return subscription;
}

} // namespace gatehouse::admin
