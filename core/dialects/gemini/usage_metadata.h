// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_cursor.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/usage.h"

#include <cstdint>
#include <optional>

namespace gatehouse::dialects::gemini {

// The numbers of "usageMetadata" and what they mean as disjoint classes (WIRE.md §4, §9): cached tokens stand in the
// prompt number, thoughts outside the candidates' one, what tools read outside the prompt's.
struct UsageMetadata {
    std::optional<std::int64_t> prompt;
    std::optional<std::int64_t> candidates;
    std::optional<std::int64_t> thoughts;
    std::optional<std::int64_t> toolPrompt;
    std::optional<std::int64_t> cached;
    std::optional<std::int64_t> total;

    // Reads the value at the cursor; false when it is not an object or holds no number of tokens: first chunks of
    // Vertex tell nothing but the kind of traffic.
    bool read(json::JsonCursor& at);
    Usage disjoint() const;
};

// The members of an open "usageMetadata".
void writeUsageMembers(const Usage& usage, json::Writer& out);

} // namespace gatehouse::dialects::gemini
