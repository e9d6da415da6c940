// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/event_meter.h"

#include <atomic>
#include <pthread.h>
#include <thread>

namespace gatehouse::ui {

// For debug builds: a thread that writes to standard error where the UI thread stands when one event has kept it for
// more than 50 ms. Made on the UI thread, at most one.
class StallWatch {
public:
    explicit StallWatch(const MeteredApplication& application);
    ~StallWatch();
    StallWatch(const StallWatch&) = delete;
    StallWatch& operator=(const StallWatch&) = delete;

    int reported() const { return m_reported.load(); }

private:
    void run();
    void report(std::int64_t nanoseconds);

    const MeteredApplication& m_application;
    const pthread_t m_watched;
    std::atomic<bool> m_ended{false};
    std::atomic<int> m_reported{0};
    std::thread m_thread;
};

} // namespace gatehouse::ui
