// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>

namespace gatehouse::cache {

// What a coroutine waits for that happens on another thread. Owned by the coroutine; others hold it weakly, so that a
// caller who leaves takes it along.
class Signal : public std::enable_shared_from_this<Signal> {
public:
    explicit Signal(Executor executor) : m_executor(executor), m_timer(executor, Timer::time_point::max()) {}

    // Any thread, once.
    static void raise(const std::weak_ptr<Signal>& signal) {
        auto self = signal.lock();
        if (!self)
            return;
        const auto executor = self->m_executor;
        // Handed over, so that the last of it goes on its own thread.
        asio::post(executor, [self = std::move(self)] {
            self->m_raised = true;
            self->m_timer.cancel();
        });
    }

    // True once it was raised; false where the wait was cancelled, or "until" passed.
    Task<bool> wait(std::chrono::steady_clock::time_point until = Timer::time_point::max()) {
        if (m_raised)
            co_return true;
        m_timer.expires_at(until);
        (void)co_await m_timer.async_wait(asTask);
        co_return m_raised;
    }

private:
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
    Executor m_executor;
    Timer m_timer;
    bool m_raised = false;
};

} // namespace gatehouse::cache
