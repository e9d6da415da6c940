// SPDX-License-Identifier: Apache-2.0
#include "core/store/record_removal.h"

#include "core/store/call_chunks.h"
#include "core/store/store_size.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace gatehouse::store {
namespace {

constexpr int bucketsPerStep = 20;
constexpr std::size_t bodiesPerStep = 50; // their pages are many
// Free pages are kept for new rows up to this share of the file, and up to this many.
constexpr std::int64_t keptFreeShare = 20; // 1/20
constexpr std::int64_t keptFreePages = 1'000;
constexpr int pagesPerStep = 250;

WallMicros startOfKept(WallMicros now, std::chrono::hours kept) {
    return now - std::chrono::duration_cast<std::chrono::microseconds>(kept).count();
}

} // namespace

bool RecordRemoval::step(const RetentionSettings& retention, WallMicros now) {
    bool more = false;
    const auto take = [&](const Result<bool>& removed) { more = more || (removed && *removed); };
    const auto bound = [&](std::chrono::hours kept) { return startOfKept(now, kept); };
    // Bodies never outlive their calls.
    auto bodies = retention.bodies;
    if (retention.calls.count() > 0 && (bodies.count() <= 0 || bodies > retention.calls))
        bodies = retention.calls;
    if (bodies.count() > 0)
        take(removeBodies(bound(bodies), bodiesPerStep));
    if (retention.calls.count() > 0)
        take(removeCalls(bound(retention.calls), retention.rowsPerStep));
    if (retention.minuteRollups.count() > 0)
        take(removeRollups(grains[0].number, bound(retention.minuteRollups)));
    if (retention.hourRollups.count() > 0)
        take(removeRollups(grains[1].number, bound(retention.hourRollups)));
    if (!more)
        take(shrink(retention));
    return more;
}

// The start of the newest of the rows that a step removes: both tables are cut at the same time of start.
Result<std::optional<WallMicros>> RecordRemoval::newestOf(const QString& table, std::optional<WallMicros> before,
                                                          std::size_t rows) {
    auto query = m_connection.prepare(QStringLiteral("SELECT MAX(started_at) FROM (SELECT started_at FROM ") + table +
                                      QStringLiteral(" WHERE started_at < ? ORDER BY started_at LIMIT ?) AS oldest"));
    if (!query)
        return tl::unexpected(query.error());
    query->number(before.value_or(std::numeric_limits<WallMicros>::max())).number(static_cast<std::int64_t>(rows));
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    const auto newest = *found && !query->nullAt(0) ? std::optional(query->numberAt(0)) : std::nullopt;
    query->finish();
    return newest;
}

Result<bool> RecordRemoval::removeBodies(std::optional<WallMicros> before, std::size_t rows) {
    const auto newest = newestOf(QStringLiteral("call_bodies"), before, rows);
    if (!newest || !*newest)
        return newest ? Result<bool>(false) : tl::unexpected(newest.error());
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto erase = m_connection.prepare(QStringLiteral(
        "DELETE FROM call_bodies WHERE call_id IN (SELECT call_id FROM call_bodies WHERE started_at <= ? "
        "ORDER BY started_at LIMIT ?)"));
    if (!erase)
        return tl::unexpected(erase.error());
    if (auto done = erase->number(**newest).number(static_cast<std::int64_t>(rows)).run(); !done)
        return tl::unexpected(done.error());
    const auto removed = erase->changed();
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return removed >= static_cast<std::int64_t>(rows);
}

