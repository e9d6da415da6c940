// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse::dialects {

// Tokens by class, disjoint: the prompt is input + cachedInput + cacheWrite, the completion is output (which holds
// reasoning, named apart for show only). Each codec makes its dialect's numbers disjoint (WIRE.md §9 "Tokens").
struct Usage {
    std::int64_t input = 0;          // neither read from nor written to a cache
    std::int64_t cachedInput = 0;    // read from the provider's prompt cache
    std::int64_t cacheWrite = 0;     // written to it (5 minutes)
    std::int64_t cacheWriteLong = 0; // written to it for 1 hour
    std::int64_t output = 0;         // reasoning included
    std::int64_t reasoning = 0;      // part of output
    std::int64_t mediaInput = 0;     // part of the prompt: tokens of sound and images, whose price is another
    std::int64_t mediaOutput = 0;    // part of output, alike; both are told for media operations alone
    std::int64_t prompt() const { return input + cachedInput + cacheWrite + cacheWriteLong; }
    bool operator==(const Usage&) const = default;
};

enum class StopReason {
    None, // not said (yet): a stream that ends so was cut
    EndTurn,
    StopSequence,
    MaxTokens,
    ContextFull,
    ToolUse,
    Filtered,
    Refusal,
    Paused,
    Failed,
    Other, // a word that we do not know; kept in its dialect's text
};

} // namespace gatehouse::dialects
