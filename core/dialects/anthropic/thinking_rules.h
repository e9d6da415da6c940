// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <cstdint>
#include <string>

namespace gatehouse::dialects::anthropic {

// What becomes of another dialect's wish for thought.
struct ThinkingPlan {
    std::int64_t budget = 0;    // tokens; 0: no thinking
    std::int64_t maxTokens = 0; // that leave room for it
    std::string refused;        // why a wish for thought cannot be granted; empty: it can, or there was none
};
ThinkingPlan planThinking(const ChatRequest& request, bool toolForced);

} // namespace gatehouse::dialects::anthropic
