// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

namespace gatehouse::http {

// Decides which new calls one overloaded I/O thread still takes.
//
// A queue that empties now and then is only a burst; one that never does is standing, and all who come wait for
// nothing (as CoDel sees it, RFC 8289). So the gate is told when the event loop had nothing to do, and how long calls
// lay in the kernel before they were read. Where the loop has had no pause for a tenth of a second, and even the call
// that waited least waited for the target time, a smaller and smaller share of the new calls goes on; else the share
// grows back. Once calls are refused, the target time without a pause is enough. Who is refused is spread evenly. A
// small share always passes: however much comes, some is served.
//
// Not thread-safe: one per I/O thread.
class LoadGate {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit LoadGate(std::chrono::milliseconds target) : m_target(target) {}

    // The loop had nothing left to do.
    void emptied(TimePoint now);
    // The loop has gone round; with it the share is set anew, at most once per step.
    void wentRound(TimePoint now);
    // A call that has been read lay there for so long.
    void waited(std::chrono::milliseconds time);
    // Without a pause of the loop for so long that it matters how long calls wait.
    bool isCurious(TimePoint now) const { return m_target.count() > 0 && now - m_lastEmpty >= m_target / 2; }
    // A call is there: may it go on?
    bool admit();

    bool isOpen() const { return m_share >= 1.0; }
    double share() const { return m_share; }

private:
    static constexpr std::chrono::milliseconds step{10};
    static constexpr std::int64_t mostSteps = 10; // at once, after a pause
    static constexpr double least = 0.02;
    static constexpr double shrink = 0.9;
    static constexpr double growth = 0.01;
    static constexpr std::chrono::milliseconds patience{100}; // a thread that was kept from its core for a moment

    std::chrono::milliseconds m_target;
    TimePoint m_lastEmpty{};
    TimePoint m_lastStep{};
    double m_share = 1.0;
    double m_credit = 0.0;
    std::chrono::milliseconds m_leastWait = std::chrono::milliseconds::max(); // of this step
};

} // namespace gatehouse::http
