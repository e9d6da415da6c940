// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/store/spend.h"
#include "core/telemetry/rollup.h"

#include <map>
#include <optional>
#include <string>
#include <tuple>

// Money by names that roll-ups are not kept by: tags, and models as they were asked for. Sums of days, for budgets.
namespace gatehouse::store {

// The table "named_spend". Recorder thread, within the caller's transaction; forget() after one that failed.
class NamedSpendTable {
public:
    explicit NamedSpendTable(Connection& connection) : m_connection(connection) {}
    Result<void> prepare();
    void add(const telemetry::NamedSpend& sums);
    void add(const telemetry::CallRecord& record);
    Result<void> flush();

private:
    Connection& m_connection;
    std::optional<Statement> m_upsert;
    telemetry::NamedSpend m_added;
};

// Adds what was spent since a moment, which is taken to the start of its UTC day.
Result<void> readNamedSpend(Connection& connection, WallMicros from, Spend& out);

} // namespace gatehouse::store
