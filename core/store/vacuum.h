// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/telemetry/record_jobs.h"

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

namespace gatehouse::store {

// Gives the room of deleted rows back to the disk without stopping the recording: on SQLite some pages at a time, on
// PostgreSQL by VACUUM, which runs on a connection and a thread of its own. Recorder thread.
class Vacuum {
public:
    explicit Vacuum(ConnectionOptions options) : m_options(std::move(options)) {}
    ~Vacuum();
    // One step. True when there is more to do.
    bool step(Connection& connection, telemetry::RecordJobs& jobs, WallMicros now);

private:
    bool stepSqlite(Connection& connection, telemetry::RecordJobs& jobs, WallMicros now);
    bool stepPostgres(telemetry::RecordJobs& jobs, WallMicros now);
    void runPostgres();

    const ConnectionOptions m_options;
    std::optional<std::int64_t> m_pages; // that were free at the start
    std::thread m_thread;
    std::atomic<bool> m_ended{false};
    Result<void> m_result;
};

} // namespace gatehouse::store
