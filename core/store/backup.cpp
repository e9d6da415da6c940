// SPDX-License-Identifier: Apache-2.0
#include "core/store/backup.h"

#include "core/base/text.h"
#include "core/store/backup_rows.h"
#include "core/store/schema.h"
#include "core/store/tables.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

namespace gatehouse::store {
namespace {

namespace json = boost::json;

constexpr std::size_t partSize = std::size_t{256} << 10U;

class BackupMaker {
public:
    BackupMaker(Connection& connection, const BackupSink& sink) : m_connection(connection), m_file(sink) {}

    Result<BackupFacts> make(const BackupOptions& options) {
        const auto schema = schemaOf(m_connection);
        if (!schema)
            return tl::unexpected(schema.error());
        const json::object head{{"schema", *schema},
                                {"made_at", formatTime(options.now)},
                                {"version", options.version},
                                {"backend", m_connection.postgres() ? "postgresql" : "sqlite"}};
        if (auto done = m_file.part(BackupPart::Kind::Head, json::serialize(head)); !done)
            return tl::unexpected(done.error());
        const auto tables = tablesOf(m_connection);
        if (!tables)
            return tl::unexpected(tables.error());
        for (const auto& table : *tables) {
            // What can be had again and holds what was said, and what would be done once more.
            if (table.table == "cache_entries" || table.table == "jobs" || table.table == "deliveries")
                continue;
            if (auto done = addTable(table); !done)
                return tl::unexpected(done.error());
        }
        for (const auto& [name, path] : options.files) {
            if (auto done = addFile(name, path); !done)
                return tl::unexpected(done.error());
        }
        return finish();
    }

private:
    Result<void> addTable(const TableColumns& table) {
        json::array columns;
        QString list;
        for (const auto& column : table.columns) {
            columns.emplace_back(column);
            list += (list.isEmpty() ? QLatin1String("") : QLatin1String(", ")) + toQt(column);
        }
        const json::object head{{"name", table.table}, {"columns", std::move(columns)}};
        if (auto done = m_file.part(BackupPart::Kind::Table, json::serialize(head)); !done)
            return done;
        const QString all = QLatin1String("SELECT ") + list + QLatin1String(" FROM ") + toQt(table.table);
        const int count = static_cast<int>(table.columns.size());
        return m_connection.postgres() ? addFetched(all, count) : addRows(all, count).map([](std::uint64_t) {});
    }

    // A part of the table at a time: PostgreSQL gives all rows of a statement at once.
    Result<void> addFetched(const QString& all, int columns) {
        if (auto done = m_connection.execute(QLatin1String("DECLARE backup NO SCROLL CURSOR FOR ") + all); !done)
            return done;
        while (true) {
            const auto rows = addRows(QStringLiteral("FETCH 1000 FROM backup"), columns);
            if (!rows)
                return tl::unexpected(rows.error());
            if (*rows == 0)
                return m_connection.execute(QStringLiteral("CLOSE backup"));
        }
    }

    Result<std::uint64_t> addRows(const QString& sql, int columns) {
        auto query = m_connection.prepare(sql);
        if (!query)
            return tl::unexpected(query.error());
        if (auto run = query->run(); !run)
            return tl::unexpected(run.error());
        std::string part;
        std::uint64_t rows = 0;
        while (true) {
            const auto more = query->next();
            if (!more)
                return tl::unexpected(more.error());
            if (*more) {
                appendRow(part, *query, columns);
                ++rows;
            }
            if (part.size() >= partSize || (!*more && !part.empty())) {
                if (auto done = m_file.part(BackupPart::Kind::Rows, part); !done)
                    return tl::unexpected(done.error());
                part.clear();
            }
            if (!*more)
                break;
        }
        m_facts.rows += rows;
        return rows;
    }

    Result<void> addFile(const std::string& name, const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        if (!file)
            return {};
        std::ostringstream bytes;
        bytes << name << '\0' << file.rdbuf();
        if (!file)
            return failure(ErrorKind::Unavailable, "backup_failed", "cannot read " + path);
        return m_file.part(BackupPart::Kind::File, bytes.str());
    }

    Result<BackupFacts> finish() {
        auto digest = configurationDigest(m_connection);
        if (!digest)
            return tl::unexpected(digest.error());
        m_facts.configuration = std::move(*digest);
        const json::object end{{"rows", m_facts.rows}, {"configuration", m_facts.configuration}};
        if (auto done = m_file.part(BackupPart::Kind::End, json::serialize(end)); !done)
            return tl::unexpected(done.error());
        if (auto done = m_file.finish(); !done)
            return tl::unexpected(done.error());
        return m_facts;
    }

    Connection& m_connection;
    BackupFileWriter m_file;
    BackupFacts m_facts;
};

} // namespace

Result<std::string> configurationDigest(Connection& connection) {
    auto query = connection.prepare(QStringLiteral("SELECT kind, id, body, origin FROM objects ORDER BY kind, id"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    std::string bytes;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return toHex(sha256(bytes));
        for (int column = 0; column < 4; ++column) {
            const auto text = query->textAt(column);
            bytes += std::to_string(text.size()) + ':' + text;
        }
    }
}

Result<BackupFacts> writeBackup(Connection& connection, const BackupOptions& options, const BackupSink& sink) {
    if (auto slow = connection.unhurried(); !slow)
        return tl::unexpected(slow.error());
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    return BackupMaker(connection, sink).make(options);
}

} // namespace gatehouse::store
