// SPDX-License-Identifier: Apache-2.0
#include "core/store/cache_table.h"

#include "core/cache/operations.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace gatehouse::store {
namespace {

constexpr std::int64_t mostRows = 5'000; // that are removed at once

const QString& columns() {
    static const auto text = QStringLiteral("key, route, provider, model, gateway_key, call_id, operation, stored_at, "
                                            "expires_at, bytes, cost_pico, pretend, input, cached_input, cache_write, "
                                            "output, reasoning, partition_key, losses, body, vector");
    return text;
}

std::string bytesOf(const cache::Vector& vector) {
    std::string out(vector.size() * sizeof(float), '\0');
    std::memcpy(out.data(), vector.data(), out.size());
    return out;
}

cache::Vector vectorIn(const std::string& bytes) {
    cache::Vector out(bytes.size() / sizeof(float));
    std::memcpy(out.data(), bytes.data(), out.size() * sizeof(float));
    return out;
}

// Names of fields, which hold no line ends.
std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names)
        out += name + '\n';
    return out;
}

std::vector<std::string> parted(const std::string& text) {
    std::vector<std::string> out;
    std::string_view lines = text;
    for (auto end = lines.find('\n'); end != std::string_view::npos; end = lines.find('\n')) {
        out.emplace_back(lines.substr(0, end));
        lines.remove_prefix(end + 1);
    }
    return out;
}

void bind(Statement& insert, const cache::Entry& entry) {
    insert.text(toHex(entry.key))
        .text(entry.route)
        .text(entry.provider)
        .text(entry.model)
        .text(entry.gatewayKey)
        .text(entry.callId)
        .text(cache::nameOf(entry.operation))
        .number(entry.stored)
        .number(entry.expires)
        .number(static_cast<std::int64_t>(entry.weight()));
    if (entry.cost)
        insert.number(entry.cost->pico());
    else
        insert.null();
    const auto usage = entry.usage.value_or(dialects::Usage());
    insert.number(entry.pretend ? 1 : 0)
        .number(entry.usage ? usage.input : -1)
        .number(usage.cachedInput)
        .number(usage.cacheWrite + usage.cacheWriteLong)
        .number(usage.output)
        .number(usage.reasoning)
        .text(toHex(entry.partition))
        .text(joined(entry.losses))
        .blob(entry.body)
        .blob(bytesOf(entry.vector));
}

// Nothing for a row that this version cannot read.
std::optional<cache::Entry> entryIn(const Statement& row) {
    cache::Entry entry;
    const auto key = digestFromHex(row.textAt(0));
    const auto operation = cache::operationNamed(row.textAt(6));
    const auto partition = digestFromHex(row.textAt(17));
    if (!key || !operation || !partition)
        return std::nullopt;
    entry.key = *key;
    entry.route = row.textAt(1);
    entry.provider = row.textAt(2);
    entry.model = row.textAt(3);
    entry.gatewayKey = row.textAt(4);
    entry.callId = row.textAt(5);
    entry.operation = *operation;
    entry.stored = row.numberAt(7);
    entry.expires = row.numberAt(8);
    if (!row.nullAt(10))
        entry.cost = Money::fromPico(row.numberAt(10));
    entry.pretend = row.numberAt(11) != 0;
    if (row.numberAt(12) >= 0) {
        auto& usage = entry.usage.emplace();
        usage.input = row.numberAt(12);
        usage.cachedInput = row.numberAt(13);
        usage.cacheWrite = row.numberAt(14);
        usage.output = row.numberAt(15);
        usage.reasoning = row.numberAt(16);
    }
    entry.partition = *partition;
    entry.losses = parted(row.textAt(18));
    entry.body = row.blobAt(19);
    entry.vector = vectorIn(row.blobAt(20));
    return entry;
}

// The value as an identifier's neighbour in "… = ?"; empty conditions are left out.
QString conditions(const cache::Purge& purge, std::vector<std::string>& values) {
    QString sql = QStringLiteral("1 = 1");
    if (!purge.route.empty()) {
        sql += QStringLiteral(" AND route = ?");
        values.push_back(purge.route);
    }
    if (!purge.model.empty()) {
        sql += QStringLiteral(" AND model = ?");
        values.push_back(purge.model);
    }
    if (!purge.key.empty()) {
        sql += QStringLiteral(" AND (gateway_key = ? OR key = ?)");
        values.push_back(purge.key);
        values.push_back(purge.key);
    }
    return sql;
}

} // namespace

Result<std::unique_ptr<cache::EntryKeeper>> CacheTable::open(const ConnectionOptions& options) {
    auto connection = Connection::open(options);
    if (!connection)
        return tl::unexpected(connection.error());
    return std::unique_ptr<cache::EntryKeeper>(std::make_unique<CacheTable>(std::move(*connection)));
}

// Page by page, for PostgreSQL gives all rows of a query at once.
Result<void> CacheTable::load(WallMicros now, const std::function<bool(cache::Entry)>& take) {
    auto query = m_connection->prepare(QStringLiteral("SELECT ") + columns() +
                                       QStringLiteral(" FROM cache_entries WHERE expires_at > ? AND (stored_at < ? OR "
                                                      "(stored_at = ? AND key < ?)) ORDER BY stored_at DESC, key DESC "
                                                      "LIMIT 100"));
    if (!query)
        return tl::unexpected(query.error());
    auto before = std::numeric_limits<std::int64_t>::max();
    std::string key;
    for (bool more = true; more;) {
        query->number(now).number(before).number(before).text(key);
        if (auto run = query->run(); !run)
            return run;
        more = false;
        for (;;) {
            const auto row = query->next();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                break;
            more = true;
            before = query->numberAt(7);
            key = query->textAt(0);
            auto entry = entryIn(*query);
            if (entry && !take(std::move(*entry))) {
                query->finish();
                return {};
            }
        }
    }
    query->finish();
    return {};
}

