// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <atomic>
#include <chrono>
#include <cstdint>

// What is measured of a service's servers. Shared by all threads and by the snapshots that name the same server; every
// member is an atomic of its own: figures of one moment may differ by a call.
namespace gatehouse::services {

struct ServerState {
    std::atomic<std::int64_t> running{0}; // calls
    std::atomic<std::uint64_t> calls{0};
    std::atomic<std::uint64_t> failed{0};
    std::atomic<unsigned> failuresInARow{0};
    std::atomic<unsigned> rests{0};          // in a row: each is longer than the one before
    std::atomic<std::int64_t> restsUntil{0}; // microseconds of the monotonic clock
    std::atomic<bool> checkedWell{true};     // by health checks
    std::atomic<unsigned> goodInARow{0};
    std::atomic<unsigned> badInARow{0};
    std::atomic<std::int64_t> checkedAt{0}; // microseconds since 1970; 0: never
    std::atomic<std::int64_t> nextCheck{0}; // microseconds of the monotonic clock; who moves it on makes the check
};

struct GroupState {
    std::atomic<std::uint64_t> turn{0};
};

struct Group;
struct Server;

// A call that was answered (whatever its status below 500), or failed: no connection, no answer, 502, 503, 504.
void noteGood(const Server& server);
void noteBad(const Group& group, const Server& server, MonotonicTime now);
// The same of a health check. True: the server came back or went.
bool noteCheck(const Group& group, const Server& server, bool well, WallMicros at);

// May calls go there?
bool isUp(const Server& server, MonotonicTime now);

} // namespace gatehouse::services
