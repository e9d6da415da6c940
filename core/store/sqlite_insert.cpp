// SPDX-License-Identifier: Apache-2.0
#include "core/store/sqlite_insert.h"

#include <sqlite3.h>

namespace gatehouse::store {

void SqliteInsert::Finalizer::operator()(sqlite3_stmt* statement) const {
    (void)sqlite3_finalize(statement);
}

Result<SqliteInsert> SqliteInsert::prepare(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (database == nullptr || sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                                  SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
        return failure(ErrorKind::Internal, "store_failed", "the database refused a statement of this version");
    return SqliteInsert(statement);
}

SqliteInsert& SqliteInsert::number(std::int64_t value) {
    (void)sqlite3_bind_int64(m_statement.get(), ++m_bound, value);
    return *this;
}

SqliteInsert& SqliteInsert::text(std::string_view value) {
    // A null pointer would be bound as NULL.
    const char* data = value.empty() ? "" : value.data();
    (void)sqlite3_bind_text(m_statement.get(), ++m_bound, data, static_cast<int>(value.size()), nullptr);
    return *this;
}

SqliteInsert& SqliteInsert::bytes(std::string_view value) {
    const char* data = value.empty() ? "" : value.data();
    (void)sqlite3_bind_blob(m_statement.get(), ++m_bound, data, static_cast<int>(value.size()), nullptr);
    return *this;
}

SqliteInsert& SqliteInsert::null() {
    (void)sqlite3_bind_null(m_statement.get(), ++m_bound);
    return *this;
}

bool SqliteInsert::run() {
    m_bound = 0;
    const bool done = sqlite3_step(m_statement.get()) == SQLITE_DONE;
    const bool reset = sqlite3_reset(m_statement.get()) == SQLITE_OK;
    return done && reset;
}

} // namespace gatehouse::store
