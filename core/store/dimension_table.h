// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/telemetry/rollup.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace gatehouse::store {

// Numbers for combinations of names: this node's part of the table "dimensions", all of it in memory. Recorder thread.
class DimensionTable {
public:
    // From so many combinations on, new model names (which clients can invent) are counted as telemetry::otherModel.
    static constexpr std::size_t most = 20'000;

    explicit DimensionTable(Connection& connection) : m_connection(connection) {}
    Result<void> load();
    // The number, made where the combination is new (within the caller's transaction).
    Result<std::int64_t> idOf(const telemetry::Dimensions& dimensions);
    // Of a call's. Calls that follow one another mostly share theirs.
    Result<std::int64_t> idOf(const telemetry::CallRecord& record);
    bool full() const { return m_ids.size() >= most; }
    bool knows(const telemetry::Dimensions& dimensions) const { return m_ids.contains(dimensions); }

private:
    Result<std::int64_t> insert(const telemetry::Dimensions& dimensions);

    Connection& m_connection;
    std::optional<Statement> m_insert;
    telemetry::Dimensions m_last; // of the call before
    std::optional<std::int64_t> m_lastId;
    std::unordered_map<telemetry::Dimensions, std::int64_t, telemetry::DimensionsHash> m_ids;
    std::int64_t m_next = 1;
};

} // namespace gatehouse::store
