// SPDX-License-Identifier: Apache-2.0
#include "core/store/connection.h"

#include <QByteArray>
#include <QSqlDriver>
#include <QSqlError>
#include <atomic>
#include <sqlite3.h>
#include <utility>

namespace gatehouse::store {
namespace {

// Primary result codes of SQLite (sqlite.org/rescode.html); extended ones hold them in their low byte.
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26
};

tl::unexpected<Error> storeError(int extendedCode, const std::string& text) {
    switch (extendedCode & 0xFF) {
    case Busy:
    case Locked:
        return failure(ErrorKind::Unavailable, "store_locked",
                       "another process holds the database; try again when it has let go");
    case Full:
        return failure(ErrorKind::Unavailable, "store_full",
                       "there is no room left for the database; free some space or shorten the retention");
    case Corrupt:
    case NotADatabase:
        return failure(ErrorKind::Unavailable, "store_corrupt",
                       "the database file is damaged or is not a database; put a backup in its place");
    case ReadOnly:
        return failure(ErrorKind::Unavailable, "store_read_only",
                       "the database cannot be written; make its file and folder writable for this user");
    case CannotOpen:
        return failure(ErrorKind::Unavailable, "store_gone",
                       "the database file cannot be opened; is its folder there?");
    case IoError:
        return failure(ErrorKind::Unavailable, "store_failed",
                       "the disk refused to read or write the database: " + text);
    default:
        return failure(ErrorKind::Internal, "store_failed", "the database failed: " + text);
    }
}

tl::unexpected<Error> storeError(const QSqlError& error) {
    return storeError(error.nativeErrorCode().toInt(), fromQt(error.databaseText()));
}

QString newName() {
    static std::atomic<unsigned> count{0};
    return QStringLiteral("gatehouse-%1").arg(++count);
}

} // namespace

QString toQt(std::string_view text) {
    if (text.empty())
        return QStringLiteral("");
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string fromQt(const QString& text) {
    return text.toStdString();
}

Statement& Statement::blob(std::string_view value) {
    return bind(QByteArray(value.data(), static_cast<qsizetype>(value.size())));
}

Result<void> Statement::run() {
    m_bound = 0;
    if (!m_query.exec())
        return storeError(m_query.lastError());
    return {};
}

Result<bool> Statement::next() {
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        return storeError(m_query.lastError());
    return false;
}

Result<std::unique_ptr<Connection>> Connection::open(const ConnectionOptions& options) {
    std::unique_ptr<Connection> out(new Connection(newName()));
    out->m_turns = options.turns;
    out->m_patience = options.patience;
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), out->m_name);
        database.setDatabaseName(toQt(options.file));
        auto settings = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(options.patience.count());
        if (options.role == ConnectionOptions::Role::Read)
            settings += QStringLiteral(";QSQLITE_OPEN_READONLY");
        database.setConnectOptions(settings);
        if (!database.open())
            return storeError(database.lastError());
    }
    if (auto configured = out->configure(options); !configured)
        return tl::unexpected(configured.error());
    return out;
}

Connection::~Connection() {
    {
        auto open = database();
        open.close();
    }
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> Connection::configure(const ConnectionOptions& options) {
    QStringList settings{QStringLiteral("PRAGMA foreign_keys=OFF"), QStringLiteral("PRAGMA temp_store=MEMORY")};
    if (options.role != ConnectionOptions::Role::Read) {
        settings << QStringLiteral("PRAGMA journal_mode=WAL") << QStringLiteral("PRAGMA journal_size_limit=67108864");
        settings << (options.role == ConnectionOptions::Role::Control ? QStringLiteral("PRAGMA synchronous=FULL")
                                                                      : QStringLiteral("PRAGMA synchronous=NORMAL"));
        if (options.mostPages > 0)
            settings << QStringLiteral("PRAGMA max_page_count=%1").arg(options.mostPages);
    }
    for (const auto& setting : settings) {
        if (auto done = execute(setting); !done)
            return done;
    }
    return {};
}

sqlite3* Connection::sqlite() const {
    const QVariant handle = database().driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return nullptr;
    return *static_cast<sqlite3* const*>(handle.data());
}

tl::unexpected<Error> Connection::sqliteError() const {
    sqlite3* const handle = sqlite();
    return storeError(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle));
}

Result<Statement> Connection::prepare(const QString& sql) {
    QSqlQuery query(database());
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return storeError(query.lastError());
    return Statement(std::move(query));
}

Result<void> Connection::execute(const QString& sql) {
    QSqlQuery query(database());
    if (!query.exec(sql))
        return storeError(query.lastError());
    return {};
}

Result<QVariant> Connection::value(const QString& sql) {
    QSqlQuery query(database());
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return storeError(query.lastError());
    return query.next() ? query.value(0) : QVariant();
}

Result<void> Connection::begin() {
    return execute(QStringLiteral("BEGIN IMMEDIATE"));
}
Result<void> Connection::commit() {
    return execute(QStringLiteral("COMMIT"));
}

// A failure here means that there is no transaction any more: SQLite ends it by itself when the disk is full.
void Connection::rollback() {
    static_cast<void>(execute(QStringLiteral("ROLLBACK")));
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
