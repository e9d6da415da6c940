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
    // Registered with the pool from the start, which must outlive it.
    Connection(Transport transport, Endpoint endpoint, ConnectionPool& pool,
               std::shared_ptr<UpstreamCounters> counters);
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

    // When the network has changed: if the address that the connection speaks from is no longer this machine's, what
    // waits ends with a reset, since nobody will ever answer there.
    void endIfStranded();

private:
    friend class ConnectionPool;
    enum class Use { Busy, Sending, Idle };

    // How long what was sent may stay unacknowledged, in milliseconds (tcp(7), TCP_USER_TIMEOUT). Less where the
    // connection has been idle: it may lead nowhere, and another one is quickly made.
    static constexpr int usualPatience = 30'000;
    static constexpr int shortPatience = 5'000;
    void setPatience(int milliseconds);

    void expired() override;
    // Waits for readiness: an idle connection that becomes readable has ended, or was sent what nobody asked for. The
    // wait stays when the connection is taken out again and then serves the answer: Asio needs no new one.
    void watch();
    void readable();

    std::shared_ptr<SessionSlot> m_sessions; // outlives the transport, whose TLS may still give it sessions
    Transport m_transport;
    Endpoint m_endpoint;
    std::shared_ptr<UpstreamCounters> m_counters;
    ConnectionPool& m_pool;
    std::uint64_t m_generation; // of the network that it was made in
    bool m_hasty = false;       // its patience with a silent peer is short
    Use m_use = Use::Busy;
    bool m_watching = false;
    bool m_timedOut = false;
    bool m_early = false;
};

using ConnectionPtr = std::shared_ptr<Connection>;

} // namespace gatehouse::http
