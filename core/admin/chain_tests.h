// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/chains/chain_test.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::admin {

// A test run of a chain, and whose it is.
struct ChainTestRun {
    std::string chain;
    std::string team;          // that owned it; empty: the organisation
    std::uint64_t version = 0; // 0: a draft
    std::string startedBy;
    WallMicros startedAt = 0;
    chains::ChainTestPtr test;
};

// The test runs of chains: those that go on, and the last that are over. In memory only: they hold what was given and
// answered. Any thread.
class ChainTests {
public:
    // Who makes the calls; before the first run.
    void setRunner(std::function<void(chains::ChainTestPtr)> runner) { m_runner = std::move(runner); }
    bool available() const { return m_runner != nullptr; }

    // Starts it. False where too many run already.
    bool begin(ChainTestRun run);
    std::optional<ChainTestRun> find(std::string_view id) const;

private:
    std::function<void(chains::ChainTestPtr)> m_runner;
    mutable std::mutex m_mutex;
    std::deque<ChainTestRun> m_runs; // the oldest first
};

} // namespace gatehouse::admin
