// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/watchdog.h"
#include "core/http/client/http_upstream.h"
#include "core/http/client/tls_sessions.h"
#include "core/http/transport.h"
#include "core/http/upstream.h"

#include <chrono>
#include <memory>
#include <utility>

namespace gatehouse::http {

class ConnectionPool;

// A connection to a provider, in use or waiting in the pool. Its one guard serves the deadline of whatever is under
// way. Lives on its I/O thread.
class Connection final : public std::enable_shared_from_this<Connection>, public Watchdog::Guard {
public:
    Connection(Transport transport, Endpoint endpoint, std::shared_ptr<UpstreamCounters> counters);
    ~Connection() override;

    Transport& transport() { return m_transport; }
    TcpSocket& socket() { return m_transport.socket(); }
    const Endpoint& endpoint() const { return m_endpoint; }
    void useSessions(std::shared_ptr<SessionSlot> sessions) { m_sessions = std::move(sessions); }
    SessionSlot* sessions() const { return m_sessions.get(); }

    // The deadline of an operation in use: when it passes, pending operations end with operation_aborted and
    // timedOut() is true.
    void guard(Watchdog& watchdog, std::chrono::steady_clock::time_point deadline) { arm(watchdog, deadline); }
    bool timedOut() const { return m_timedOut; }

    // While a request is being sent: wakes the sender (operation_aborted) when the provider says something early.
    void watchForEarlyAnswer();
    bool takeEarlyAnswer() { return std::exchange(m_early, false); }
    void stopWatchingForEarlyAnswer() {
        m_use = Use::Busy;
        m_early = false;
    }

private:
    friend class ConnectionPool;
    enum class Use { Busy, Sending, Idle };

    void expired() override;
    // Waits for readiness: an idle connection that becomes readable has ended, or was sent what nobody asked for. The
    // wait stays when the connection is taken out again and then serves the answer: Asio needs no new one.
    void watch();
    void readable();

    std::shared_ptr<SessionSlot> m_sessions; // outlives the transport, whose TLS may still give it sessions
    Transport m_transport;
    Endpoint m_endpoint;
    std::shared_ptr<UpstreamCounters> m_counters;
    ConnectionPool* m_pool = nullptr; // while idle
    Use m_use = Use::Busy;
    bool m_watching = false;
    bool m_timedOut = false;
    bool m_early = false;
};

using ConnectionPtr = std::shared_ptr<Connection>;

} // namespace gatehouse::http
