// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/jobs/job.h"

#include <chrono>
#include <cstdint>

namespace gatehouse::jobs {

// The bounds of jobs.
struct Bounds {
    std::size_t waitingOfApp = 1'000; // queued and running ones
    std::size_t waiting = 20'000;     // in the process
    std::size_t running = 32;
    std::size_t runningOfApp = 8;
    std::size_t body = std::size_t{4} << 20U;   // bytes of a request
    std::size_t answer = std::size_t{8} << 20U; // bytes of an answer
    std::chrono::hours patience{24};            // how long a job is tried
    std::chrono::hours kept{24};                // its answer, after it is over
    int interruptions = 3;                      // attempts that end with the process: then the job is not begun again
};

// Is it worth making the call again: what an outage, a limit or a lack of room answers.
bool mayPass(int status);

// How long to wait before the next attempt: 1 s, doubled to 5 min, of which the half is drawn ("dice", 0 to 1), and not
// less than the answer asked for (at most an hour).
std::chrono::microseconds backoff(int attempts, double dice, std::optional<std::int64_t> retryAfter);

// The job after an attempt: done, failed, or queued again. Its request is emptied where it is over.
Job after(Job job, Outcome outcome, WallMicros now, double dice, const Bounds& bounds);

// A job that was running when the process ended: queued again, or failed.
Job afterInterruption(Job job, WallMicros now, const Bounds& bounds);

// What a client is told to wait before it asks again, in seconds.
std::int64_t askAgainIn(const Job& job, WallMicros now);

} // namespace gatehouse::jobs
