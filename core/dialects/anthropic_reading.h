// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/content_text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/provider_fault.h"
#include "core/dialects/usage.h"
#include "core/dialects/usage_numbers.h"

#include <optional>
#include <string_view>

namespace gatehouse::dialects {

// What an event of a stream, or a whole answer, of Messages tells; and the answer of count_tokens. The message of
// message_start and the delta of message_delta are read into the same fields: an event has only one of them. Views are
// of the text read.
struct AnthropicReading {
    std::string_view type;  // escapes not decoded
    std::string_view id;    // of the message
    std::string_view model; // escapes not decoded
    bool stopSaid = false;
    StopReason stop = StopReason::None;
    AnthropicUsage usage;
    std::optional<std::int64_t> inputTokens; // of count_tokens
    ContentText content;
    bool startsText = false; // the block that begins is filled by deltas: text or thinking
    std::optional<ProviderFault> fault;

    // False when the text is not one JSON object; what was read by then means nothing.
    bool read(std::string_view text);

private:
    void readMember(std::string_view name, json::JsonCursor& at);
    void readMessage(json::JsonCursor& at);
    void readStop(json::JsonCursor& at);
    void readDelta(json::JsonCursor& at);
    void readBlock(json::JsonCursor& at);
};

} // namespace gatehouse::dialects
