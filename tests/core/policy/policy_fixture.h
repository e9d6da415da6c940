// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/text.h"
#include "core/policy/local_ledger.h"

#include <atomic>
#include <chrono>
#include <string_view>

namespace gatehouse::policy {

// A clock that stands until it is moved. Thread-safe.
class FakeClock final : public Clock {
public:
    MonotonicTime monotonic() const override {
        return MonotonicTime(std::chrono::hours(100)) + std::chrono::milliseconds(m_passed.load());
    }
    WallMicros wall() const override { return m_wall.load(); }
    void pass(std::chrono::milliseconds time) {
        m_passed += time.count();
        m_wall += time.count() * 1000;
    }
    void setWall(std::string_view time) { m_wall = *parseTime(time); }
    void jumpWall(std::chrono::seconds time) { m_wall += time.count() * 1'000'000; }

private:
    std::atomic<std::int64_t> m_passed{0};
    std::atomic<std::int64_t> m_wall{*parseTime("2026-11-18T12:00:00Z")}; // a Wednesday
};

inline Money dollars(std::string_view text) {
    return *Money::parse(text);
}

inline Estimate costing(std::string_view money, std::uint64_t tokens = 0) {
    Estimate estimate;
    estimate.input = tokens;
    estimate.cost = dollars(money);
    return estimate;
}

inline Actual paid(std::string_view money, std::uint64_t tokens = 0) {
    Actual actual;
    actual.input = tokens;
    actual.cost = dollars(money);
    return actual;
}

// Per minute, and at once.
inline config::Limits minuteLimits(std::uint64_t requests, std::uint64_t tokens, std::uint64_t concurrent = 0) {
    config::Limits limits;
    limits.at(config::Measure::Requests, config::Span::Minute) = requests;
    limits.at(config::Measure::Tokens, config::Span::Minute) = tokens;
    limits.concurrent = concurrent;
    return limits;
}

// One team, two applications.
inline config::Snapshot makeSnapshot() {
    config::Snapshot snapshot;
    snapshot.revision = 1;
    snapshot.teams.resize(1);
    snapshot.teams[0].id = "research";
    snapshot.apps.resize(2);
    snapshot.apps[0].id = "notebook";
    snapshot.apps[1].id = "crawler";
    return snapshot;
}

} // namespace gatehouse::policy
