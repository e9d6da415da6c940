// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/store/retention.h"
#include "core/store/rollup_table.h"
#include "core/telemetry/record_jobs.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace gatehouse::store {

// Makes the sums of statistics anew from the rows that are kept, hour by hour, a short transaction at a time, while
// calls go on being recorded: what comes in meanwhile is added to both. Sums of times of which rows were removed stay
// as they are, and calls that never had a row are added from their own sums (foldedGrain). Recorder thread.
class RollupRebuild final : public RollupWatch {
public:
    // One step. True when there is more to do.
    bool step(Connection& connection, RollupTable& rollups, const RetentionSettings& retention,
              telemetry::RecordJobs& jobs, WallMicros now);

    void added(WallMicros minute, std::int64_t dimensions, const telemetry::RollupValues& values) override;

private:
    enum class Phase { Idle, Hour, Scan, Write };

    Result<void> begin(Connection& connection, RollupTable& rollups, WallMicros now);
    void beginDay(WallMicros day);
    Result<void> beginHour(Connection& connection, RollupTable& rollups);
    Result<void> scan(Connection& connection);
    Result<void> write(Connection& connection, RollupTable& rollups, const RetentionSettings& retention,
                       WallMicros now);
    Result<void> finishHour(RollupTable& rollups, const RetentionSettings& retention, WallMicros now);
    void advance();
    Result<void> run(Connection& connection, RollupTable& rollups, const RetentionSettings& retention, WallMicros now);
    std::int64_t hoursDone() const;
    void noteQuarters(Connection& connection) const;

    Phase m_phase = Phase::Idle;
    WallMicros m_since = 0; // rows are whole from here on
    WallMicros m_first = 0; // hours [first, end)
    WallMicros m_end = 0;
    WallMicros m_day = 0;
    WallMicros m_hour = 0;
    WallMicros m_toWrite = 0; // minutes of the hour before this are written
    // Rows of the hour that are read: behind these, up to the key that was the last when the hour began.
    WallMicros m_readStart = 0;
    std::int64_t m_readKey = 0;
    std::int64_t m_lastKey = 0;
    std::map<WallMicros, RollupsByDimensions> m_minutes; // not yet written
    RollupsByDimensions m_hourSums;                      // of minutes that are written
    RollupsByDimensions m_quarterSums;                   // of hours that are written
    RollupsByDimensions m_daySums;
    std::int64_t m_rows = 0;
};

} // namespace gatehouse::store
