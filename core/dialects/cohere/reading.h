// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/content_text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/provider_fault.h"
#include "core/dialects/usage.h"

#include <optional>
#include <string_view>

namespace gatehouse::dialects::cohere {

// What an event of a stream, or a whole answer, of Cohere's Chat API tells. Views are of the text read.
struct Reading {
    std::string_view type; // of an event
    std::string_view id;
    StopReason stop = StopReason::None;
    ContentText content;
    std::optional<Usage> usage;
    std::optional<ProviderFault> fault;

    // False when the text is not one JSON object; what was read by then means nothing.
    bool read(std::string_view text);

private:
    void readMember(std::string_view name, json::JsonCursor& at);
    void readMessage(json::JsonCursor& at);
    void readDelta(json::JsonCursor& at);
    void readUsage(json::JsonCursor& at);
    void takeStop(std::string_view word);
};

} // namespace gatehouse::dialects::cohere
