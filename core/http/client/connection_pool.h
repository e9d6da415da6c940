// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/client/connection.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_set>
#include <vector>

namespace gatehouse::http {

// Idle connections by endpoint, the youngest used first, so that the rest can grow old and go. One per I/O thread.
class ConnectionPool {
public:
    ConnectionPool(Watchdog& watchdog, const HttpUpstreamOptions& options, std::shared_ptr<UpstreamCounters> counters);
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;
    ~ConnectionPool() { closeAll(); }

    // Null when there is none.
    ConnectionPtr take(const Endpoint& endpoint, std::chrono::steady_clock::time_point now);
    // Only a connection whose last answer was read to its end. Closes it when there is no room.
    void put(ConnectionPtr connection);
    void remove(Connection& connection); // closes it
    void closeAll();
    // The network is another one: closes what is idle, and takes nothing back that was made before. Connections in use
    // whose own address has gone end with a reset.
    void networkChanged();

    // Of every connection, used or idle; answers the generation of the network.
    std::uint64_t enter(Connection& connection) {
        m_all.insert(&connection);
        return m_generation;
    }
    void exit(Connection& connection) { m_all.erase(&connection); }

private:
    void leave(Connection& connection);

    Watchdog& m_watchdog;
    std::size_t m_mostPerEndpoint;
    std::size_t m_most;
    std::chrono::milliseconds m_idleTimeout;
    std::shared_ptr<UpstreamCounters> m_counters;
    std::unordered_set<Connection*> m_all;
    std::uint64_t m_generation = 0;
    std::map<Endpoint, std::vector<ConnectionPtr>> m_idle;
    std::size_t m_count = 0;
};

} // namespace gatehouse::http
