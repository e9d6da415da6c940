// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/connection_pool.h"

#include <algorithm>
#include <utility>

namespace gatehouse::http {
namespace {

// Idle for longer than this, a connection may have died unseen.
constexpr std::chrono::seconds doubtful{2};

} // namespace

ConnectionPool::ConnectionPool(Watchdog& watchdog, const HttpUpstreamOptions& options,
                               std::shared_ptr<UpstreamCounters> counters)
    : m_watchdog(watchdog), m_mostPerEndpoint(options.idlePerEndpoint), m_most(options.idleInAll),
      m_idleTimeout(options.idleTimeout), m_counters(std::move(counters)) {}

ConnectionPtr ConnectionPool::take(const Endpoint& endpoint, std::chrono::steady_clock::time_point now) {
    const auto found = m_idle.find(endpoint);
    if (found == m_idle.end() || found->second.empty())
        return nullptr;
    ConnectionPtr connection = std::move(found->second.back());
    found->second.pop_back();
    const auto idleSince = connection->deadline() - m_idleTimeout;
    leave(*connection);
    if (!connection->m_hasty && now - idleSince > doubtful) {
        connection->m_hasty = true;
        connection->setPatience(Connection::shortPatience);
    }
    return connection;
}

void ConnectionPool::leave(Connection& connection) {
    --m_count;
    m_counters->idleNow.fetch_sub(1, std::memory_order_relaxed);
    connection.disarm();
    connection.m_use = Connection::Use::Busy;
}

void ConnectionPool::put(ConnectionPtr connection) {
    auto& idle = m_idle[connection->endpoint()];
    if (connection->m_generation != m_generation || idle.size() >= m_mostPerEndpoint || m_count >= m_most ||
        !connection->transport().isOpen())
        return;
    if (std::exchange(connection->m_hasty, false))
        connection->setPatience(Connection::usualPatience);
    connection->m_use = Connection::Use::Idle;
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

void ConnectionPool::networkChanged() {
    ++m_generation;
    closeAll();
    for (Connection* connection : m_all)
        connection->endIfStranded();
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
