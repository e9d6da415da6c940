// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/finish_words.h"

#include <array>

namespace gatehouse::dialects::gemini {
namespace {

struct Word {
    std::string_view text;
    StopReason meaning;
};
// Numbers are those that AI Studio and Vertex have in common; the others differ between them.
constexpr std::array words{
    Word{"STOP", StopReason::EndTurn},
    Word{"MAX_TOKENS", StopReason::MaxTokens},
    Word{"SAFETY", StopReason::Filtered},
    Word{"RECITATION", StopReason::Filtered},
    Word{"BLOCKLIST", StopReason::Filtered},
    Word{"PROHIBITED_CONTENT", StopReason::Filtered},
    Word{"SPII", StopReason::Filtered},
    Word{"LANGUAGE", StopReason::Filtered},
    Word{"IMAGE_SAFETY", StopReason::Filtered},
    Word{"IMAGE_PROHIBITED_CONTENT", StopReason::Filtered},
    Word{"IMAGE_RECITATION", StopReason::Filtered},
    Word{"MODEL_ARMOR", StopReason::Filtered},
    Word{"MALFORMED_FUNCTION_CALL", StopReason::Failed},
    Word{"UNEXPECTED_TOOL_CALL", StopReason::Failed},
    Word{"TOO_MANY_TOOL_CALLS", StopReason::Failed},
    Word{"MISSING_THOUGHT_SIGNATURE", StopReason::Failed},
    Word{"IMAGE_OTHER", StopReason::Failed},
    Word{"NO_IMAGE", StopReason::Failed},
    Word{"OTHER", StopReason::Failed},
    Word{"1", StopReason::EndTurn},
    Word{"2", StopReason::MaxTokens},
    Word{"3", StopReason::Filtered},
    Word{"4", StopReason::Filtered},
    Word{"5", StopReason::Failed},
};

} // namespace

StopReason stopReasonOf(std::string_view word) {
    if (word.empty() || word == "FINISH_REASON_UNSPECIFIED" || word == "0")
        return StopReason::None;
    for (const auto& known : words) {
        if (known.text == word)
            return known.meaning;
    }
    return StopReason::Other;
}

std::string_view stopWord(StopReason reason) {
    switch (reason) {
    case StopReason::MaxTokens:
    case StopReason::ContextFull:
        return "MAX_TOKENS";
    case StopReason::Filtered:
        return "SAFETY";
    case StopReason::Failed:
        return "OTHER";
    default:
        return "STOP";
    }
}

} // namespace gatehouse::dialects::gemini
