// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <ctime>
#include <functional>
#include <utility>

namespace gatehouse::http {

// Has this machine slept? CLOCK_BOOTTIME goes on while it is suspended, CLOCK_MONOTONIC does not (clock_gettime(2)), so
// their distance grows by the time asleep. Asked at every call instead of by a timer: whoever comes first after the
// waking notices, and nothing wakes an idle machine. Two readings without a system call.
class SleepWatch {
public:
    using Clock = std::function<std::chrono::nanoseconds()>; // the time asleep so far

    // The clock is for tests.
    explicit SleepWatch(Clock clock) : m_clock(std::move(clock)), m_slept(read()) {}

    bool hasSlept() {
        const auto slept = read();
        const bool news = slept - m_slept > least;
        if (news)
            m_slept = slept;
        return news;
    }

private:
    // Less than any connection minds, more than two readings can differ by.
    static constexpr std::chrono::seconds least{2};

    static std::chrono::nanoseconds now(clockid_t clock) {
        timespec time{};
        ::clock_gettime(clock, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }
    std::chrono::nanoseconds read() const { return m_clock ? m_clock() : now(CLOCK_BOOTTIME) - now(CLOCK_MONOTONIC); }

    Clock m_clock;
    std::chrono::nanoseconds m_slept;
};

} // namespace gatehouse::http
