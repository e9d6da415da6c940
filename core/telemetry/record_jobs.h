// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::telemetry {

// Work on the records that is asked for, and is done in small steps beside the recording.
enum class JobKind {
    RebuildRollups, // sums anew from the rows that are kept
    Vacuum,         // gives room that deleted rows left back to the disk
};
inline constexpr std::size_t jobKindCount = 2;
// "rebuild_rollups", "vacuum".
std::string_view nameOf(JobKind kind);
std::optional<JobKind> jobKindNamed(std::string_view name);

enum class JobState { Idle, Waiting, Running, Done, Failed };
std::string_view nameOf(JobState state);

struct JobStatus {
    JobState state = JobState::Idle;
    std::int64_t done = 0; // of "total", in units of the job (days, pages)
    std::int64_t total = 0;
    WallMicros startedAt = 0;
    WallMicros endedAt = 0;
    std::string message; // what it did, or why it failed
};

// One of each kind at a time. Asked by any thread, worked by the recorder's. Thread-safe.
class RecordJobs {
public:
    // False where it waits or runs already.
    bool ask(JobKind kind, WallMicros now);
    JobStatus status(JobKind kind) const;
    // Is any to be worked on?
    bool any() const;

    // The worker: what waits or runs; progress; the end.
    std::optional<JobKind> next() const;
    void progress(JobKind kind, std::int64_t done, std::int64_t total);
    void end(JobKind kind, JobState state, std::string message, WallMicros now);

    // Called when something was asked for; set before any thread asks.
    void onAsked(std::function<void()> notify) { m_notify = std::move(notify); }

private:
    mutable std::mutex m_mutex;
    std::array<JobStatus, jobKindCount> m_jobs;
    std::function<void()> m_notify;
};

} // namespace gatehouse::telemetry
