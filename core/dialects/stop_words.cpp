// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/stop_words.h"

#include "core/dialects/cohere/answer.h"
#include "core/dialects/ollama/answer.h"

#include "core/dialects/anthropic_family.h"
#include "core/dialects/bedrock/words.h"
#include "core/dialects/gemini/finish_words.h"

namespace gatehouse::dialects {
namespace {

std::string_view openAiWord(StopReason reason) {
    switch (reason) {
    case StopReason::MaxTokens:
    case StopReason::ContextFull:
        return "length";
    case StopReason::ToolUse:
        return "tool_calls";
    case StopReason::Filtered:
        return "content_filter";
    default:
        return "stop";
    }
}

std::string_view anthropicWord(StopReason reason) {
    switch (reason) {
    case StopReason::StopSequence:
        return "stop_sequence";
    case StopReason::MaxTokens:
        return "max_tokens";
    case StopReason::ContextFull:
        return "model_context_window_exceeded";
    case StopReason::ToolUse:
        return "tool_use";
    case StopReason::Filtered:
        return "refusal";
    case StopReason::Paused:
        return "pause_turn";
    default:
        return "end_turn";
    }
}

} // namespace

std::string_view stopWord(Dialect dialect, StopReason reason) {
    if (dialect == Dialect::Cohere)
        return cohere::stopWord(reason);
    if (dialect == Dialect::Ollama)
        return ollama::stopWord(reason);
    if (dialect == Dialect::Gemini)
        return gemini::stopWord(reason);
    if (dialect == Dialect::Bedrock)
        return bedrock::stopWord(reason);
    return isAnthropicFamily(dialect) ? anthropicWord(reason) : openAiWord(reason);
}

} // namespace gatehouse::dialects
