// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/content_text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/provider_fault.h"
#include "core/dialects/usage.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// One choice of a chunk or of a whole answer.
struct OpenAiChoice {
    enum class Finish { Absent, Null, Blank, Said }; // of the member "finish_reason"
    std::int64_t index = 0;
    Finish finish = Finish::Absent;
    StopReason stop = StopReason::None;
    bool refused = false; // words of refusal in it
    ContentText content;
};

// What a chunk of a stream, or a whole answer, of Chat Completions, Completions, Embeddings or Moderations tells. Views
// are of the text read.
struct OpenAiReading {
    std::string_view id;    // escapes not decoded
    std::string_view model; // escapes not decoded
    bool choicesSeen = false;
    std::vector<OpenAiChoice> choices;
    std::optional<Usage> usage;
    std::optional<ProviderFault> fault;

    // False when the text is not one JSON object; what was read by then means nothing.
    bool read(std::string_view text);

private:
    void readMember(std::string_view name, json::JsonCursor& at);
    void readChoices(json::JsonCursor& at);
    void readUsage(json::JsonCursor& at);
    void readGroq(json::JsonCursor& at);
};

} // namespace gatehouse::dialects