// Rows and what explains them in one transaction, the oldest first. From then on sums of that time cannot be made anew.
Result<bool> RecordRemoval::removeCalls(std::optional<WallMicros> before, std::size_t rows) {
    const auto newest = newestOf(QStringLiteral("calls"), before, rows);
    if (!newest || !*newest)
        return newest ? Result<bool>(false) : tl::unexpected(newest.error());
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto oldest = QStringLiteral(" WHERE seq IN (SELECT seq FROM calls WHERE started_at <= ? "
                                       "ORDER BY started_at, seq LIMIT ?)");
    std::int64_t removed = 0;
    for (const auto& table : {QStringLiteral("call_explains"), QStringLiteral("calls")}) {
        auto erase = m_connection.prepare(QStringLiteral("DELETE FROM ") + table + oldest);
        if (!erase)
            return tl::unexpected(erase.error());
        erase->number(**newest).number(static_cast<std::int64_t>(rows));
        if (auto done = erase->run(); !done)
            return tl::unexpected(done.error());
        removed = erase->changed();
    }
    if (removed == 0)
        return false;
    auto note = m_connection.prepare(QStringLiteral("UPDATE counters SET value = ? WHERE name = ? AND value < ?"));
    if (!note)
        return tl::unexpected(note.error());
    if (auto done = note->number(**newest + 1).text("sums_from_rows_since").number(**newest + 1).run(); !done)
        return tl::unexpected(done.error());
    // Sums of calls without rows are of use only beside rows.
    auto folded = m_connection.prepare(QStringLiteral("DELETE FROM rollups WHERE grain = ? AND bucket < ?"));
    if (!folded)
        return tl::unexpected(folded.error());
    if (auto done = folded->number(foldedGrain).number(**newest - telemetry::microsPerDay).run(); !done)
        return tl::unexpected(done.error());
    auto chunks =
        m_connection.prepare(QStringLiteral("DELETE FROM call_chunks WHERE chunk < (SELECT MIN(seq) FROM calls) / ?"));
    if (!chunks)
        return tl::unexpected(chunks.error());
    if (auto done = chunks->number(rowsPerChunk).run(); !done)
        return tl::unexpected(done.error());
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return removed >= static_cast<std::int64_t>(rows);
}

Result<bool> RecordRemoval::removeRollups(int grain, WallMicros before) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto erase = m_connection.prepare(
        QStringLiteral("DELETE FROM rollups WHERE grain = ? AND bucket IN (SELECT DISTINCT bucket FROM rollups "
                       "WHERE grain = ? AND bucket < ? ORDER BY bucket LIMIT ?)"));
    if (!erase)
        return tl::unexpected(erase.error());
    // A bucket goes when all of it is older, and never while it may still be written from memory.
    const auto bound = before - grains[static_cast<std::size_t>(grain)].micros;
    erase->number(grain).number(grain).number(bound).number(bucketsPerStep);
    if (auto done = erase->run(); !done)
        return tl::unexpected(done.error());
    const bool removed = erase->changed() > 0;
    if (!removed)
        return false;
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    m_rollups.forget();
    return true;
}

// The oldest bodies, then the oldest calls, until what is used is small enough; then free pages go back to the disk.
Result<bool> RecordRemoval::shrink(const RetentionSettings& retention) {
    const auto size = sizeOf(m_connection);
    if (!size)
        return tl::unexpected(size.error());
    if (m_connection.postgres())
        return shrinkPostgres(retention, size->bytes);
    if (retention.bytes > 0 && size->used() > retention.bytes) {
        const auto bodies = removeBodies(std::nullopt, bodiesPerStep);
        if (!bodies || *bodies)
            return bodies;
        const auto calls = removeCalls(std::nullopt, retention.rowsPerStep);
        if (!calls || *calls)
            return calls;
    }
    const auto kept = std::max(keptFreePages, size->bytes / size->pageBytes / keptFreeShare);
    const bool tooLarge = retention.bytes > 0 && size->bytes > retention.bytes && size->freePages() > 0;
    if (size->freePages() <= kept && !tooLarge)
        return false;
    const auto can = givesPagesBack(m_connection);
    if (!can || !*can)
        return can;
    if (auto done = giveBackPages(m_connection, pagesPerStep); !done)
        return tl::unexpected(done.error());
    return true;
}

// PostgreSQL keeps the room of deleted rows for new ones (autovacuum), and its files rarely get smaller: so the share
// of the calls goes by which the store is too large, once, and again when it has grown since.
Result<bool> RecordRemoval::shrinkPostgres(const RetentionSettings& retention, std::int64_t bytes) {
    if (!m_shrinkingUntil) {
        if (retention.bytes <= 0 || bytes <= std::max(retention.bytes, m_settled + m_settled / 50))
            return false;
        const auto edges = m_connection.value(QStringLiteral("SELECT MIN(started_at) FROM calls"));
        const auto newest = m_connection.value(QStringLiteral("SELECT MAX(started_at) FROM calls"));
        if (!edges || !newest || edges->isNull() || newest->isNull())
            return false;
        const auto least = edges->toLongLong();
        const double share = 1.0 - static_cast<double>(retention.bytes) / static_cast<double>(bytes);
        m_shrinkingUntil =
            least + static_cast<WallMicros>(share * static_cast<double>(newest->toLongLong() - least)) + 1;
    }
    auto more = removeBodies(m_shrinkingUntil, bodiesPerStep);
    if (more && !*more)
        more = removeCalls(m_shrinkingUntil, retention.rowsPerStep);
    if (more && !*more) {
        m_shrinkingUntil.reset();
        m_settled = bytes;
    }
    return more;
}

} // namespace gatehouse::store
