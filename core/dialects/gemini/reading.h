// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/content_text.h"
#include "core/dialects/gemini/usage_metadata.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/provider_fault.h"
#include "core/dialects/usage.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::gemini {

// What a chunk of a stream, or a whole answer, of generateContent, countTokens or embedContent tells, in one pass
// without a tree. Views are of the text read.
struct Reading {
    struct Candidate {
        std::int64_t index = 0;
        StopReason stop = StopReason::None;
        bool calls = false;
        ContentText content;
    };
    std::string_view id;    // escapes not decoded
    std::string_view model; // escapes not decoded
    std::vector<Candidate> candidates;
    bool blocked = false; // the prompt
    std::optional<Usage> usage;
    std::optional<std::int64_t> totalTokens; // of countTokens
    std::optional<ProviderFault> fault;

    // False when the text is not one JSON object; what was read by then means nothing.
    bool read(std::string_view text);

private:
    void readMember(std::string_view name, json::JsonCursor& at);
    void readCandidate(json::JsonCursor& at);
    static void readParts(Candidate& candidate, json::JsonCursor& at);
    static void readPart(Candidate& candidate, json::JsonCursor& at);
};

} // namespace gatehouse::dialects::gemini
