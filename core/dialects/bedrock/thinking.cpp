// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/thinking.h"

#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::bedrock {
namespace {

constexpr std::int64_t leastBudget = 1024; // Anthropic's, WIRE.md §3

bool holds(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

bool isSigned(const Part& part) {
    const auto* reasoning = std::get_if<ReasoningPart>(&part.content);
    return reasoning && (reasoning->dialect == Dialect::Bedrock || reasoning->dialect == Dialect::Anthropic) &&
           (!reasoning->signature.empty() || !reasoning->encrypted.empty());
}

bool isCall(const Part& part) {
    return std::holds_alternative<ToolUsePart>(part.content);
}

// With thinking, a turn whose tool results are being sent must begin with its signed thoughts, and the last turn must
// be the user's.
std::string refusedByHistory(const ChatRequest& request) {
    bool sawThoughts = false;
    bool sawCalls = false;
    for (const auto& message : request.messages) {
        if (message.role == Role::User) {
            sawThoughts = sawCalls = false;
        } else if (message.role == Role::Assistant) {
            sawThoughts = sawThoughts || std::any_of(message.parts.begin(), message.parts.end(), isSigned);
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

ThinkingStyle thinkingStyleOf(std::string_view model) {
    if (holds(model, "anthropic") || holds(model, "claude"))
        return ThinkingStyle::Budget;
    if (holds(model, "amazon.nova"))
        return ThinkingStyle::NovaWords;
    if (holds(model, "openai.") || holds(model, "gpt-oss") || holds(model, "qwen"))
        return ThinkingStyle::Effort;
    for (const std::string_view vendor : {"amazon.", "meta.", "mistral.", "cohere.", "ai21.", "deepseek.", "writer.",
                                          "moonshot", "minimax", "zai.", "google.", "nvidia."}) {
        if (holds(model, vendor))
            return ThinkingStyle::Fixed;
    }
    return ThinkingStyle::Budget;
}

Budget planBudget(const ChatRequest& request, bool toolForced) {
    Budget plan;
    plan.tokens = wishedBudget(request.reasoning);
    if (plan.tokens <= 0) {
        plan.tokens = 0;
        return plan;
    }
    plan.tokens = std::max(plan.tokens, leastBudget);
    std::int64_t most =
        request.maxOutputTokens ? integerOf(*request.maxOutputTokens).value_or(0) : request.maxOutputTokensDefault;
    plan.refused = refusedByHistory(request);
    if (toolForced)
        plan.refused = "The model cannot think when a tool call is forced.";
    else if (request.maxOutputTokens && most <= leastBudget)
        plan.refused = "The token limit leaves no room for thought.";
    if (!plan.refused.empty()) {
        plan.tokens = 0;
        return plan;
    }
    if (!request.maxOutputTokens)
        plan.maxTokens = most += plan.tokens;
    // Half of a tight limit is for the answer.
    if (plan.tokens >= most)
        plan.tokens = std::max(leastBudget, most / 2);
    return plan;
}

std::string_view effortOf(const ReasoningWish& wish) {
    if (wish.mode == ThinkingMode::Disabled || wish.effort == "none")
        return {};
    if (wish.effort == "minimal")
        return "low";
    if (wish.effort == "xhigh" || wish.effort == "max")
        return "high";
    if (!wish.effort.empty())
        return wish.effort;
    if (wish.budget)
        return effortFor(integerOf(*wish.budget).value_or(0));
    return wish.mode == ThinkingMode::Unsaid ? std::string_view() : std::string_view("medium");
}

} // namespace gatehouse::dialects::bedrock
