// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/telemetry/rollup.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

namespace gatehouse::store {

// The lengths of time that roll-ups are kept for; their numbers stand in the store.
struct Grain {
    int number;
    std::int64_t micros;
};
inline constexpr std::array<Grain, 4> grains{{{0, telemetry::microsPerMinute},
                                              {1, telemetry::microsPerHour},
                                              {3, 6 * telemetry::microsPerHour}, // charts of a month
                                              {2, telemetry::microsPerDay}}};
// Beside them, by the minute: calls that have no row, only sums. What makes sums anew from rows adds these.
inline constexpr int foldedGrain = 4;

// Told of everything that is added, while sums are made anew. Recorder thread.
class RollupWatch {
public:
    virtual ~RollupWatch() = default;
    virtual void added(WallMicros minute, std::int64_t dimensions, const telemetry::RollupValues& values) = 0;
};
using RollupsByDimensions = std::unordered_map<std::int64_t, telemetry::RollupValues>;

// Adds to the table "rollups". Rows that were touched last are kept in memory, because histograms can only be merged
// here: a row is read once, then only written. Recorder thread, within the caller's transaction; forget() after one
// that failed.
class RollupTable {
public:
    static constexpr std::size_t mostOpen = 4'096;

    explicit RollupTable(Connection& connection) : m_connection(connection) {}
    Result<void> prepare();
    // What came in one minute for one combination: goes into that minute, its hour and its day.
    void add(WallMicros minute, std::int64_t dimensions, const telemetry::RollupValues& values);
    void add(WallMicros minute, std::int64_t dimensions, const telemetry::CallRecord& record);
    // Calls that have no row: counted like the others, and kept apart as well.
    void addFolded(WallMicros minute, std::int64_t dimensions, const telemetry::RollupValues& values);
    // Null: nobody is told. Gone with this object.
    void watch(RollupWatch* watch) { m_watch = watch; }
    bool watched() const { return m_watch != nullptr; }
    // Puts these in the place of all that stand for the node's dimensions in a bucket.
    Result<void> replace(int grain, WallMicros bucket, const RollupsByDimensions& values);
    // What stands in a bucket for the node's dimensions.
    Result<RollupsByDimensions> read(int grain, WallMicros bucket, WallMicros endBucket);
    // Writes what was added since the last time.
    Result<void> flush();
    void forget();

private:
    struct Key {
        int grain = 0;
        WallMicros bucket = 0;
        std::int64_t dimensions = 0;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    using Rows = std::unordered_map<Key, telemetry::RollupValues, KeyHash>;
    void closeOld();
    WallMicros m_newest = 0; // minute that was added to

    Result<telemetry::RollupValues*> row(const Key& key);
    Result<void> write(const Key& key, const telemetry::RollupValues& values);
    Result<void> prepareGathering();
    Result<void> gather(const Key& key, const telemetry::RollupValues& values);
    Result<void> moveGathered();

    Connection& m_connection;
    std::optional<Statement> m_select;
    std::optional<Statement> m_upsert;
    std::unique_ptr<RowInsert> m_gathered; // PostgreSQL
    std::optional<Statement> m_moveGathered;
    Rows m_added; // by minute
    Rows m_addedFolded;
    RollupWatch* m_watch = nullptr;
    Rows m_open; // as they stand in the table
};

// Reads the counters of a row, in the order of rollupColumns, from the given column on.
inline constexpr auto rollupColumns =
    "calls, errors, input, cached_input, cache_write, output, reasoning, estimated, cost_pico, unknown_cost, "
    "bytes_in, bytes_out";
inline constexpr int rollupColumnCount = 12;
telemetry::RollupValues readCounters(const Statement& row, int first);

} // namespace gatehouse::store
