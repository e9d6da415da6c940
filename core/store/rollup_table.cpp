// SPDX-License-Identifier: Apache-2.0
#include "core/store/rollup_table.h"

#include "core/store/node.h"

#include <utility>

namespace gatehouse::store {

using telemetry::Histogram;
using telemetry::RollupValues;

std::size_t RollupTable::KeyHash::operator()(const Key& key) const noexcept {
    const auto bucket = static_cast<std::uint64_t>(key.bucket / telemetry::microsPerMinute);
    const auto mixed = (bucket * 4 + static_cast<std::uint64_t>(key.grain)) * 0x9e3779b97f4a7c15ULL;
    return mixed ^ (static_cast<std::uint64_t>(key.dimensions) * 0xc2b2ae3d27d4eb4fULL);
}

RollupValues readCounters(const Statement& row, int first) {
    RollupValues out;
    out.calls = row.numberAt(first);
    out.errors = row.numberAt(first + 1);
    out.inputTokens = row.numberAt(first + 2);
    out.cachedInputTokens = row.numberAt(first + 3);
    out.cacheWriteTokens = row.numberAt(first + 4);
    out.outputTokens = row.numberAt(first + 5);
    out.reasoningTokens = row.numberAt(first + 6);
    out.estimatedCalls = row.numberAt(first + 7);
    out.cost = Money::fromPico(row.numberAt(first + 8));
    out.unknownCostCalls = row.numberAt(first + 9);
    out.bytesIn = row.numberAt(first + 10);
    out.bytesOut = row.numberAt(first + 11);
    return out;
}

Result<void> RollupTable::prepare() {
    auto select = m_connection.prepare(QStringLiteral("SELECT %1, total_histogram, first_byte_histogram FROM rollups "
                                                      "WHERE grain = ? AND bucket = ? AND dimensions = ?")
                                           .arg(QLatin1String(rollupColumns)));
    if (!select)
        return tl::unexpected(select.error());
    m_select = std::move(*select);
    auto upsert = m_connection.prepare(
        QStringLiteral(
            "INSERT INTO rollups (grain, bucket, dimensions, %1, total_histogram, first_byte_histogram) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (grain, bucket, dimensions) "
            "DO UPDATE SET calls = excluded.calls, errors = excluded.errors, input = excluded.input, "
            "cached_input = excluded.cached_input, cache_write = excluded.cache_write, output = excluded.output, "
            "reasoning = excluded.reasoning, estimated = excluded.estimated, cost_pico = excluded.cost_pico, "
            "unknown_cost = excluded.unknown_cost, bytes_in = excluded.bytes_in, bytes_out = excluded.bytes_out, "
            "total_histogram = excluded.total_histogram, first_byte_histogram = excluded.first_byte_histogram")
            .arg(QLatin1String(rollupColumns)));
    if (!upsert)
        return tl::unexpected(upsert.error());
    m_upsert = std::move(*upsert);
    return m_connection.postgres() ? prepareGathering() : Result<void>();
}

// On PostgreSQL a batch's rows go into a table of this connection by one COPY, and from there by one statement: each
// for itself would cost a journey to the server, hundreds of them for every batch.
Result<void> RollupTable::prepareGathering() {
    auto made = m_connection.execute(
        QStringLiteral("CREATE TEMPORARY TABLE IF NOT EXISTS rollups_gathered (LIKE rollups) ON COMMIT DELETE ROWS"));
    if (!made)
        return made;
    const std::string columns =
        std::string("grain, bucket, dimensions, ") + rollupColumns + ", total_histogram, first_byte_histogram";
    auto rows = m_connection.insertInto("rollups_gathered", columns);
    if (!rows)
        return tl::unexpected(rows.error());
    m_gathered = std::move(*rows);
    const auto list = toQt(columns);
    auto move = m_connection.prepare(
        QLatin1String("WITH moved AS (DELETE FROM rollups_gathered RETURNING *) INSERT INTO rollups (") + list +
        QLatin1String(") SELECT ") + list +
        QLatin1String(" FROM moved ON CONFLICT (grain, bucket, dimensions) "
                      "DO UPDATE SET calls = excluded.calls, errors = excluded.errors, input = excluded.input, "
                      "cached_input = excluded.cached_input, cache_write = excluded.cache_write, "
                      "output = excluded.output, reasoning = excluded.reasoning, estimated = excluded.estimated, "
                      "cost_pico = excluded.cost_pico, unknown_cost = excluded.unknown_cost, "
                      "bytes_in = excluded.bytes_in, bytes_out = excluded.bytes_out, "
                      "total_histogram = excluded.total_histogram, "
                      "first_byte_histogram = excluded.first_byte_histogram"));
    if (!move)
        return tl::unexpected(move.error());
    m_moveGathered = std::move(*move);
    return {};
}

Result<void> RollupTable::gather(const Key& key, const RollupValues& values) {
    const auto total = values.total.serialise();
    const auto firstByte = values.firstByte.serialise();
    m_gathered->number(key.grain).number(key.bucket).number(key.dimensions);
    for (const auto number :
         {values.calls, values.errors, values.inputTokens, values.cachedInputTokens, values.cacheWriteTokens,
          values.outputTokens, values.reasoningTokens, values.estimatedCalls, values.cost.pico(),
          values.unknownCostCalls, values.bytesIn, values.bytesOut})
        m_gathered->number(number);
    return m_gathered->bytes(total).bytes(firstByte).run();
}

Result<void> RollupTable::moveGathered() {
    if (auto done = m_gathered->flush(); !done)
        return done;
    return m_moveGathered->run();
}

void RollupTable::add(WallMicros minute, std::int64_t dimensions, const RollupValues& values) {
    m_added[{0, minute, dimensions}].merge(values);
    if (m_watch != nullptr)
        m_watch->added(minute, dimensions, values);
}

void RollupTable::addFolded(WallMicros minute, std::int64_t dimensions, const RollupValues& values) {
    add(minute, dimensions, values);
    m_addedFolded[{foldedGrain, minute, dimensions}].merge(values);
}

void RollupTable::add(WallMicros minute, std::int64_t dimensions, const telemetry::CallRecord& record) {
    m_added[{0, minute, dimensions}].add(record);
    if (m_watch == nullptr)
        return;
    RollupValues one;
    one.add(record);
    m_watch->added(minute, dimensions, one);
}

Result<RollupValues*> RollupTable::row(const Key& key) {
    const auto open = m_open.find(key);
    if (open != m_open.end())
        return &open->second;
    m_select->number(key.grain).number(key.bucket).number(key.dimensions);
    if (auto run = m_select->run(); !run)
        return tl::unexpected(run.error());
    const auto found = m_select->next();
    if (!found)
        return tl::unexpected(found.error());
    RollupValues values;
    if (*found) {
        auto total = Histogram::parse(m_select->blobAt(rollupColumnCount));
        auto firstByte = Histogram::parse(m_select->blobAt(rollupColumnCount + 1));
        if (!total || !firstByte)
            return failure(ErrorKind::Unavailable, "store_corrupt", "the store holds a histogram that cannot be read");
        values = readCounters(*m_select, 0);
        values.total = std::move(*total);
        values.firstByte = std::move(*firstByte);
    }
    m_select->finish();
    return &m_open.emplace(key, std::move(values)).first->second;
}

Result<void> RollupTable::write(const Key& key, const RollupValues& values) {
    m_upsert->number(key.grain).number(key.bucket).number(key.dimensions);
    for (const auto number :
         {values.calls, values.errors, values.inputTokens, values.cachedInputTokens, values.cacheWriteTokens,
          values.outputTokens, values.reasoningTokens, values.estimatedCalls, values.cost.pico(),
          values.unknownCostCalls, values.bytesIn, values.bytesOut})
        m_upsert->number(number);
    m_upsert->blob(values.total.serialise()).blob(values.firstByte.serialise());
    return m_upsert->run();
}

// What ended a while ago is hardly added to any more, and is read again where it is.
void RollupTable::closeOld() {
    constexpr auto late = 2 * telemetry::microsPerMinute;
    auto newest = m_newest;
    for (const auto& [key, values] : m_added)
        newest = std::max(newest, key.bucket);
    if (newest == m_newest)
        return;
    m_newest = newest;
    std::erase_if(m_open, [&](const auto& open) {
        const auto* grain = std::find_if(grains.begin(), grains.end(),
                                         [&](const Grain& one) { return one.number == open.first.grain; });
        const auto length = grain != grains.end() ? grain->micros : telemetry::microsPerMinute;
        return open.first.bucket + length + late < newest;
    });
}

Result<void> RollupTable::flush() {
    if (m_open.size() > mostOpen)
        m_open.clear();
    std::unordered_map<Key, const RollupValues*, KeyHash> touched;
    for (const auto& [minute, values] : m_added) {
        for (const auto& grain : grains) {
            const Key key{grain.number, telemetry::floorTo(minute.bucket, grain.micros), minute.dimensions};
            const auto standing = row(key);
            if (!standing)
                return tl::unexpected(standing.error());
            (*standing)->merge(values);
            touched[key] = *standing;
        }
    }
    for (const auto& [key, values] : m_addedFolded) {
        const auto standing = row(key);
        if (!standing)
            return tl::unexpected(standing.error());
        (*standing)->merge(values);
        touched[key] = *standing;
    }
    for (const auto& [key, values] : touched) {
        if (auto done = m_gathered ? gather(key, *values) : write(key, *values); !done)
            return done;
    }
    if (m_gathered && !touched.empty()) {
        if (auto done = moveGathered(); !done)
            return done;
    }
    closeOld();
    m_added.clear();
    m_addedFolded.clear();
    return {};
}

Result<void> RollupTable::replace(int grain, WallMicros bucket, const RollupsByDimensions& values) {
    auto erase = m_connection.prepare(
        QStringLiteral("DELETE FROM rollups WHERE grain = ? AND bucket = ? AND dimensions >= ? AND dimensions < ?"));
    if (!erase)
        return tl::unexpected(erase.error());
    const auto own = dimensionRange(m_connection.node());
    if (auto done = erase->number(grain).number(bucket).number(own.first).number(own.end).run(); !done)
        return done;
    std::erase_if(m_open, [&](const auto& open) { return open.first.grain == grain && open.first.bucket == bucket; });
    for (const auto& [dimensions, sums] : values) {
        if (auto done = write({grain, bucket, dimensions}, sums); !done)
            return done;
    }
    return {};
}

Result<RollupsByDimensions> RollupTable::read(int grain, WallMicros bucket, WallMicros endBucket) {
    auto query = m_connection.prepare(
        QStringLiteral("SELECT dimensions, %1, total_histogram, first_byte_histogram FROM rollups WHERE grain = ? AND "
                       "bucket >= ? AND bucket < ? AND dimensions >= ? AND dimensions < ?")
            .arg(QLatin1String(rollupColumns)));
    if (!query)
        return tl::unexpected(query.error());
    const auto own = dimensionRange(m_connection.node());
    query->number(grain).number(bucket).number(endBucket).number(own.first).number(own.end);
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    RollupsByDimensions out;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return out;
        auto values = readCounters(*query, 1);
        auto total = Histogram::parse(query->blobAt(1 + rollupColumnCount));
        auto firstByte = Histogram::parse(query->blobAt(2 + rollupColumnCount));
        if (!total || !firstByte)
            return failure(ErrorKind::Unavailable, "store_corrupt", "the store holds a histogram that cannot be read");
        values.total = std::move(*total);
        values.firstByte = std::move(*firstByte);
        out[query->numberAt(0)].merge(values);
    }
}

void RollupTable::forget() {
    m_added.clear();
    m_addedFolded.clear();
    m_open.clear();
}

} // namespace gatehouse::store
