// SPDX-License-Identifier: Apache-2.0
#include "core/identity/password_thread.h"

#include <utility>

namespace gatehouse::identity {

PasswordThread::PasswordThread(std::size_t mostWaiting) : m_most(mostWaiting), m_thread([this] { run(); }) {}

PasswordThread::~PasswordThread() {
    stop();
}

bool PasswordThread::post(std::function<void()> work) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopped || m_waiting.size() >= m_most)
            return false;
        m_waiting.push_back(std::move(work));
    }
    m_wake.notify_one();
    return true;
}

void PasswordThread::stop() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
        m_waiting.clear();
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void PasswordThread::run() {
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopped || !m_waiting.empty(); });
            if (m_stopped)
                return;
            work = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        work();
    }
}

} // namespace gatehouse::identity
