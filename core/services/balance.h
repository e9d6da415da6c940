// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/services/service.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::services {

// Which group of the rule's shares a call goes to. "dice": any number, evenly spread.
const Group& chooseGroup(const Service& service, const Rule& rule, std::uint64_t dice);

// Which server of a group gets the call; "hash" of what consistent_hash looks at, "tried": indices that failed already.
// Servers that rest or are unwell are passed over; where all do, the one that is due back first is tried all the same
// (as long as it can be reached at all). Null: none is left.
const Server* chooseServer(const Group& group, std::uint64_t hash, std::uint64_t dice,
                           const std::vector<std::size_t>& tried, MonotonicTime now);

std::uint64_t hashOf(std::string_view text);

// Counts a call as running on its server while it lives.
class Running {
public:
    explicit Running(const Server& server) : m_state(server.state) {
        m_state->running.fetch_add(1, std::memory_order_relaxed);
        m_state->calls.fetch_add(1, std::memory_order_relaxed);
    }
    ~Running() { m_state->running.fetch_sub(1, std::memory_order_relaxed); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    std::shared_ptr<ServerState> m_state;
};

} // namespace gatehouse::services
