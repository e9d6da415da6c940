// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_cursor.h"
#include "core/dialects/usage.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::dialects {

// Seconds as JSON writes them, perhaps with a fraction; nothing for anything but a length of time.
std::optional<std::int64_t> millisOf(std::string_view seconds);

// The numbers of a "usage" object of Chat Completions, Completions or Embeddings, as the many servers name them, and
// what they mean as disjoint classes (WIRE.md §9 "Tokens"):
// - cached tokens stand in the prompt number, and are clamped to it (Azure-hosted Grok tells more);
// - where the total is larger than prompt and completion, what is missing is reasoning that stands outside the
//   completion (xAI, Gemini's OpenAI endpoint), or audio outside the prompt (Mistral).
struct OpenAiUsage {
    std::optional<std::int64_t> prompt;
    std::optional<std::int64_t> completion;
    std::optional<std::int64_t> total;
    std::int64_t cached = 0;
    std::int64_t cacheWrite = 0;
    std::int64_t reasoning = 0;
    std::int64_t promptAudio = 0;
    std::int64_t promptImage = 0;
    std::int64_t completionText = 0;
    bool completionDetailed = false;    // details told of completionText
    std::optional<std::int64_t> millis; // of sound, where usage.type is "duration"

    // Reads the value at the cursor; false when it is not an object or holds no number of tokens.
    bool read(json::JsonCursor& at);
    Usage disjoint() const;
};

// The numbers of a "usage" object of Messages. A later object overwrites only what it names: read() into the same.
struct AnthropicUsage {
    std::optional<std::int64_t> input; // without what was read from or written to the cache
    std::optional<std::int64_t> output;
    std::optional<std::int64_t> cacheRead;
    std::optional<std::int64_t> cacheCreation; // both lifetimes
    std::optional<std::int64_t> cacheCreationShort;
    std::optional<std::int64_t> cacheCreationLong;
    std::optional<std::int64_t> thinking;

    bool read(json::JsonCursor& at);
    // Overwrites with what "later" names.
    void merge(const AnthropicUsage& later);
    bool any() const { return input || output || cacheRead || cacheCreation; }
    Usage disjoint() const;
};

} // namespace gatehouse::dialects
