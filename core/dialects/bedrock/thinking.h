// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::dialects::bedrock {

// How models behind Converse are asked to think: in additionalModelRequestFields, each vendor in its own words.
enum class ThinkingStyle {
    Budget,    // Anthropic: {"thinking": {"type": "enabled", "budget_tokens": n}}
    NovaWords, // Amazon Nova: {"reasoningConfig": {"type": "enabled", "maxReasoningEffort": "low"}}
    Effort,    // OpenAI's and Qwen's open models: {"reasoning_effort": "low"}
    Fixed,     // always or never: nothing can be asked for
};
ThinkingStyle thinkingStyleOf(std::string_view model);

// What becomes of another dialect's wish for thought, for the style Budget.
struct Budget {
    std::int64_t tokens = 0;    // 0: no thinking
    std::int64_t maxTokens = 0; // that leave room for it; 0: as the client said
    std::string refused;        // why a wish cannot be granted; empty: it can, or there was none
};
Budget planBudget(const ChatRequest& request, bool toolForced);

// "low", "medium" or "high" for a wish in any words; empty where none was uttered or thinking is not wanted.
std::string_view effortOf(const ReasoningWish& wish);

} // namespace gatehouse::dialects::bedrock
