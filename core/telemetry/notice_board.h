// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/telemetry/bounded_queue.h"
#include "core/telemetry/event_hub.h"
#include "core/telemetry/recorder.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::telemetry {

// The way of started and progress notices from I/O threads to the hub. post() from any thread; the rest belongs to the
// recorder thread, which conflates progress per call.
class NoticeBoard {
public:
    static constexpr std::chrono::milliseconds progressEvery{100};
    static constexpr std::size_t mostCalls = 16'384; // with progress at the same time

    NoticeBoard(std::size_t capacity, EventHub& hub, const Clock& clock);
    void post(CallStarted&& notice);
    void post(CallProgress&& notice);
    std::uint64_t dropped() const { return m_dropped.load(std::memory_order_relaxed); }

    bool waiting() const { return m_queue.size() != 0; }
    bool withheld() const { return m_withheld != 0; } // progress that is not due yet
    void deliver();
    void finished(std::string_view id, const std::string& team, std::string json);

private:
    struct Notice {
        std::optional<CallStarted> started;
        CallProgress progress;
    };
    struct Call {
        std::optional<MonotonicTime> told;
        std::optional<CallProgress> latest;
    };
    void post(std::unique_ptr<Notice> notice);
    void keep(CallProgress&& progress);

    BoundedQueue<std::unique_ptr<Notice>> m_queue;
    EventHub& m_hub;
    const Clock& m_clock;
    std::atomic<std::uint64_t> m_dropped{0};
    std::unordered_map<std::string, Call> m_calls;
    std::size_t m_withheld = 0;
};

} // namespace gatehouse::telemetry
