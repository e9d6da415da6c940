// SPDX-License-Identifier: Apache-2.0
#include "core/store/backup.h"
#include "core/store/backup_rows.h"
#include "core/store/node.h"
#include "core/store/postgres_link.h"
#include "core/store/schema.h"
#include "core/store/tables.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <unistd.h>

namespace gatehouse::store {
namespace {

namespace json = boost::json;
using Kind = BackupPart::Kind;

tl::unexpected<Error> unreadable(const std::string& why) {
    return failure(ErrorKind::Invalid, "backup_unreadable",
                   "this is not a backup that can be restored: " + why + "; nothing was changed");
}

Result<json::object> objectIn(const BackupPart& part) {
    json::error_code code;
    auto value = json::parse(part.bytes, code);
    if (code || !value.is_object())
        return unreadable("a part of it cannot be read");
    return std::move(value.as_object());
}

std::int64_t numberIn(const json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_int64() ? found->as_int64() : -1;
}

std::string textIn(const json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

// A file that stands beside its place until the store has been restored.
struct WaitingFile {
    std::string path;
    std::string beside() const { return path + ".restoring"; }
};

Result<void> writePrivately(const std::string& path, std::string_view bytes) {
    (void)::unlink(path.c_str());
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool whole = file >= 0;
    for (std::string_view rest = bytes; whole && !rest.empty();) {
        const auto written = ::write(file, rest.data(), rest.size());
        whole = written > 0;
        if (whole)
            rest.remove_prefix(static_cast<std::size_t>(written));
    }
    whole = whole && ::fsync(file) == 0;
    const int code = errno;
    if (file >= 0)
        ::close(file);
    if (!whole)
        return failure(ErrorKind::Unavailable, "store_unwritable",
                       "cannot write " + path + ": " + std::strerror(code) + "; nothing was changed");
    return {};
}

// Fills a database, within the caller's transaction, with what a backup holds.
class Filler {
public:
    Filler(Connection& connection, BackupFileReader& file, const RestoreOptions& options)
        : m_connection(connection), m_file(file), m_options(options) {}

    // The form that the backup's rows have.
    Result<int> readHead() {
        const auto part = m_file.next();
        if (!part)
            return tl::unexpected(part.error());
        const auto head = part->kind == Kind::Head ? objectIn(*part) : unreadable("it has no head");
        if (!head)
            return tl::unexpected(head.error());
        const auto schema = static_cast<int>(numberIn(*head, "schema"));
        if (schema < 1)
            return unreadable("its head names no form");
        if (schema > schemaVersion())
            return tl::unexpected(newerThanThis(schema));
        return schema;
    }

    // Rows go into a database of their own form, which then grows to today's.
    Result<BackupFacts> fill(int schema) {
        if (auto done = migrateWithin(m_connection, 0, schema); !done)
            return tl::unexpected(done.error());
        auto tables = tablesOf(m_connection);
        if (!tables)
            return tl::unexpected(tables.error());
        m_tables = std::move(*tables);
        for (const auto& table : m_tables) {
            if (auto done = m_connection.execute(QLatin1String("DELETE FROM ") + toQt(table.table)); !done)
                return tl::unexpected(done.error());
        }
        auto end = readParts();
        if (!end)
            return tl::unexpected(end.error());
        if (auto done = migrateWithin(m_connection, schema, schemaVersion()); !done)
            return tl::unexpected(done.error());
        if (auto done = m_connection.postgres() ? settlePostgres() : settleSqlite(); !done)
            return tl::unexpected(done.error());
        return holdAgainst(*end);
    }

    const std::vector<WaitingFile>& files() const { return m_files; }

private:
    Result<json::object> readParts() {
        while (true) {
            auto part = m_file.next();
            if (!part)
                return tl::unexpected(part.error());
            Result<void> done;
            switch (part->kind) {
            case Kind::Head:
                done = unreadable("it has two heads");
                break;
            case Kind::Table:
                done = beginTable(*part);
                break;
            case Kind::Rows:
                done = addRows(*part);
                break;
            case Kind::File:
                done = keepFile(*part);
                break;
            case Kind::End:
                if (auto flushed = endTable(); !flushed)
                    return tl::unexpected(flushed.error());
                return objectIn(*part);
            }
            if (!done)
                return tl::unexpected(done.error());
        }
    }

    // Names come out of a file: only those that the database has itself become part of a statement.
    Result<void> beginTable(const BackupPart& part) {
        if (auto done = endTable(); !done)
            return done;
        const auto head = objectIn(part);
        if (!head)
            return tl::unexpected(head.error());
        const auto name = textIn(*head, "name");
        const auto known =
            std::find_if(m_tables.begin(), m_tables.end(), [&](const auto& table) { return table.table == name; });
        const auto* columns = head->if_contains("columns");
        if (known == m_tables.end() || columns == nullptr || !columns->is_array() || columns->as_array().empty())
            return unreadable("it names a table that this version does not know");
        std::string list;
        for (const auto& column : columns->as_array()) {
            const auto text = column.is_string() ? std::string(column.as_string()) : std::string();
            if (std::find(known->columns.begin(), known->columns.end(), text) == known->columns.end())
                return unreadable("it names a column that this version does not know");
            list += (list.empty() ? "" : ", ") + text;
        }
        auto rows = m_connection.insertInto(known->table, list);
        if (!rows)
            return tl::unexpected(rows.error());
        m_rows = std::move(*rows);
        m_columns = static_cast<int>(columns->as_array().size());
        return {};
    }

    Result<void> addRows(const BackupPart& part) {
        if (!m_rows)
            return unreadable("it has rows without a table");
        const auto count = insertRows(*m_rows, part.bytes, m_columns);
        if (!count)
            return tl::unexpected(count.error());
        m_facts.rows += *count;
        return {};
    }

    Result<void> endTable() {
        auto done = m_rows ? m_rows->flush() : Result<void>();
        m_rows.reset();
        return done;
    }

    Result<void> keepFile(const BackupPart& part) {
        const auto name = part.bytes.substr(0, part.bytes.find('\0'));
        for (const auto& [wanted, path] : m_options.files) {
            if (wanted != name || name.size() == part.bytes.size())
                continue;
            const WaitingFile file{path};
            m_files.push_back(file);
            return writePrivately(file.beside(), std::string_view(part.bytes).substr(name.size() + 1));
        }
        return unreadable("it holds a file that this version does not know");
    }

    // One process writes this store: one book, whose numbers go on behind the last row.
    Result<void> settleSqlite() {
        for (const auto* sql :
             {"INSERT INTO book (id, next_sequence, accounted, folded, lost) SELECT 0, 1, 0, COALESCE(SUM(folded), 0), "
              "COALESCE(SUM(lost), 0) FROM book",
              "UPDATE book SET next_sequence = MAX((SELECT COALESCE(MAX(seq), 0) + 1 FROM calls), (SELECT "
              "MAX(next_sequence) FROM book)) WHERE id = 0",
              "UPDATE book SET accounted = next_sequence - 1 WHERE id = 0", "DELETE FROM book WHERE id <> 0",
              "UPDATE book SET id = 1", "DELETE FROM nodes", "DELETE FROM settings WHERE name = 'store.mark'"}) {
            if (auto done = m_connection.execute(QString::fromLatin1(sql)); !done)
                return done;
        }
        return {};
    }

    // A new mark: what a data folder counted for the store before is not counted on.
    Result<void> settlePostgres() {
        for (const auto* sql :
             {"SELECT setval('calls_seq', COALESCE((SELECT MAX(seq) FROM calls), 0) + 1, FALSE)",
              "DELETE FROM settings WHERE name = 'store.mark'", "UPDATE book SET accounted = next_sequence - 1"}) {
            if (auto done = m_connection.execute(QString::fromLatin1(sql)); !done)
                return done;
        }
        return {};
    }

    Result<BackupFacts> holdAgainst(const json::object& end) {
        auto digest = configurationDigest(m_connection);
        if (!digest)
            return tl::unexpected(digest.error());
        m_facts.configuration = std::move(*digest);
        if (numberIn(end, "rows") != static_cast<std::int64_t>(m_facts.rows) ||
            textIn(end, "configuration") != m_facts.configuration)
            return unreadable("what was read is not what it says it holds");
        return m_facts;
    }

    Connection& m_connection;
    BackupFileReader& m_file;
    const RestoreOptions& m_options;
    std::vector<TableColumns> m_tables;
    std::unique_ptr<RowInsert> m_rows;
    int m_columns = 0;
    std::vector<WaitingFile> m_files;
    BackupFacts m_facts;
};

tl::unexpected<Error> notEmpty() {
    return failure(ErrorKind::Conflict, "store_not_empty",
                   "the store already holds something; --force replaces it, and the vault beside it");
}

// Does it hold anything that a person would miss? A database without tables does not.
Result<bool> holdsSomething(Connection& connection) {
    const auto tables = tablesOf(connection);
    if (!tables)
        return tl::unexpected(tables.error());
    for (const auto* name : {"objects", "secrets", "calls", "audit"}) {
        const bool there =
            std::any_of(tables->begin(), tables->end(), [&](const auto& table) { return table.table == name; });
        if (!there)
            continue;
        const auto any =
            connection.value(QLatin1String("SELECT 1 FROM ") + QLatin1String(name) + QLatin1String(" LIMIT 1"));
        if (!any)
            return tl::unexpected(any.error());
        if (any->isValid())
            return true;
    }
    return false;
}

void dropWaiting(const std::vector<WaitingFile>& files) {
    for (const auto& file : files)
        (void)::unlink(file.beside().c_str());
}

Result<void> moveWaiting(const std::vector<WaitingFile>& files) {
    for (const auto& file : files) {
        if (::rename(file.beside().c_str(), file.path.c_str()) != 0)
            return failure(ErrorKind::Unavailable, "store_unwritable",
                           "the store was restored, but " + file.path + " could not be put in its place (" +
                               std::strerror(errno) + "); it waits beside it, ending in .restoring");
    }
    return {};
}

void syncFolder(const std::string& path) {
    const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)::fsync(folder);
        ::close(folder);
    }
}

Result<std::unique_ptr<Connection>> openFile(const std::string& file) {
    ConnectionOptions options;
    options.file = file;
    return Connection::open(options);
}

Result<BackupFacts> restoreSqlite(BackupFileReader& backup, const RestoreOptions& options, const std::string& file) {
    std::error_code code;
    if (std::filesystem::exists(file, code)) {
        // A damaged file holds something too; and what its journal holds goes into it before it is replaced.
        auto old = openFile(file);
        const auto holds = old ? holdsSomething(**old) : Result<bool>(true);
        if (!options.replace && (!holds || *holds))
            return notEmpty();
        if (old)
            static_cast<void>((*old)->execute(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
    }
    const auto fresh = file + ".restoring";
    const auto clean = [&] {
        for (const auto* suffix : {"", "-wal", "-shm", "-journal"})
            (void)::unlink((fresh + suffix).c_str());
    };
    clean();
    if (auto made = writePrivately(fresh, ""); !made)
        return tl::unexpected(made.error());
    std::vector<WaitingFile> files;
    const auto build = [&]() -> Result<BackupFacts> {
        auto connection = openFile(fresh);
        if (!connection)
            return tl::unexpected(connection.error());
        Filler filler(**connection, backup, options);
        const auto schema = filler.readHead();
        if (!schema)
            return tl::unexpected(schema.error());
        auto transaction = Transaction::begin(**connection);
        if (!transaction)
            return tl::unexpected(transaction.error());
        auto facts = filler.fill(*schema);
        files = filler.files();
        if (!facts)
            return facts;
        if (auto done = transaction->commit(); !done)
            return tl::unexpected(done.error());
        if (auto done = (*connection)->execute(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")); !done)
            return tl::unexpected(done.error());
        return facts;
    };
    auto facts = build();
    if (facts && ::rename(fresh.c_str(), file.c_str()) != 0)
        facts = failure(ErrorKind::Unavailable, "store_unwritable",
                        "cannot write " + file + ": " + std::strerror(errno) + "; nothing was changed");
    if (!facts) {
        clean();
        dropWaiting(files);
        return facts;
    }
    // The numbers that were given out for the old store.
    (void)::unlink((options.store.dataDirectory + "/calls.sequence").c_str());
    syncFolder(std::filesystem::path(file).parent_path().string());
    if (auto moved = moveWaiting(files); !moved)
        return tl::unexpected(moved.error());
    return facts;
}

Result<void> emptyPostgres(Connection& connection) {
    const auto tables = tablesOf(connection);
    if (!tables)
        return tl::unexpected(tables.error());
    // Their names are the database's own; those of Gatehouse need no quotes.
    for (const auto& table : *tables) {
        if (auto done = connection.execute(QLatin1String("DROP TABLE ") + toQt(table.table)); !done)
            return done;
    }
    for (const auto* sql : {"DROP TABLE IF EXISTS schema_migrations", "DROP SEQUENCE IF EXISTS calls_seq"}) {
        if (auto done = connection.execute(QString::fromLatin1(sql)); !done)
            return done;
    }
    return {};
}

Result<void> aloneOnPostgres(Connection& connection) {
    const auto alone =
        connection.value(QStringLiteral("SELECT pg_try_advisory_xact_lock(1195919735, hashtext(current_schema()))"));
    if (!alone)
        return tl::unexpected(alone.error());
    if (alone->toLongLong() == 0)
        return failure(ErrorKind::Conflict, "store_in_use",
                       "a gateway runs on this store, perhaps on another machine; stop it before you restore");
    return {};
}

Result<BackupFacts> restorePostgres(BackupFileReader& backup, const RestoreOptions& options, SharedSecret url) {
    if (auto right = checkPostgresUrl(*url); !right)
        return tl::unexpected(right.error());
    ConnectionOptions with;
    with.postgres = std::move(url);
    auto connection = Connection::open(with);
    if (!connection)
        return tl::unexpected(connection.error());
    if (auto slow = (*connection)->unhurried(); !slow)
        return tl::unexpected(slow.error());
    auto transaction = Transaction::begin(**connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (auto alone = aloneOnPostgres(**connection); !alone)
        return tl::unexpected(alone.error());
    const auto holds = holdsSomething(**connection);
    if (!holds)
        return tl::unexpected(holds.error());
    if (*holds && !options.replace)
        return notEmpty();
    Filler filler(**connection, backup, options);
    const auto schema = filler.readHead();
    if (!schema)
        return tl::unexpected(schema.error());
    auto facts = Result<BackupFacts>(BackupFacts());
    if (auto emptied = emptyPostgres(**connection); !emptied)
        facts = tl::unexpected(emptied.error());
    else
        facts = filler.fill(*schema);
    if (facts) {
        if (auto done = transaction->commit(); !done)
            facts = tl::unexpected(done.error());
    }
    if (!facts) {
        dropWaiting(filler.files());
        return facts;
    }
    if (auto moved = moveWaiting(filler.files()); !moved)
        return tl::unexpected(moved.error());
    return facts;
}

} // namespace

Result<BackupFacts> inspectBackup(const std::string& path) {
    auto file = BackupFileReader::open(path);
    if (!file)
        return tl::unexpected(file.error());
    while (true) {
        const auto part = (*file)->next();
        if (!part)
            return tl::unexpected(part.error());
        if (part->kind != Kind::End)
            continue;
        const auto end = objectIn(*part);
        if (!end)
            return tl::unexpected(end.error());
        return BackupFacts{static_cast<std::uint64_t>(numberIn(*end, "rows")), textIn(*end, "configuration")};
    }
}

Result<BackupFacts> restoreBackup(const std::string& path, const RestoreOptions& options) {
    if (!options.replace) {
        for (const auto& file : options.files) {
            std::error_code code;
            if (std::filesystem::exists(file.second, code))
                return notEmpty();
        }
    }
    auto backup = BackupFileReader::open(path);
    if (!backup)
        return tl::unexpected(backup.error());
    if (isPostgresUrl(options.store.url))
        return restorePostgres(**backup, options, std::make_shared<const Secret>(options.store.url));
    auto file = sqliteFile(options.store);
    if (!file)
        return tl::unexpected(file.error());
    return restoreSqlite(**backup, options, *file);
}

} // namespace gatehouse::store
