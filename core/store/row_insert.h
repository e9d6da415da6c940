// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::store {

// Inserts many rows into one table within the caller's transaction, by the fastest way that the backend has: SQLite's
// own interface, PostgreSQL's COPY. Made by Connection::insertInto(); belongs to the connection's thread and goes
// before it.
class RowInsert {
public:
    virtual ~RowInsert() = default;
    // Values in the order of the columns. Text and bytes must live until run() has returned.
    virtual RowInsert& number(std::int64_t value) = 0;
    virtual RowInsert& text(std::string_view value) = 0;
    virtual RowInsert& bytes(std::string_view value) = 0;
    virtual RowInsert& null() = 0;
    // Ends the row. On PostgreSQL rows are gathered: what the database says of them comes with flush() at the latest.
    virtual Result<void> run() = 0;
    // All rows so far are in the table. Before the commit, and before a statement that wants to see them.
    virtual Result<void> flush() = 0;
    // Drops what was gathered: after a rollback.
    virtual void forget() = 0;
};

} // namespace gatehouse::store
