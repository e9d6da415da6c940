// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/store/row_insert.h"
#include "core/store/statement.h"
#include "core/store/turns.h"

#include <QSqlQuery>
#include <QString>
#include <QVariant>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace gatehouse::store {

class ConnectionBackend;

struct ConnectionOptions {
    enum class Role {
        Control,  // each commit is on the disk (SQLite: synchronous=FULL)
        Recorder, // commits outlive the process, not the power (NORMAL; PostgreSQL: synchronous_commit=off)
        Beside,   // as durable as the recorder's, for others that write: a node has one recorder, but several of these
        Read,     // cannot write
    };
    std::string file; // of SQLite
    Role role = Role::Control;
    std::chrono::milliseconds patience{4'000}; // for the database's lock, and for PostgreSQL to answer
    std::int64_t mostPages = 0;                // 0 = no bound; SQLite
    // Shared by the writers of this process; null: nobody else writes in it. SQLite.
    std::shared_ptr<Turns> turns;
    SharedSecret postgres; // postgres://… ; null: SQLite
    std::int64_t node = 1; // which of the store's recorders this data folder's is
};

// One database connection. Belongs to the thread that opened it. A lost connection to PostgreSQL is opened again by
// the next statement outside of a transaction.
//
// SQL is written once for both backends: placeholders are ?, upserts INSERT … ON CONFLICT … DO UPDATE, text joined by
// ||, flags SMALLINT 0 or 1, times and money BIGINT; in migrations {row key}, {bytes} and {clustered} stand for what
// each backend spells its own way. Sums over BIGINT are taken in C++ (PostgreSQL makes them numeric). No rowid, no
// PRAGMA, no GLOB, no INSERT OR REPLACE; a text is compared by its bytes on both.
class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(const ConnectionOptions& options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    bool postgres() const { return m_postgres; }
    std::int64_t node() const { return m_node; }

    Result<Statement> prepare(const QString& sql);
    Result<void> execute(const QString& sql);
    // One value of the first row; Invalid is never returned: a query without a row gives an invalid QVariant.
    Result<QVariant> value(const QString& sql);
    // "columns" as in SQL: "seq, id". See RowInsert.
    Result<std::unique_ptr<RowInsert>> insertInto(std::string_view table, std::string_view columns);
    // SQL of a migration with its words in braces replaced.
    QString spelled(const QString& sql) const;

    // Tells the other processes on this store when the transaction commits. Nothing on SQLite, which has none.
    Result<void> announce(std::string_view what);
    // From here on a statement may take as long as it needs: migrations, backups.
    Result<void> unhurried();
    Result<void> hurried(); // as before again

    // SQLite's own handle; null on PostgreSQL.
    sqlite3* sqlite() const;

    // A change takes the write lock at once, so that it never fails half way for want of it. On PostgreSQL the control
    // connections of all processes take one lock, the recorders none; a Read connection sees one state of all tables
    // until it commits.
    Result<void> begin();
    Result<void> commit();
    void rollback();

private:
    explicit Connection(std::unique_ptr<ConnectionBackend> backend);
    friend class Transaction;
    std::unique_ptr<ConnectionBackend> m_backend;
    std::shared_ptr<Turns> m_turns;
    std::chrono::milliseconds m_patience{0};
    bool m_postgres = false;
    std::int64_t m_node = 1;
};

// Rolls back in its destructor unless committed.
class Transaction {
public:
    static Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept
        : m_turn(std::move(other.m_turn)), m_connection(std::exchange(other.m_connection, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    Result<void> commit();

private:
    Transaction(Connection& connection, Turn turn) : m_turn(std::move(turn)), m_connection(&connection) {}
    Turn m_turn; // given back after the destructor has rolled back
    Connection* m_connection;
};

} // namespace gatehouse::store
