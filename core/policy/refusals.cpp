// SPDX-License-Identifier: Apache-2.0
#include "core/policy/refusals.h"

#include "core/policy/budgets/budget_counter.h"

namespace gatehouse::policy {
namespace {

using std::chrono::milliseconds;

Refusal refusal(std::string code, std::string message, milliseconds wait) {
    Refusal made;
    made.error.kind = ErrorKind::Limited;
    made.error.code = std::move(code);
    made.error.message = std::move(message);
    made.retryAfter = wait;
    return made;
}

// Nobody knows when a call ends or its neighbour gives tokens back: soon is a fair guess.
constexpr milliseconds soon{1000};

std::string again(milliseconds wait) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return "Try again in " + std::to_string(seconds) + " s";
}

} // namespace

Refusal concurrencyReached(std::string_view who, std::string_view field, std::uint64_t limit) {
    return refusal("concurrency_limit_exceeded",
                   "The " + std::string(who) + " has " + std::to_string(limit) +
                       " calls running, as many as it may. Try again when one has ended, or raise " +
                       std::string(field) + ".",
                   soon);
}

Refusal rateReached(const ReachedRate& rate) {
    const std::string limit = std::to_string(rate.limit);
    const std::string span = rate.span == config::Span::Hour ? "an hour" : "a " + std::string(nameOf(rate.span));
    if (rate.measure == config::Measure::Requests)
        return refusal("rate_limit_exceeded",
                       "The " + rate.who + " has made the " + limit + " requests that it may make in " + span + ". " +
                           again(rate.wait) + ", or raise " + rate.field + ".",
                       rate.wait);
    const std::string what(nameOf(rate.measure));
    const std::string sum = "The call may take " + std::to_string(rate.wanted) + " " + what + ", and the " + rate.who +
                            " may use " + limit + " in " + span;
    const std::string less =
        rate.measure == config::Measure::InputTokens ? "Send a shorter prompt" : "Ask for fewer tokens (max_tokens)";
    if (rate.wanted > rate.limit)
        return refusal("rate_limit_exceeded", sum + ": it can never run. " + less + ", or raise " + rate.field + ".",
                       milliseconds(0));
    return refusal("rate_limit_exceeded",
                   sum + ", of which too few are left. " + again(rate.wait) + ", use fewer, or raise " + rate.field +
                       ".",
                   rate.wait);
}

Refusal budgetReached(std::string_view who, const config::BudgetRule& budget, Money wanted, WallMicros now) {
    const std::string period =
        budget.period == config::BudgetPeriod::Total ? "in all" : "per " + std::string(nameOf(budget.period));
    const auto amount = budget.amountAt(now);
    const std::string sum = "The call may cost " + wanted.toString() +
                            " dollars, more than is left of the budget of the " + std::string(who) + " (" +
                            amount.toString() + " dollars " + period + "). ";
    const bool never = wanted > amount || budget.period == config::BudgetPeriod::Total;
    auto made = refusal("budget_exceeded",
                        sum + (never ? "Ask for fewer tokens (max_tokens), or raise the budget."
                                     : "Wait for the next " + std::string(nameOf(budget.period)) +
                                           " (UTC), ask for fewer tokens (max_tokens), or raise the budget."),
                        never ? milliseconds(0) : untilNextPeriod(budget.period, now));
    made.budget = budget.id;
    if (budget.action == config::BudgetAction::Switch)
        made.switchTo = budget.switchTo;
    return made;
}

Refusal priceUnknown(std::string_view who) {
    return refusal(
        "price_unknown",
        "The " + std::string(who) +
            " has a budget, and the price of this model is not known, so the budget could not be kept. Set a "
            "price for the model, or remove the budget.",
        milliseconds(0));
}

} // namespace gatehouse::policy