Result<void> CacheTable::save(const std::vector<cache::EntryPtr>& entries) {
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto remove = m_connection->prepare(QStringLiteral("DELETE FROM cache_entries WHERE key = ?"));
    if (!remove)
        return tl::unexpected(remove.error());
    auto insert = m_connection->prepare(QStringLiteral("INSERT INTO cache_entries (") + columns() +
                                        QStringLiteral(") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                                       "?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"));
    if (!insert)
        return tl::unexpected(insert.error());
    for (const auto& entry : entries) {
        if (auto done = remove->text(toHex(entry->key)).run(); !done)
            return done;
        bind(*insert, *entry);
        if (auto done = insert->run(); !done)
            return done;
    }
    remove->finish();
    insert->finish();
    return transaction->commit();
}

Result<void> CacheTable::remove(const cache::Purge& purge) {
    std::vector<std::string> values;
    const auto which = conditions(purge, values);
    auto statement = m_connection->prepare(QStringLiteral("DELETE FROM cache_entries WHERE ") + which);
    if (!statement)
        return tl::unexpected(statement.error());
    for (const auto& value : values)
        statement->text(value);
    return statement->run();
}

Result<std::uint64_t> CacheTable::trim(WallMicros now, std::uint64_t mostBytes) {
    auto old = m_connection->prepare(QStringLiteral("DELETE FROM cache_entries WHERE expires_at <= ?"));
    if (!old)
        return tl::unexpected(old.error());
    if (auto done = old->number(now).run(); !done)
        return tl::unexpected(done.error());
    for (;;) {
        const auto sum = m_connection->value(QStringLiteral("SELECT CAST(SUM(bytes) AS BIGINT) FROM cache_entries"));
        const auto count = m_connection->value(QStringLiteral("SELECT COUNT(*) FROM cache_entries"));
        if (!sum || !count)
            return tl::unexpected(sum ? count.error() : sum.error());
        const auto bytes = static_cast<std::uint64_t>(std::max<qlonglong>(sum->toLongLong(), 0));
        if (bytes <= mostBytes)
            return bytes;
        // As many as are too many by the mean, and then a few where those were small ones.
        const auto share = static_cast<double>(bytes - mostBytes) / static_cast<double>(bytes);
        const auto tooMany = static_cast<std::int64_t>(share * static_cast<double>(count->toLongLong())) + 1;
        auto oldest = m_connection->prepare(
            QStringLiteral("DELETE FROM cache_entries WHERE key IN (SELECT key FROM cache_entries "
                           "ORDER BY stored_at, key LIMIT %1)")
                .arg(std::min(tooMany, mostRows)));
        if (!oldest)
            return tl::unexpected(oldest.error());
        if (auto done = oldest->run(); !done)
            return tl::unexpected(done.error());
    }
}

// Added up here and not in SQL: there a sum beyond 64 bits is an error, here it saturates.
Result<cache::Tallies> CacheTable::tallies() {
    auto query = m_connection->prepare(
        QStringLiteral("SELECT route, hits, semantic_hits, misses, coalesced, saved_pico FROM cache_sums"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    cache::Tallies tallies;
    for (;;) {
        const auto row = query->next();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return tallies;
        cache::Tally tally;
        tally.hits = static_cast<std::uint64_t>(query->numberAt(1));
        tally.semanticHits = static_cast<std::uint64_t>(query->numberAt(2));
        tally.misses = static_cast<std::uint64_t>(query->numberAt(3));
        tally.coalesced = static_cast<std::uint64_t>(query->numberAt(4));
        tally.saved = Money::fromPico(query->numberAt(5));
        tallies[query->textAt(0)] += tally;
    }
}

Result<void> CacheTable::add(WallMicros now, const cache::Tallies& more) {
    constexpr std::int64_t microsPerDay = 86'400'000'000;
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto insert = m_connection->prepare(QStringLiteral(
        "INSERT INTO cache_sums (day, route, hits, semantic_hits, misses, coalesced, saved_pico) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (day, route) DO UPDATE SET hits = cache_sums.hits + excluded.hits, "
        "semantic_hits = cache_sums.semantic_hits + excluded.semantic_hits, "
        "misses = cache_sums.misses + excluded.misses, coalesced = cache_sums.coalesced + excluded.coalesced, "
        "saved_pico = cache_sums.saved_pico + excluded.saved_pico"));
    if (!insert)
        return tl::unexpected(insert.error());
    for (const auto& [route, tally] : more) {
        insert->number(now / microsPerDay * microsPerDay)
            .text(route)
            .number(static_cast<std::int64_t>(tally.hits))
            .number(static_cast<std::int64_t>(tally.semanticHits))
            .number(static_cast<std::int64_t>(tally.misses))
            .number(static_cast<std::int64_t>(tally.coalesced))
            .number(tally.saved.pico());
        if (auto done = insert->run(); !done)
            return done;
    }
    insert->finish();
    return transaction->commit();
}

} // namespace gatehouse::store
