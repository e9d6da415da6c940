// SPDX-License-Identifier: Apache-2.0
// What may be spent.
#include "core/contract/describe.h"

namespace gatehouse::contract {
namespace {

Type dollarsType() {
    auto type = moneyType(0, 9'000'000);
    type.pattern = R"(^(9000000(\.0{1,12})?|([0-8][0-9]{6}|[0-9]{1,6})(\.[0-9]{1,12})?)$)"; // the same bounds
    return type;
}

Type currencyType() {
    return patternText("USD (prices are known in dollars alone, and no rate of exchange is)", "^USD$", 3);
}

Type periodType() {
    return choiceType({"day", "week", "month", "total"});
}

constexpr auto periodText = "Calendar day, week (from Monday) or month, UTC; `total` never starts anew.";

ObjectDescription budget() {
    Describer<BudgetSpec> it("Budget", "What may be spent in a period. A call whose price is unknown is refused where "
                                       "a budget applies.");
    auto& usd = it.field("usd", &BudgetSpec::usd, dollarsType(),
                         "Dollars: a number, or a decimal string where a number would not be exact.");
    usd.required = true;
    usd.example = 100;
    it.field("currency", &BudgetSpec::currency, currencyType(), "Dollars are counted, and nothing else.");
    it.field("period", &BudgetSpec::period, periodType(), periodText);
    return it.finish();
}

ObjectDescription subject() {
    Describer<BudgetForSpec> it("BudgetFor", "Whose spend is counted: exactly one of these.");
    it.field("organisation", &BudgetForSpec::organisation, booleanType(), "All calls; `true`.");
    it.field("team", &BudgetForSpec::team, idType("a team's id"), "Calls of a team's applications.");
    it.field("app", &BudgetForSpec::app, idType("an app's id"), "Calls of an application.");
    it.field("key", &BudgetForSpec::key, idType("a key's id"), "Calls with a gateway key.");
    it.field("model", &BudgetForSpec::model, modelType("a model name"),
             "Calls that ask for a model by this name: a route, or `provider/model`.");
    it.field("provider", &BudgetForSpec::provider, idType("a provider's id"),
             "Calls that a provider serves. Where it is spent, the next target of a route serves.");
    it.field("tag", &BudgetForSpec::tag,
             patternText("a tag: visible characters without commas, at most 64", "^[!-+.-~-]{1,64}$", 64),
             "Calls that bear this tag in `x-gatehouse-tags`.");
    auto description = it.finish();
    description.oneComplete = {{"organisation"}, {"team"}, {"app"}, {"key"}, {"model"}, {"provider"}, {"tag"}};
    return description;
}

ObjectDescription raise() {
    Describer<BudgetRaiseSpec> it("BudgetRaise", "More for a while.");
    it.field("usd", &BudgetRaiseSpec::usd, dollarsType(), "Dollars until then, not less than the budget's own.")
        .required = true;
    it.field("until", &BudgetRaiseSpec::until, timeType(), "When the budget's own amount counts again.").required =
        true;
    return it.finish();
}

ObjectDescription rule() {
    Describer<BudgetRuleSpec> it("BudgetRule",
                                 "What may be spent in a period, whose spend it is, and what happens when it is spent. "
                                 "`budget` of organisation, team, app and key says the same in short: it blocks.");
    it.field("id", &BudgetRuleSpec::id, idType("an id"), "Its name, for people and alerts.").required = true;
    it.field("for", &BudgetRuleSpec::scope, objectType<BudgetForSpec>(), "Whose spend it counts.").required = true;
    auto& usd = it.field("usd", &BudgetRuleSpec::usd, dollarsType(),
                         "Dollars: a number, or a decimal string where a number would not be exact.");
    usd.required = true;
    usd.example = 100;
    it.field("currency", &BudgetRuleSpec::currency, currencyType(), "Dollars are counted, and nothing else.");
    it.field("period", &BudgetRuleSpec::period, periodType(), periodText);
    it.field("action", &BudgetRuleSpec::action, choiceType({"block", "warn", "switch"}),
             "What becomes of a call that no longer fits. `block`: it is refused with `budget_exceeded` (a provider's "
             "budget: another target serves); `warn`: it goes on, and the alerts tell; `switch`: the route in "
             "`switch_to` serves it, and its spend still counts here.");
    it.field("switch_to", &BudgetRuleSpec::switchTo, modelType("the name of a route"),
             "The route that serves instead, with `action: switch`.");
    it.field("cut_streams", &BudgetRuleSpec::cutStreams, booleanType(),
             "End a stream that comes to cost more than was reserved for it, where the budget has nothing left: it "
             "ends with `budget_exceeded` in the client's dialect.");
    auto marks = listType(integerType(1, 1'000), 0, 16);
    marks.unique = true;
    it.field("alerts", &BudgetRuleSpec::alerts, std::move(marks),
             "Per cent of the amount at which `health.changed` tells, once in each period.");
    it.field("raise", &BudgetRuleSpec::raise, objectType<BudgetRaiseSpec>(), "More for a while.");
    it.field("enabled", &BudgetRuleSpec::enabled, booleanType(), "Whether it counts.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<BudgetSpec>() {
    static const auto description = budget();
    return description;
}
template <>
const ObjectDescription& descriptionOf<BudgetForSpec>() {
    static const auto description = subject();
    return description;
}
template <>
const ObjectDescription& descriptionOf<BudgetRaiseSpec>() {
    static const auto description = raise();
    return description;
}
template <>
const ObjectDescription& descriptionOf<BudgetRuleSpec>() {
    static const auto description = rule();
    return description;
}

} // namespace gatehouse::contract
