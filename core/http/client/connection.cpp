// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/connection.h"

#include "core/http/client/connection_pool.h"

#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::http {
namespace {

void set(int socket, int level, int option, int value) {
    (void)::setsockopt(socket, level, option, &value, sizeof value);
}

// A peer that has gone without a word (its machine sleeps, the network lost it) must not hold a call for the whole
// time that it may take to answer: what is sent must be acknowledged, and silence is asked about.
void watchPeer(int socket, int patience) {
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket, IPPROTO_TCP, TCP_KEEPIDLE, 15);
    set(socket, IPPROTO_TCP, TCP_KEEPINTVL, 5);
    set(socket, IPPROTO_TCP, TCP_KEEPCNT, 3);
    set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, patience);
}

} // namespace

void Connection::setPatience(int milliseconds) {
    set(m_transport.nativeHandle(), IPPROTO_TCP, TCP_USER_TIMEOUT, milliseconds);
}

void Connection::endIfStranded() {
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    auto* const generic = reinterpret_cast<sockaddr*>(&own);
    if (::getsockname(m_transport.nativeHandle(), generic, &size) != 0)
        return;
    if (own.ss_family == AF_INET)
        reinterpret_cast<sockaddr_in*>(&own)->sin_port = 0;
    else
        reinterpret_cast<sockaddr_in6*>(&own)->sin6_port = 0;
    const int probe = ::socket(own.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return;
    const bool gone = ::bind(probe, generic, size) != 0 && errno == EADDRNOTAVAIL;
    ::close(probe);
    if (!gone)
        return;
    // Dissolves the connection as a reset from outside would (connect(2), AF_UNSPEC).
    sockaddr nowhere{};
    nowhere.sa_family = AF_UNSPEC;
    (void)::connect(m_transport.nativeHandle(), &nowhere, sizeof nowhere);
}

Connection::Connection(Transport transport, Endpoint endpoint, ConnectionPool& pool,
                       std::shared_ptr<UpstreamCounters> counters)
    : m_transport(std::move(transport)), m_endpoint(std::move(endpoint)), m_counters(std::move(counters)), m_pool(pool),
      m_generation(pool.enter(*this)) {
    m_counters->openNow.fetch_add(1, std::memory_order_relaxed);
    watchPeer(m_transport.nativeHandle(), usualPatience);
}

Connection::~Connection() {
    m_pool.exit(*this);
    m_transport.close();
    m_counters->openNow.fetch_sub(1, std::memory_order_relaxed);
}

void Connection::expired() {
    if (m_use == Use::Idle) {
        m_pool.remove(*this);
        return;
    }
    m_timedOut = true;
    m_transport.cancel();
}

void Connection::watchForEarlyAnswer() {
    m_use = Use::Sending;
    watch();
}

void Connection::watch() {
    if (m_watching)
        return;
    m_watching = true;
    // A weak pointer: the last owner's end closes the socket at once, whatever waits.
    socket().async_wait(asio::socket_base::wait_read, [weak = weak_from_this()](const boost::system::error_code& code) {
        const auto self = weak.lock();
        if (!self)
            return;
        self->m_watching = false;
        if (!code)
            self->readable();
    });
}

void Connection::readable() {
    if (m_use == Use::Sending) {
        m_early = true;
        m_transport.cancel();
        return;
    }
    if (m_use != Use::Idle)
        return;
    // The event may be older than the last read, and TLS speaks for itself between answers (session tickets): only a
    // read can tell.
    char byte = 0;
    if (m_transport.tryRead(asio::buffer(&byte, 1)).wouldBlock()) {
        watch();
        return;
    }
    m_pool.remove(*this);
}

} // namespace gatehouse::http
