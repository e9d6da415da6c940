// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>

namespace gatehouse::providers {

// One coroutine waits on its I/O thread until any thread fires.
class Signal : public std::enable_shared_from_this<Signal> {
public:
    explicit Signal(Executor executor) : m_executor(executor), m_timer(executor) {}

    // Any thread; once is enough.
    void fire() {
        asio::post(m_executor, [self = shared_from_this()] {
            self->m_fired = true;
            self->m_timer.cancel();
        });
    }
    // On the I/O thread. False: it took longer, or the caller was cancelled.
    Task<bool> wait(std::chrono::milliseconds most) {
        m_timer.expires_after(most);
        if (!m_fired)
            (void)co_await m_timer.async_wait(asTask);
        co_return m_fired;
    }

private:
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
    Executor m_executor;
    Timer m_timer;
    bool m_fired = false; // of the I/O thread
};

} // namespace gatehouse::providers
