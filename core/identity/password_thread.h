// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace gatehouse::identity {

// Where passwords are hashed: one after the other, so that no flood of sign-ins takes more than one core and the memory
// of one. Thread-safe.
class PasswordThread {
public:
    explicit PasswordThread(std::size_t mostWaiting = 32);
    ~PasswordThread();
    PasswordThread(const PasswordThread&) = delete;
    PasswordThread& operator=(const PasswordThread&) = delete;

    // False when too many wait, or it has stopped: the work is dropped and never runs.
    bool post(std::function<void()> work);
    // Ends what runs, drops what waits.
    void stop();

private:
    void run();

    const std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_waiting;
    bool m_stopped = false;
    std::thread m_thread; // the last member: it uses the others
};

} // namespace gatehouse::identity
