// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/content_text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/provider_fault.h"
#include "core/dialects/usage.h"

#include <optional>
#include <string_view>

namespace gatehouse::dialects::responses {

// What a "response" object tells: a whole answer, or that of an event. Views are of the text read.
struct ResponseReading {
    std::string_view id;     // escapes not decoded
    std::string_view model;  // escapes not decoded
    std::string_view status; // "completed"
    std::string_view reason; // of an incomplete one
    std::optional<Usage> usage;
    std::optional<ProviderFault> fault;
    ContentText content; // of "output"
    bool calls = false;
    bool refused = false;

    // False when the text is not one JSON object; what was read by then means nothing.
    bool read(std::string_view text);
    // Of an answer that has ended; None for one that has not.
    StopReason stop() const;

private:
    void readMember(std::string_view name, json::JsonCursor& at);
    void readOutput(json::JsonCursor& at);
    void readItem(json::JsonCursor& at);
};

} // namespace gatehouse::dialects::responses
