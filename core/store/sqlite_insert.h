// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace gatehouse::store {

// One INSERT that runs for every call, through SQLite's own interface on the connection that Qt SQL opened
// (QSqlDriver::handle()). Why: QSqlQuery looks up each placeholder by a text of its name and takes text through
// UTF-16; measured, that was half of the recorder's time. Other backends have bulk paths of their own (COPY).
// Belongs to the connection's thread and must go before it.
class SqliteInsert {
public:
    static Result<SqliteInsert> prepare(sqlite3* database, std::string_view sql);

    // Values in the order of the placeholders. Text and bytes must live until run() has returned.
    SqliteInsert& number(std::int64_t value);
    SqliteInsert& text(std::string_view value);
    SqliteInsert& bytes(std::string_view value);
    SqliteInsert& null();
    // Inserts the row; ready for the next one afterwards. False when SQLite refused: the connection knows why.
    bool run();

private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    explicit SqliteInsert(sqlite3_stmt* statement) : m_statement(statement) {}
    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
    int m_bound = 0;
};

} // namespace gatehouse::store
