// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/store/connection.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace gatehouse::store {

// The table "call_chunks": for each run of row keys the span of times at which its calls started. Calls are kept in the
// order in which they ended, so a search by time cannot simply cut; it passes over the chunks that hold none of it.
// Holds whatever the clock did.
inline constexpr std::int64_t rowsPerChunk = 4'096;

// Writing side: recorder thread, within the caller's transaction; forget() after one that failed.
class ChunkTable {
public:
    explicit ChunkTable(Connection& connection) : m_connection(connection) {}
    Result<void> prepare();
    void add(std::int64_t sequence, WallMicros startedAt);
    Result<void> flush();
    void forget() { m_added.clear(); }

private:
    struct Span {
        WallMicros least = 0;
        WallMicros most = 0;
    };
    Connection& m_connection;
    std::optional<Statement> m_upsert;
    std::map<std::int64_t, Span> m_added;
};

// Row keys [least, end).
struct KeyRange {
    std::int64_t least = 0;
    std::int64_t end = 0;
};

// The runs of keys in which calls may stand that started in [from, before), newest first, joined where they touch.
Result<std::vector<KeyRange>> chunksWithin(Connection& connection, std::optional<WallMicros> from,
                                           std::optional<WallMicros> before);

} // namespace gatehouse::store
