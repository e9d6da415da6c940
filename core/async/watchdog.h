// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"

#include <chrono>
#include <memory>

namespace gatehouse {

// The deadlines of one I/O thread, looked at in one coarse tick instead of a timer per operation: arming and disarming
// cost no system call. A deadline is met up to one tick late, never early. The tick runs only while a guard is armed.
// Lives on its I/O thread; guards must not outlive it.
class Watchdog {
    struct State;

public:
    // One deadline. expired() is called once on the I/O thread when it passes; it may arm, disarm or destroy any guard.
    class Guard {
    public:
        Guard() = default;
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;
        virtual ~Guard() { disarm(); }

        // Replaces an earlier deadline.
        void arm(Watchdog& watchdog, std::chrono::steady_clock::time_point deadline);
        void disarm();
        bool armed() const { return m_previous != nullptr; }
        std::chrono::steady_clock::time_point deadline() const { return m_deadline; }

    protected:
        virtual void expired() = 0;

    private:
        friend class Watchdog;
        friend struct State;
        Guard* m_previous = nullptr;
        Guard* m_next = nullptr;
        std::chrono::steady_clock::time_point m_deadline;
    };

    explicit Watchdog(Executor executor, std::chrono::milliseconds tick = std::chrono::milliseconds(50));
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    ~Watchdog();

private:
    std::shared_ptr<State> m_state;
};

} // namespace gatehouse
