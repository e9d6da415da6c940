// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/snapshot.h"
#include "core/routing/capacity/stable_table.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::routing {

// How one health check of a provider went.
struct CheckResult {
    bool well = false;
    std::string problem; // a sentence without secrets; empty where it is well
    std::chrono::microseconds took{0};
    WallMicros at = 0;
};

// What the health checks found, shared by all I/O threads: a provider whose last check failed rests until one succeeds.
// Where none fails, that costs a call one look at an atomic. Thread-safe.
class HealthBoard {
public:
    // True where the last check failed: nothing is sent there.
    bool rests(std::string_view provider) const;
    // Why, for people: the last problem.
    std::string problem(std::string_view provider) const;

    // What it is now, where that is another than before; the first that is well is no news.
    std::optional<bool> note(std::string_view provider, CheckResult result);
    // Providers that are not checked any more rest no more. Control thread.
    void publish(const config::Snapshot& snapshot);

    struct Look {
        enum class State { Unknown, Well, Failing };
        State state = State::Unknown;
        std::uint64_t failures = 0; // in a row
        CheckResult last;
    };
    Look look(std::string_view provider) const;
    std::int64_t failing() const { return m_failing.load(std::memory_order_relaxed); }
    std::uint64_t checks() const { return m_checks.load(std::memory_order_relaxed); }

private:
    struct Entry {
        explicit Entry(std::string_view id) : provider(id) {}
        const std::string provider;
        std::atomic<bool> rests{false};
        mutable std::mutex mutex;
        Look look;
    };
    void forget(Entry& entry);
    Entry* find(std::string_view provider) const;

    static constexpr std::size_t most = 65'536;
    std::atomic<std::int64_t> m_failing{0};
    std::atomic<std::uint64_t> m_checks{0};
    StableTable<Entry, 256> m_entries{most};
};

} // namespace gatehouse::routing
