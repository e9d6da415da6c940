// SPDX-License-Identifier: Apache-2.0
#include "core/store/connection.h"
#include "core/store/connection_backend.h"
#include "core/store/sqlite_insert.h"

#include <QByteArray>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
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

class SqliteStatement final : public StatementBackend {
public:
    explicit SqliteStatement(QSqlQuery query) : m_query(std::move(query)) {}

    void number(int place, std::int64_t value) override {
        m_query.bindValue(place, QVariant(static_cast<qlonglong>(value)));
    }
    void text(int place, std::string_view value) override { m_query.bindValue(place, toQt(value)); }
    void blob(int place, std::string_view value) override {
        m_query.bindValue(place, QByteArray(value.empty() ? "" : value.data(), static_cast<qsizetype>(value.size())));
    }
    void null(int place) override { m_query.bindValue(place, QVariant()); }
    Result<void> run() override {
        if (!m_query.exec())
            return storeError(m_query.lastError());
        return {};
    }
    Result<bool> next() override {
        if (m_query.next())
            return true;
        if (m_query.lastError().isValid())
            return storeError(m_query.lastError());
        return false;
    }
    void finish() override { m_query.finish(); }
    std::int64_t changed() const override { return m_query.numRowsAffected(); }
    QStringList columns() const override {
        QStringList names;
        const auto record = m_query.record();
        for (int i = 0; i < record.count(); ++i)
            names << record.fieldName(i);
        return names;
    }
    std::int64_t numberAt(int column) const override { return m_query.value(column).toLongLong(); }
    std::string textAt(int column) const override { return fromQt(m_query.value(column).toString()); }
    std::string blobAt(int column) const override { return m_query.value(column).toByteArray().toStdString(); }
    bool nullAt(int column) const override { return m_query.isNull(column); }
    QVariant valueAt(int column) const override {
        auto value = m_query.value(column);
        if (m_query.isNull(column))
            return {};
        if (value.typeId() == QMetaType::QString || value.typeId() == QMetaType::QByteArray)
            return value;
        return QVariant(value.toLongLong());
    }

private:
    QSqlQuery m_query;
};

class SqliteRows final : public RowInsert {
public:
    SqliteRows(sqlite3* handle, SqliteInsert insert) : m_handle(handle), m_insert(std::move(insert)) {}

    RowInsert& number(std::int64_t value) override {
        m_insert.number(value);
        return *this;
    }
    RowInsert& text(std::string_view value) override {
        m_insert.text(value);
        return *this;
    }
    RowInsert& bytes(std::string_view value) override {
        m_insert.bytes(value);
        return *this;
    }
    RowInsert& null() override {
        m_insert.null();
        return *this;
    }
    Result<void> run() override {
        if (m_insert.run())
            return {};
        return storeError(sqlite3_extended_errcode(m_handle), sqlite3_errmsg(m_handle));
    }
    Result<void> flush() override { return {}; }
    void forget() override {}

private:
    sqlite3* m_handle;
    SqliteInsert m_insert;
};

class SqliteConnection final : public ConnectionBackend {
public:
    ~SqliteConnection() override {
        {
            auto open = database();
            open.close();
        }
        QSqlDatabase::removeDatabase(m_name);
    }

    Result<void> open(const ConnectionOptions& options) {
        {
            auto opened = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
            opened.setDatabaseName(toQt(options.file));
            auto settings = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(options.patience.count());
            if (options.role == ConnectionOptions::Role::Read)
                settings += QStringLiteral(";QSQLITE_OPEN_READONLY");
            opened.setConnectOptions(settings);
            if (!opened.open())
                return storeError(opened.lastError());
        }
        m_reads = options.role == ConnectionOptions::Role::Read;
        return configure(options);
    }

    Result<Statement> prepare(const QString& sql) override {
        QSqlQuery query(database());
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return storeError(query.lastError());
        return Statement(std::make_unique<SqliteStatement>(std::move(query)));
    }
    Result<void> execute(const QString& sql) override {
        QSqlQuery query(database());
        if (!query.exec(sql))
            return storeError(query.lastError());
        return {};
    }
    Result<void> begin() override {
        return execute(m_reads ? QStringLiteral("BEGIN") : QStringLiteral("BEGIN IMMEDIATE"));
    }
    Result<void> commit() override { return execute(QStringLiteral("COMMIT")); }
    // A failure here means that there is no transaction any more: SQLite ends it by itself when the disk is full.
    void rollback() override { static_cast<void>(execute(QStringLiteral("ROLLBACK"))); }

    Result<std::unique_ptr<RowInsert>> insertInto(std::string_view table, std::string_view columns) override {
        std::string sql = "INSERT INTO ";
        sql.append(table).append(" (").append(columns).append(") VALUES (?");
        for (const char c : columns) {
            if (c == ',')
                sql += ", ?";
        }
        auto insert = SqliteInsert::prepare(sqlite(), sql + ")");
        if (!insert)
            return tl::unexpected(insert.error());
        return std::make_unique<SqliteRows>(sqlite(), std::move(*insert));
    }
    Result<void> announce(std::string_view) override { return {}; }
    Result<void> unhurried() override { return {}; }
    Result<void> hurried() override { return {}; }
    QString spelled(QString sql) const override {
        return sql.replace(QLatin1String("{row key}"), QLatin1String("INTEGER PRIMARY KEY"))
            .replace(QLatin1String("{bytes}"), QLatin1String("BLOB"))
            .replace(QLatin1String("{clustered}"), QLatin1String("WITHOUT ROWID"));
    }
    sqlite3* sqlite() const override {
        const QVariant handle = database().driver()->handle();
        if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
            return nullptr;
        return *static_cast<sqlite3* const*>(handle.data());
    }

private:
    QSqlDatabase database() const { return QSqlDatabase::database(m_name, false); }

    Result<void> configure(const ConnectionOptions& options) {
        QStringList settings{QStringLiteral("PRAGMA foreign_keys=OFF"), QStringLiteral("PRAGMA temp_store=MEMORY")};
        if (!m_reads) {
            // Before anything is written: a file is made as one that gives pages back, or stays as it is.
            settings << QStringLiteral("PRAGMA auto_vacuum=INCREMENTAL") << QStringLiteral("PRAGMA journal_mode=WAL")
                     << QStringLiteral("PRAGMA journal_size_limit=67108864");
            settings << (options.role == ConnectionOptions::Role::Control
                             ? QStringLiteral("PRAGMA synchronous=FULL")
                             : QStringLiteral("PRAGMA synchronous=NORMAL"));
            // Fewer and larger checkpoints: each waits for the disk, and pages that are written often go there once.
            if (options.role != ConnectionOptions::Role::Control)
                settings << QStringLiteral("PRAGMA wal_autocheckpoint=4000");
            if (options.mostPages > 0)
                settings << QStringLiteral("PRAGMA max_page_count=%1").arg(options.mostPages);
        }
        for (const auto& setting : settings) {
            if (auto done = execute(setting); !done)
                return done;
        }
        return {};
    }

    const QString m_name = newName();
    bool m_reads = false;
};

} // namespace

Result<std::unique_ptr<ConnectionBackend>> openSqlite(const ConnectionOptions& options) {
    auto connection = std::make_unique<SqliteConnection>();
    if (auto opened = connection->open(options); !opened)
        return tl::unexpected(opened.error());
    return connection;
}

} // namespace gatehouse::store
