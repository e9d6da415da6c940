// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/thinking.h"

#include "core/dialects/anthropic/thinking_rules.h"
#include "core/dialects/translation.h"

#include <utility>

namespace gatehouse::dialects::bedrock {
namespace {

bool holds(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
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
    auto plan = anthropic::planThinking(request, toolForced, Dialect::Bedrock);
    const bool roomMade = !request.maxOutputTokens && plan.budget > 0;
    return {plan.budget, roomMade ? plan.maxTokens : 0, std::move(plan.refused)};
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
