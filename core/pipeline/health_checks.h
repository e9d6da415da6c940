// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/pipeline/snapshot_cell.h"
#include "core/pipeline/ways.h"
#include "core/routing/capacity/health_board.h"
#include "core/telemetry/recorder.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// Asks providers by themselves whether they are well, as their `health` says, and tells the board. Each provider is
// asked by one I/O thread; a check that has not ended is not joined by another. A check is no call of an application:
// only one that costs something is recorded, as the gateway's own. One per I/O thread, on that thread.
class HealthChecks : public std::enable_shared_from_this<HealthChecks> {
public:
    struct Parts {
        SnapshotCell& snapshot;
        Ways ways;
        routing::HealthBoard& board;
        telemetry::CallSink& sink;
        const Clock& clock;
        Executor executor;
        std::size_t thread = 0; // of "threads"
        std::size_t threads = 1;
        std::function<void(std::string_view provider, bool well)> changed; // must not block; empty: nobody is told
    };
    explicit HealthChecks(Parts parts) : m_parts(std::move(parts)) {}

    // Until the thread stops.
    void start();

private:
    static Task<void> run(std::shared_ptr<HealthChecks> self);
    static Task<void> check(std::shared_ptr<HealthChecks> self, config::SnapshotPtr snapshot, std::size_t index);
    void lookAround();
    bool isMine(std::string_view provider) const;
    Task<routing::CheckResult> ask(const config::Provider& provider, telemetry::CallRecord& record);
    void note(const config::Provider& provider, routing::CheckResult result);

    Parts m_parts;
    std::map<std::string, MonotonicTime, std::less<>> m_due;
    std::set<std::string, std::less<>> m_underWay;
};

// The application that checks which cost something are recorded under.
inline constexpr std::string_view healthCheckApp = "gatehouse:health";

} // namespace gatehouse::pipeline
