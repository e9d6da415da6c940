// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/connection.h"

#include "core/http/client/connection_pool.h"

#include <boost/asio/buffer.hpp>
#include <utility>

namespace gatehouse::http {

Connection::Connection(Transport transport, Endpoint endpoint, std::shared_ptr<UpstreamCounters> counters)
    : m_transport(std::move(transport)), m_endpoint(std::move(endpoint)), m_counters(std::move(counters)) {
    m_counters->openNow.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection() {
    m_transport.close();
    m_counters->openNow.fetch_sub(1, std::memory_order_relaxed);
}

void Connection::expired() {
    if (m_use == Use::Idle) {
        m_pool->remove(*this);
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
    m_pool->remove(*this);
}

} // namespace gatehouse::http
