// SPDX-License-Identifier: Apache-2.0
#include "core/store/connection.h"

#include "core/store/connection_backend.h"

#include <utility>

namespace gatehouse::store {

Connection::Connection(std::unique_ptr<ConnectionBackend> backend) : m_backend(std::move(backend)) {}
Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const ConnectionOptions& options) {
    auto backend = options.postgres ? openPostgres(options) : openSqlite(options);
    if (!backend)
        return tl::unexpected(backend.error());
    std::unique_ptr<Connection> out(new Connection(std::move(*backend)));
    out->m_turns = options.turns;
    out->m_patience = options.patience;
    out->m_postgres = options.postgres != nullptr;
    out->m_node = options.node;
    return out;
}

Result<Statement> Connection::prepare(const QString& sql) {
    return m_backend->prepare(sql);
}

Result<void> Connection::execute(const QString& sql) {
    return m_backend->execute(sql);
}

Result<QVariant> Connection::value(const QString& sql) {
    auto query = prepare(sql);
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    auto value = *found ? query->valueAt(0) : QVariant();
    query->finish();
    return value;
}

Result<std::unique_ptr<RowInsert>> Connection::insertInto(std::string_view table, std::string_view columns) {
    return m_backend->insertInto(table, columns);
}

QString Connection::spelled(const QString& sql) const {
    return m_backend->spelled(sql);
}

Result<void> Connection::announce(std::string_view what) {
    return m_backend->announce(what);
}

Result<void> Connection::unhurried() {
    return m_backend->unhurried();
}

Result<void> Connection::hurried() {
    return m_backend->hurried();
}

sqlite3* Connection::sqlite() const {
    return m_backend->sqlite();
}

Result<void> Connection::begin() {
    return m_backend->begin();
}
Result<void> Connection::commit() {
    return m_backend->commit();
}
void Connection::rollback() {
    m_backend->rollback();
}

Result<Transaction> Transaction::begin(Connection& connection) {
    auto turn = Turn::take(connection.m_turns, connection.m_patience);
    if (!turn)
        return failure(ErrorKind::Unavailable, "store_locked",
                       "the database is busy with another change; try again in a moment");
    if (auto begun = connection.begin(); !begun)
        return tl::unexpected(begun.error());
    return Transaction(connection, std::move(*turn));
}

Transaction::~Transaction() {
    if (m_connection != nullptr)
        m_connection->rollback();
}

Result<void> Transaction::commit() {
    auto done = m_connection->commit();
    if (done) {
        m_connection = nullptr;
        m_turn.giveBack();
    }
    return done;
}

} // namespace gatehouse::store
