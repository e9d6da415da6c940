// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/thinking_rules.h"

#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::anthropic {
namespace {

constexpr std::int64_t leastBudget = 1024; // WIRE.md §3

bool isSigned(const Part& part, Dialect cloud) {
    const auto* reasoning = std::get_if<ReasoningPart>(&part.content);
    return reasoning && (reasoning->dialect == Dialect::Anthropic || reasoning->dialect == cloud) &&
           (!reasoning->signature.empty() || !reasoning->encrypted.empty());
}

bool isCall(const Part& part) {
    return std::holds_alternative<ToolUsePart>(part.content);
}

// With thinking, a turn whose tool results are being sent must begin with its signed thoughts, and the last turn must
// be the user's.
std::string refusedByHistory(const ChatRequest& request, Dialect cloud) {
    const auto signedHere = [cloud](const Part& part) { return isSigned(part, cloud); };
    bool sawThoughts = false;
    bool sawCalls = false;
    for (const auto& message : request.messages) {
        if (message.role == Role::User) {
            sawThoughts = sawCalls = false;
        } else if (message.role == Role::Assistant) {
            sawThoughts = sawThoughts || std::any_of(message.parts.begin(), message.parts.end(), signedHere);
            sawCalls = sawCalls || std::any_of(message.parts.begin(), message.parts.end(), isCall);
        }
    }
    if (sawCalls && !sawThoughts)
        return "The history has tool calls without the thoughts that led to them.";
    if (!request.messages.empty() && request.messages.back().role == Role::Assistant)
        return "The model cannot think when it continues a turn.";
    return {};
}

std::int64_t wishedBudget(const ReasoningWish& wish) {
    if (wish.mode == ThinkingMode::Disabled)
        return 0;
    if (wish.budget)
        return integerOf(*wish.budget).value_or(0);
    if (!wish.effort.empty())
        return budgetFor(wish.effort);
    return wish.mode == ThinkingMode::Unsaid ? 0 : budgetFor("medium");
}

} // namespace

ThinkingPlan planThinking(const ChatRequest& request, bool toolForced, Dialect cloud) {
    ThinkingPlan plan;
    plan.maxTokens =
        request.maxOutputTokens ? integerOf(*request.maxOutputTokens).value_or(0) : request.maxOutputTokensDefault;
    plan.budget = wishedBudget(request.reasoning);
    if (plan.budget <= 0) {
        plan.budget = 0;
        return plan;
    }
    plan.budget = std::max(plan.budget, leastBudget);
    plan.refused = refusedByHistory(request, cloud);
    if (toolForced)
        plan.refused = "The model cannot think when a tool call is forced.";
    else if (request.maxOutputTokens && plan.maxTokens <= leastBudget)
        plan.refused = "The token limit leaves no room for thought.";
    if (!plan.refused.empty()) {
        plan.budget = 0;
        return plan;
    }
    if (!request.maxOutputTokens)
        plan.maxTokens += plan.budget;
    // Half of a tight limit is for the answer.
    if (plan.budget >= plan.maxTokens)
        plan.budget = std::max(leastBudget, plan.maxTokens / 2);
    return plan;
}

} // namespace gatehouse::dialects::anthropic
