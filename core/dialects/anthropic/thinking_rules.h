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
// "cloud": whose signatures hold beside Anthropic's own, where its models run behind another dialect.
ThinkingPlan planThinking(const ChatRequest& request, bool toolForced, Dialect cloud = Dialect::Anthropic);

} // namespace gatehouse::dialects::anthropic
