// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace gatehouse {

// A thread for what may block, such as SQL: it does what is posted, one after the other, and looks again at what is due
// after each batch and at the time that its last look named. post() from any thread.
class WorkThread {
public:
    using Work = std::function<void()>;
    // Does what is due; answers when the next is.
    using Look = std::function<MonotonicTime()>;
    // What runs on the thread besides what is posted; "begin" and "end" may be left out.
    struct Calls {
        Work begin;
        Look look;
        Work end;
    };

    // The name (at most 15 characters) shows in top.
    explicit WorkThread(std::string name, std::size_t most = 4'096);
    ~WorkThread(); // stop()
    WorkThread(const WorkThread&) = delete;
    WorkThread& operator=(const WorkThread&) = delete;

    void start(Calls calls);
    // False: not running, or too much waits already; the work is dropped.
    bool post(Work work);
    // The same without a bound: for news of what the thread itself has handed out, which is bounded elsewhere.
    bool postAnyway(Work work);
    // Does what waits, then ends the thread.
    void stop();

private:
    void run(const Calls& calls);
    bool put(Work work, std::size_t most);

    const std::string m_name;
    const std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::deque<Work> m_waiting;
    bool m_running = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace gatehouse
