// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/finish.h"

#include "core/dialects/anthropic_family.h"
#include "core/dialects/bedrock/words.h"
#include "core/dialects/gemini/finish_words.h"

#include "core/dialects/cohere/answer.h"
#include "core/dialects/ollama/answer.h"

#include <span>

namespace gatehouse::dialects {
namespace {

struct Word {
    std::string_view text;
    StopReason meaning;
};

// The last rows are words of compatible servers (WIRE.md §9, "odd words seen").
constexpr Word openAiWords[] = {
    {"stop", StopReason::EndTurn},
    {"length", StopReason::MaxTokens},
    {"tool_calls", StopReason::ToolUse},
    {"function_call", StopReason::ToolUse},
    {"content_filter", StopReason::Filtered},
    {"error", StopReason::Failed},
    {"model_length", StopReason::ContextFull},
    {"eos", StopReason::EndTurn},
    {"eos_token", StopReason::EndTurn},
    {"end_turn", StopReason::EndTurn},
    {"stop_sequence", StopReason::StopSequence},
    {"max_tokens", StopReason::MaxTokens},
    {"tool_use", StopReason::ToolUse},
};

constexpr Word anthropicWords[] = {
    {"end_turn", StopReason::EndTurn},
    {"max_tokens", StopReason::MaxTokens},
    {"stop_sequence", StopReason::StopSequence},
    {"tool_use", StopReason::ToolUse},
    {"pause_turn", StopReason::Paused},
    {"refusal", StopReason::Filtered},
    {"model_context_window_exceeded", StopReason::ContextFull},
};

} // namespace

StopReason stopReasonOf(Dialect dialect, std::string_view word) {
    if (word.empty())
        return StopReason::None;
    if (dialect == Dialect::Cohere)
        return cohere::stopReasonOf(word);
    if (dialect == Dialect::Ollama)
        return ollama::stopReasonOf(word);
    if (dialect == Dialect::Gemini)
        return gemini::stopReasonOf(word);
    if (dialect == Dialect::Bedrock)
        return bedrock::stopReasonOf(word);
    const auto words = isAnthropicFamily(dialect) ? std::span<const Word>(anthropicWords) : openAiWords;
    for (const auto& known : words) {
        if (known.text == word)
            return known.meaning;
    }
    return StopReason::Other;
}

} // namespace gatehouse::dialects
