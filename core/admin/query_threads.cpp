// SPDX-License-Identifier: Apache-2.0
#include "core/admin/query_threads.h"

#include <utility>

namespace gatehouse::admin {

Result<store::Reader*> QueryThreads::Connection::reader() {
    if (!m_reader) {
        auto opened = m_open();
        if (!opened)
            return tl::unexpected<Error>(std::move(opened.error()));
        m_reader = std::move(*opened);
    }
    return m_reader.get();
}

QueryThreads::QueryThreads(std::size_t count, OpenReader open, std::size_t mostWaiting)
    : m_open(std::move(open)), m_most(mostWaiting) {
    m_threads.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        m_threads.emplace_back([this] { run(); });
}

QueryThreads::~QueryThreads() {
    stop();
}

bool QueryThreads::post(Work work) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopped || m_waiting.size() >= m_most) {
            m_refused.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        m_waiting.push_back(std::move(work));
    }
    m_wake.notify_one();
    return true;
}

void QueryThreads::stop() {
    std::deque<Work> dropped;
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
        dropped.swap(m_waiting);
    }
    m_wake.notify_all();
    for (auto& thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

void QueryThreads::run() {
    Connection connection(m_open);
    for (;;) {
        Work work;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopped || !m_waiting.empty(); });
            if (m_stopped)
                return;
            work = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        work(connection);
    }
}

} // namespace gatehouse::admin
