// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/client/connection.h"

#include <cstddef>
#include <map>
#include <vector>

namespace gatehouse::http {

// Idle connections by endpoint, the youngest used first, so that the rest can grow old and go. One per I/O thread.
class ConnectionPool {
public:
    ConnectionPool(Watchdog& watchdog, const HttpUpstreamOptions& options, std::shared_ptr<UpstreamCounters> counters);
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;
    ~ConnectionPool() { closeAll(); }

    ConnectionPtr take(const Endpoint& endpoint); // null when there is none
    // Only a connection whose last answer was read to its end. Closes it when there is no room.
    void put(ConnectionPtr connection);
    void remove(Connection& connection); // closes it
    void closeAll();

private:
    void leave(Connection& connection);

    Watchdog& m_watchdog;
    std::size_t m_mostPerEndpoint;
    std::size_t m_most;
    std::chrono::milliseconds m_idleTimeout;
    std::shared_ptr<UpstreamCounters> m_counters;
    std::map<Endpoint, std::vector<ConnectionPtr>> m_idle;
    std::size_t m_count = 0;
};

} // namespace gatehouse::http
