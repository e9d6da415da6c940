// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/store/retention.h"
#include "core/store/rollup_table.h"

#include <cstdint>
#include <optional>

namespace gatehouse::store {

// Retention, a small transaction at a time: what is too old, then, where the store is too large, the oldest bodies and
// then the oldest calls; pages that this leaves free are given back. Recorder thread, between two batches.
class RecordRemoval {
public:
    RecordRemoval(Connection& connection, RollupTable& rollups) : m_connection(connection), m_rollups(rollups) {}

    // One step. True when there is more to do now. What failed is tried again next time.
    bool step(const RetentionSettings& retention, WallMicros now);

private:
    Result<bool> removeCalls(std::optional<WallMicros> before, std::size_t rows);
    Result<bool> removeBodies(std::optional<WallMicros> before, std::size_t rows);
    Result<bool> removeRollups(int grain, WallMicros before);
    Result<bool> shrink(const RetentionSettings& retention);
    Result<bool> shrinkPostgres(const RetentionSettings& retention, std::int64_t bytes);
    Result<std::optional<WallMicros>> newestOf(const QString& oldest, std::optional<WallMicros> before,
                                               std::size_t rows);

    Connection& m_connection;
    RollupTable& m_rollups;
    std::int64_t m_settled = 0;                 // PostgreSQL: the size at which enough was removed last
    std::optional<WallMicros> m_shrinkingUntil; // PostgreSQL: calls that started before this go
};

} // namespace gatehouse::store
