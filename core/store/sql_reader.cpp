// SPDX-License-Identifier: Apache-2.0
#include "core/store/sql_reader.h"

#include "core/store/body_table.h"
#include "core/store/call_search.h"
#include "core/store/named_spend.h"
#include "core/store/rollup_table.h"
#include "core/store/stats_sums.h"

#include <filesystem>
#include <system_error>

namespace gatehouse::store {
namespace {

Result<BookSummary> withPostgresSize(Connection& connection, BookSummary summary) {
    const auto bytes = connection.value(
        QStringLiteral("SELECT SUM(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n "
                       "ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'"));
    if (!bytes)
        return tl::unexpected(bytes.error());
    summary.bytes = bytes->toLongLong();
    return summary;
}

} // namespace

Result<std::unique_ptr<Reader>> SqlReader::open(const ConnectionOptions& options) {
    auto connection = Connection::open(options);
    if (!connection)
        return tl::unexpected(connection.error());
    return std::unique_ptr<Reader>(new SqlReader(std::move(*connection), options.file));
}

Result<CallPage> SqlReader::calls(const CallRequest& request) {
    return searchCalls(*m_connection, request);
}
Result<std::optional<StoredCall>> SqlReader::call(std::string_view id) {
    return findCall(*m_connection, id);
}
Result<std::optional<std::string>> SqlReader::bodies(std::string_view id) {
    return findBodies(*m_connection, id);
}
Result<StatsResult> SqlReader::stats(const StatsRequest& request) {
    return sumStats(*m_connection, request);
}

// Added up here and not in SQL: there a sum beyond 64 bits is an error, here it saturates.
Result<Spend> SqlReader::spendSince(WallMicros from) {
    auto query = m_connection->prepare(
        QStringLiteral("SELECT d.team, d.app, d.key_id, d.provider, r.cost_pico FROM rollups r CROSS JOIN dimensions d "
                       "WHERE d.id = r.dimensions AND r.grain = ? AND r.bucket >= ? AND d.pretend = 0 "
                       "AND r.cost_pico <> 0"));
    if (!query)
        return tl::unexpected(query.error());
    query->number(grains.back().number).number(telemetry::floorTo(from, telemetry::microsPerDay));
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    Spend out;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        const auto cost = Money::fromPico(query->numberAt(4));
        out.all += cost;
        int column = 0;
        for (auto* sums : {&out.byTeam, &out.byApp, &out.byKey, &out.byProvider}) {
            if (auto name = query->textAt(column++); !name.empty())
                (*sums)[std::move(name)] += cost;
        }
    }
    query->finish();
    if (auto read = readNamedSpend(*m_connection, from, out); !read)
        return tl::unexpected(read.error());
    return out;
}

Result<std::map<std::string, WallMicros, std::less<>>> SqlReader::keysLastUsed() {
    // The last row of each combination is one look at an index; the days tell of calls that are no longer kept.
    auto query = m_connection->prepare(QStringLiteral(
        "SELECT last.key_id, MAX(last.at) FROM (SELECT d.key_id AS key_id, COALESCE((SELECT c.started_at FROM calls c "
        "WHERE c.dimensions = d.id ORDER BY c.seq DESC LIMIT 1), days.bucket) AS at FROM dimensions d LEFT JOIN "
        "(SELECT dimensions, MAX(bucket) AS bucket FROM rollups WHERE grain = ? GROUP BY dimensions) days "
        "ON days.dimensions = d.id WHERE d.key_id <> '') last WHERE last.at IS NOT NULL GROUP BY last.key_id"));
    if (!query)
        return tl::unexpected(query.error());
    query->number(grains.back().number);
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    std::map<std::string, WallMicros, std::less<>> out;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return out;
        out.insert_or_assign(query->textAt(0), query->numberAt(1));
    }
}

Result<BookSummary> SqlReader::summary() {
    auto query =
        m_connection->prepare(QStringLiteral("SELECT (SELECT MAX(seq) FROM calls), (SELECT MIN(seq) FROM calls), "
                                             "(SELECT SUM(folded) FROM book), (SELECT SUM(lost) FROM book)"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    BookSummary out;
    if (*found) {
        out.rows = query->nullAt(0) ? 0 : query->numberAt(0) - query->numberAt(1) + 1;
        out.foldedCalls = static_cast<std::uint64_t>(query->numberAt(2));
        out.lostCalls = static_cast<std::uint64_t>(query->numberAt(3));
    }
    if (m_connection->postgres())
        return withPostgresSize(*m_connection, out);
    std::error_code code;
    const auto size = std::filesystem::file_size(m_file, code);
    out.bytes = code ? 0 : static_cast<std::int64_t>(size);
    // What was written last lies beside the file until it is taken over.
    const auto beside = std::filesystem::file_size(m_file + "-wal", code);
    out.bytes += code ? 0 : static_cast<std::int64_t>(beside);
    return out;
}

} // namespace gatehouse::store
