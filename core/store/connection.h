// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/turns.h"

#include <QSqlDatabase>
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

QString toQt(std::string_view text); // never null
std::string fromQt(const QString& text);

// A prepared statement. Values are bound in order; run() starts over.
class Statement {
public:
    explicit Statement(QSqlQuery query) : m_query(std::move(query)) {}

    Statement& text(std::string_view value) { return bind(toQt(value)); }
    Statement& number(std::int64_t value) { return bind(QVariant(static_cast<qlonglong>(value))); }
    Statement& blob(std::string_view value);
    Statement& bind(const QVariant& value) {
        m_query.bindValue(m_bound++, value);
        return *this;
    }

    Result<void> run();
    // False at the end; an error when reading broke off.
    Result<bool> next();
    void finish() { m_query.finish(); } // lets go of the read lock
    std::int64_t changed() const { return m_query.numRowsAffected(); }

    std::int64_t numberAt(int column) const { return m_query.value(column).toLongLong(); }
    std::string textAt(int column) const { return fromQt(m_query.value(column).toString()); }
    std::string blobAt(int column) const { return m_query.value(column).toByteArray().toStdString(); }
    bool nullAt(int column) const { return m_query.isNull(column); }

private:
    QSqlQuery m_query;
    int m_bound = 0;
};

struct ConnectionOptions {
    enum class Role {
        Control,  // each commit is on the disk (synchronous=FULL)
        Recorder, // commits outlive the process, not the power (NORMAL)
        Read,     // cannot write
    };
    std::string file;
    Role role = Role::Control;
    std::chrono::milliseconds patience{4'000};
    std::int64_t mostPages = 0; // 0 = no bound
    // Shared by the writers of this process; null: nobody else writes in it.
    std::shared_ptr<Turns> turns;
};

// One database connection. Belongs to the thread that opened it (a rule of QSqlDatabase).
class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(const ConnectionOptions& options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Result<Statement> prepare(const QString& sql);
    Result<void> execute(const QString& sql);
    // One value of the first row; Invalid is never returned: a query without a row gives an invalid QVariant.
    Result<QVariant> value(const QString& sql);

    // SQLite's own handle, for SqliteInsert, and what it said last as an error of the store.
    sqlite3* sqlite() const;
    tl::unexpected<Error> sqliteError() const;

    // A change takes the write lock at once, so that it never fails half way for want of it.
    Result<void> begin();
    Result<void> commit();
    void rollback();

private:
    explicit Connection(QString name) : m_name(std::move(name)) {}
    QSqlDatabase database() const { return QSqlDatabase::database(m_name, false); }
    Result<void> configure(const ConnectionOptions& options);
    friend class Transaction;
    QString m_name;
    std::shared_ptr<Turns> m_turns;
    std::chrono::milliseconds m_patience{0};
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
