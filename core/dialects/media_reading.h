// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/provider_fault.h"
#include "core/dialects/usage.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects {

// What an answer about images or sound tells, or one event of its stream (OpenAI's API reference, "Images", "Audio"):
// - images: "usage" with input_tokens_details {text_tokens, image_tokens}; what was made is images, unless details say
//   how much of it was text;
// - transcriptions: "usage" of type "tokens" (input_token_details.audio_tokens), or of type "duration" with seconds;
//   without either, "duration" of verbose_json;
// - speech: only its events tell tokens; what was made is sound.
struct MediaReading {
    explicit MediaReading(Operation operation) : m_operation(operation) {}

    std::string type; // of an event: "transcript.text.done"
    std::optional<Usage> usage;
    std::optional<std::int64_t> soundMillis;
    std::optional<ProviderFault> fault;

    // False when the text is not one JSON object.
    bool read(std::string_view text);

private:
    void readMember(std::string_view name, json::JsonCursor& at);
    void readUsage(json::JsonCursor& at);

    Operation m_operation;
};

} // namespace gatehouse::dialects
