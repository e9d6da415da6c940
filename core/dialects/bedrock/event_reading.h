// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_cursor.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::bedrock {

// What one event of ConverseStream tells, whichever it is. Views are of the payload read.
struct EventReading {
    enum class Filled { Nothing, Text, ToolInput, Reasoning, Signature, Redacted, Citation, Other };

    std::int64_t block = 0; // contentBlockIndex
    Filled filled = Filled::Nothing;
    std::string text; // of the delta, decoded
    std::string_view raw;
    bool startsTool = false;
    std::string toolId;
    std::string toolName;
    std::string_view startKind; // of a block that begins and is no tool use: "toolResult", "image"
    std::string_view stopWord;  // escapes not decoded
    std::string stopSequence;
    std::optional<Usage> usage;

    // False when the text is not one JSON object; what was read by then means nothing.
    bool read(std::string_view payload);

private:
    void readStart(json::JsonCursor& at);
    void readDelta(json::JsonCursor& at);
    void readReasoning(json::JsonCursor& at);
    void readModelFields(json::JsonCursor& at);
};

} // namespace gatehouse::dialects::bedrock
