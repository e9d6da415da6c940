// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/connection_pool.h"

#include <algorithm>
#include <utility>

namespace gatehouse::http {

ConnectionPool::ConnectionPool(Watchdog& watchdog, const HttpUpstreamOptions& options,
                               std::shared_ptr<UpstreamCounters> counters)
    : m_watchdog(watchdog), m_mostPerEndpoint(options.idlePerEndpoint), m_most(options.idleInAll),
      m_idleTimeout(options.idleTimeout), m_counters(std::move(counters)) {}

ConnectionPtr ConnectionPool::take(const Endpoint& endpoint) {
    const auto found = m_idle.find(endpoint);
    if (found == m_idle.end() || found->second.empty())
        return nullptr;
    ConnectionPtr connection = std::move(found->second.back());
    found->second.pop_back();
    leave(*connection);
    return connection;
}

void ConnectionPool::leave(Connection& connection) {
    --m_count;
    m_counters->idleNow.fetch_sub(1, std::memory_order_relaxed);
    connection.disarm();
    connection.m_use = Connection::Use::Busy;
    connection.m_pool = nullptr;
}

void ConnectionPool::put(ConnectionPtr connection) {
    auto& idle = m_idle[connection->endpoint()];
    if (idle.size() >= m_mostPerEndpoint || m_count >= m_most || !connection->transport().isOpen())
        return;
    connection->m_use = Connection::Use::Idle;
    connection->m_pool = this;
    connection->arm(m_watchdog, std::chrono::steady_clock::now() + m_idleTimeout);
    connection->watch();
    ++m_count;
    m_counters->idleNow.fetch_add(1, std::memory_order_relaxed);
    idle.push_back(std::move(connection));
}

void ConnectionPool::remove(Connection& connection) {
    const auto found = m_idle.find(connection.endpoint());
    if (found == m_idle.end())
        return;
    auto& idle = found->second;
    const auto at =
        std::find_if(idle.begin(), idle.end(), [&](const ConnectionPtr& each) { return each.get() == &connection; });
    if (at == idle.end())
        return;
    const ConnectionPtr last = std::move(*at); // lives until the end of this function
    idle.erase(at);
    leave(connection);
}

void ConnectionPool::closeAll() {
    auto idle = std::move(m_idle);
    m_idle.clear();
    for (auto& [endpoint, connections] : idle) {
        for (auto& connection : connections)
            leave(*connection);
    }
}

} // namespace gatehouse::http
