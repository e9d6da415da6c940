// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/limits.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace gatehouse::policy {

// Counts what happened in the last minute, hour or day: a ring of 240 buckets and some to spare, 2 KiB whatever the
// span. A bucket leaves when all of it is older than the span, so nothing counts for less than 60 s or for more than
// 60.25 s (an hour and 15 s, a day and 6 min): the limit is never passed in any span, and at most 0.42 % of what would
// have been allowed is refused. Thread-safe without locks. Times are what the caller read from the monotonic clock,
// since a common origin, at least 0.
class SlidingWindow {
public:
    using Time = std::chrono::nanoseconds;
    static constexpr std::uint64_t most = std::uint64_t{1} << 35U; // greater amounts are taken as this

    explicit SlidingWindow(config::Span span = config::Span::Minute) : m_span(span) {}

    // Where an amount was booked, to give back from there.
    struct Booking {
        std::uint64_t tick = 0;
        std::uint64_t total = 0; // that was used then, itself included
    };

    // The bucket of a moment, worked out once for many windows of one span.
    struct Tick {
        std::uint64_t number = 0;
    };
    static Tick tickAt(config::Span span, Time now);

    // Books the amount if the limit allows it now.
    std::optional<Booking> tryBook(std::uint64_t amount, std::uint64_t limit, Tick now);
    std::optional<Booking> tryBook(std::uint64_t amount, std::uint64_t limit, Time now) {
        return tryBook(amount, limit, tickAt(m_span, now));
    }
    // Books what has been used already, whatever the limit. "when" may lie in the past, as what a store remembers does.
    void add(std::uint64_t amount, Time when, Time now);
    void add(std::uint64_t amount, Time now) { add(amount, now, now); }
    // Takes back part of a booking, exactly, as long as it counts at all.
    void giveBack(Booking booking, std::uint64_t amount);

    std::uint64_t used(Time now);
    std::uint64_t total() const { return m_total.load(std::memory_order_relaxed); } // as of the last booking
    // How long until the amount may fit, if nothing else comes; 0: it never does.
    std::chrono::milliseconds untilRoom(std::uint64_t amount, std::uint64_t limit, Time now) const;

private:
    static constexpr std::uint64_t ringSize = 256;

    Time bucket() const;
    std::uint64_t tickOf(Time now) const { return tickAt(m_span, now).number; }
    std::uint64_t put(std::uint64_t amount, std::uint64_t tick);
    void sweep(std::uint64_t tick);
    void expire(std::uint64_t slot, std::uint64_t tick);

    const config::Span m_span;
    std::atomic<std::uint64_t> m_total{0}; // never less than the sum of the slots
    std::atomic<std::uint64_t> m_swept{0};
    std::array<std::atomic<std::uint64_t>, ringSize> m_slots{}; // tick:28 | amount:36
};

} // namespace gatehouse::policy
