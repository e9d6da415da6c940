// SPDX-License-Identifier: Apache-2.0
// Plans and subscriptions.
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

Type dollarsType() {
    auto type = moneyType(0, 9'000'000);
    type.pattern = R"(^(9000000(\.0{1,12})?|([0-8][0-9]{6}|[0-9]{1,6})(\.[0-9]{1,12})?)$)"; // the same bounds
    return type;
}

ObjectDescription price() {
    Describer<PlanPriceSpec> it("PlanPrice", "What a subscription is charged: shown, and reckoned in `GET /charges`.");
    it.field("month", &PlanPriceSpec::month, dollarsType(), "Dollars a month that has begun.");
    it.field("call", &PlanPriceSpec::call, dollarsType(), "Dollars a call.");
    it.field(
        "markup", &PlanPriceSpec::markup,
        patternText("per cent, at most 10000 with two decimals", "^(10000(\\.0{1,2})?|[0-9]{1,4}(\\.[0-9]{1,2})?)$", 8),
        "Per cent on top of what providers cost, which is charged with it. Without it their cost is not charged; `0` "
        "charges it as it is.");
    return it.finish();
}

ObjectDescription plan() {
    Describer<PlanSpec> it("Plan", "On what terms an application uses a published API.");
    auto& id = it.field("id", &PlanSpec::id, idType("a plan's id"), "Its name.");
    id.required = true;
    id.example = "starter";
    it.field("title", &PlanSpec::title, textType("a text", 200), "For people.");
    it.field("description", &PlanSpec::description, linesType("a text", 10'000), "What it offers.");
    it.field("approval", &PlanSpec::approval, choiceType({"manual", "automatic"}), "Whether somebody must approve.");
    it.field("limits", &PlanSpec::limits, objectType<LimitsSpec>(), "Of each subscription.");
    it.field("budget", &PlanSpec::budget, objectType<BudgetSpec>(), "Of each subscription.");
    it.field("price", &PlanSpec::price, objectType<PlanPriceSpec>(), "What it is charged.");
    it.field("expires_after", &PlanSpec::expiresAfter,
             durationType(std::chrono::hours(1), std::chrono::hours(24 * 3'650)),
             "How long an approval holds; without it, until it is taken back.");
    it.field("enabled", &PlanSpec::enabled, booleanType(), "Whether it can be asked for.");
    return it.finish();
}

ObjectDescription subscription() {
    Describer<SubscriptionSpec> it("Subscription",
                                   "An application's right to call a published API. Its state is changed by "
                                   "the operations approve, reject, suspend, resume and cancel.");
    it.field("id", &SubscriptionSpec::id, idType("a subscription's id"), "Made by the gateway where it is not given.")
        .required = true;
    it.field("api", &SubscriptionSpec::api, idType("an API's id"), "What is called.").required = true;
    it.field("app", &SubscriptionSpec::app, idType("an app's id"), "Who calls.").required = true;
    it.field("plan", &SubscriptionSpec::plan, idType("a plan's id"), "On what terms.");
    it.field("reason", &SubscriptionSpec::reason, linesType("a text", 2'000), "What it is wanted for.");
    it.field("state", &SubscriptionSpec::state,
             choiceType({"pending", "approved", "rejected", "suspended", "cancelled", "expired"}), "How it stands.");
    it.field("requested_by", &SubscriptionSpec::requestedBy, textType("a name", 128), "Who asked.");
    it.field("requested_at", &SubscriptionSpec::requestedAt, timeType(), "When.");
    it.field("decided_by", &SubscriptionSpec::decidedBy, textType("a name", 128), "Who decided last.");
    it.field("decided_at", &SubscriptionSpec::decidedAt, timeType(), "When.");
    it.field("decision_reason", &SubscriptionSpec::decisionReason, linesType("a text", 2'000), "Why.");
    it.field("expires", &SubscriptionSpec::expires, timeType(), "When an approval ends.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<PlanPriceSpec>() {
    static const auto description = price();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PlanSpec>() {
    static const auto description = plan();
    return description;
}
template <>
const ObjectDescription& descriptionOf<SubscriptionSpec>() {
    static const auto description = subscription();
    return description;
}

} // namespace gatehouse::contract
