// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects::gemini {

// A whole GenerateContentResponse, or the array of them that a stream without "alt=sse" is. Errors: Unavailable
// (upstream_invalid_answer, provider_error) for what is none, an error or a call that the model broke.
Result<ChatAnswer> readAnswer(std::string_view body);
std::string writeAnswer(const ChatAnswer& answer, Losses& losses);

// The model failed in the middle of its answer: "word" is its finishReason.
Error failedWith(std::string_view word);
// A word or, where the client asked for numbers, a number.
std::string finishWord(json::View candidate);
// Tool use is told by the parts, not by a word.
StopReason settledStop(StopReason told, bool calls, bool blocked);

} // namespace gatehouse::dialects::gemini
