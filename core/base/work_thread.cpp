// SPDX-License-Identifier: Apache-2.0
#include "core/base/work_thread.h"

#include <limits>
#include <pthread.h>
#include <utility>

namespace gatehouse {

WorkThread::WorkThread(std::string name, std::size_t most) : m_name(std::move(name)), m_most(most) {}

WorkThread::~WorkThread() {
    stop();
}

void WorkThread::start(Calls calls) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_running || m_stopping)
            return;
        m_running = true;
    }
    m_thread = std::thread([this, calls = std::move(calls)] { run(calls); });
    pthread_setname_np(m_thread.native_handle(), m_name.c_str());
}

bool WorkThread::put(Work work, std::size_t most) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_running || m_stopping || m_waiting.size() >= most)
            return false;
        m_waiting.push_back(std::move(work));
    }
    m_news.notify_one();
    return true;
}

bool WorkThread::post(Work work) {
    return put(std::move(work), m_most);
}

bool WorkThread::postAnyway(Work work) {
    return put(std::move(work), std::numeric_limits<std::size_t>::max());
}

void WorkThread::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_news.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void WorkThread::run(const Calls& calls) {
    if (calls.begin)
        calls.begin();
    std::unique_lock lock(m_mutex);
    for (;;) {
        auto batch = std::exchange(m_waiting, {});
        const bool stopping = m_stopping;
        lock.unlock();
        for (const auto& work : batch)
            work();
        MonotonicTime next = MonotonicTime::max();
        if (!stopping && calls.look)
            next = calls.look();
        if (stopping) {
            if (calls.end)
                calls.end();
            return;
        }
        lock.lock();
        const auto news = [this] { return m_stopping || !m_waiting.empty(); };
        if (next == MonotonicTime::max())
            m_news.wait(lock, news);
        else
            m_news.wait_until(lock, next, news);
    }
}

} // namespace gatehouse
