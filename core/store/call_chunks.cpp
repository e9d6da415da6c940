// SPDX-License-Identifier: Apache-2.0
#include "core/store/call_chunks.h"

#include <algorithm>
#include <limits>

namespace gatehouse::store {

Result<void> ChunkTable::prepare() {
    auto upsert = m_connection.prepare(QStringLiteral(
        "INSERT INTO call_chunks (chunk, least_start, most_start) VALUES (?, ?, ?) ON CONFLICT (chunk) DO UPDATE SET "
        "least_start = CASE WHEN excluded.least_start < call_chunks.least_start THEN excluded.least_start ELSE "
        "call_chunks.least_start END, most_start = CASE WHEN excluded.most_start > call_chunks.most_start THEN "
        "excluded.most_start ELSE call_chunks.most_start END"));
    if (!upsert)
        return tl::unexpected(upsert.error());
    m_upsert = std::move(*upsert);
    return {};
}

void ChunkTable::add(std::int64_t sequence, WallMicros startedAt) {
    const auto [place, fresh] = m_added.try_emplace(sequence / rowsPerChunk, Span{startedAt, startedAt});
    if (fresh)
        return;
    place->second.least = std::min(place->second.least, startedAt);
    place->second.most = std::max(place->second.most, startedAt);
}

Result<void> ChunkTable::flush() {
    for (const auto& [chunk, span] : m_added) {
        m_upsert->number(chunk).number(span.least).number(span.most);
        if (auto done = m_upsert->run(); !done)
            return done;
    }
    m_added.clear();
    return {};
}

Result<std::vector<KeyRange>> chunksWithin(Connection& connection, std::optional<WallMicros> from,
                                           std::optional<WallMicros> before) {
    auto query = connection.prepare(
        QStringLiteral("SELECT chunk FROM call_chunks WHERE most_start >= ? AND least_start < ? ORDER BY chunk DESC"));
    if (!query)
        return tl::unexpected(query.error());
    query->number(from.value_or(std::numeric_limits<WallMicros>::min()));
    query->number(before.value_or(std::numeric_limits<WallMicros>::max()));
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    std::vector<KeyRange> out;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return out;
        const auto least = query->numberAt(0) * rowsPerChunk;
        if (!out.empty() && out.back().least == least + rowsPerChunk)
            out.back().least = least;
        else
            out.push_back({least, least + rowsPerChunk});
    }
}

} // namespace gatehouse::store
