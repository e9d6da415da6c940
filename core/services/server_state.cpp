// SPDX-License-Identifier: Apache-2.0
#include "core/services/server_state.h"

#include "core/services/service.h"

#include <algorithm>

namespace gatehouse::services {
namespace {

constexpr unsigned mostDoublings = 5;

std::int64_t microsOf(MonotonicTime time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

} // namespace

void noteGood(const Server& server) {
    server.state->failuresInARow.store(0, std::memory_order_relaxed);
    server.state->rests.store(0, std::memory_order_relaxed);
}

void noteBad(const Group& group, const Server& server, MonotonicTime now) {
    auto& state = *server.state;
    state.failed.fetch_add(1, std::memory_order_relaxed);
    const auto inARow = state.failuresInARow.fetch_add(1, std::memory_order_relaxed) + 1;
    if (inARow < group.failures)
        return;
    // One call tries it again when the rest is over; if it fails too, the next rest is twice as long.
    state.failuresInARow.store(group.failures - 1, std::memory_order_relaxed);
    const auto rests = std::min(state.rests.fetch_add(1, std::memory_order_relaxed), mostDoublings);
    state.restsUntil.store(microsOf(now + group.rest * (1U << rests)), std::memory_order_relaxed);
}

bool noteCheck(const Group& group, const Server& server, bool well, WallMicros at) {
    auto& state = *server.state;
    state.checkedAt.store(at, std::memory_order_relaxed);
    const bool was = state.checkedWell.load(std::memory_order_relaxed);
    if (well) {
        state.badInARow.store(0, std::memory_order_relaxed);
        const auto good = state.goodInARow.fetch_add(1, std::memory_order_relaxed) + 1;
        if (was || !group.health || good < group.health->healthy)
            return false;
    } else {
        state.goodInARow.store(0, std::memory_order_relaxed);
        const auto bad = state.badInARow.fetch_add(1, std::memory_order_relaxed) + 1;
        if (!was || !group.health || bad < group.health->unhealthy)
            return false;
    }
    state.checkedWell.store(well, std::memory_order_relaxed);
    return true;
}

bool isUp(const Server& server, MonotonicTime now) {
    return server.broken.empty() && server.state->checkedWell.load(std::memory_order_relaxed) &&
           server.state->restsUntil.load(std::memory_order_relaxed) <= microsOf(now);
}

} // namespace gatehouse::services
