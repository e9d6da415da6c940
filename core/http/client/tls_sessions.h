// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/transport.h"
#include "core/http/upstream.h"

#include <deque>
#include <map>
#include <memory>

namespace gatehouse::http {

class TlsTrust;

// The sessions that one endpoint has given, to be resumed by later connections: a shorter handshake. A ticket of TLS
// 1.3 serves once (RFC 8446 appendix C.4). Lives on its I/O thread.
class SessionSlot final : public TlsPreparation {
public:
    explicit SessionSlot(std::shared_ptr<const TlsTrust> trust) : m_trust(std::move(trust)) {}
    // Offers the youngest session; sessions that come on this connection are kept here, which must outlive it.
    void prepare(SSL* ssl) override;
    void keep(SSL_SESSION* session); // takes the reference
    const std::shared_ptr<const TlsTrust>& trust() const { return m_trust; }

private:
    struct Release {
        void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
    };
    using Session = std::unique_ptr<SSL_SESSION, Release>;
    // What was believed under other settings is no help: a session belongs to the trust that checked its certificate.
    std::shared_ptr<const TlsTrust> m_trust;
    std::deque<Session> m_sessions; // the youngest last
};

class TlsSessions {
public:
    std::shared_ptr<SessionSlot> slotFor(const Endpoint& endpoint, const std::shared_ptr<const TlsTrust>& trust);
    void forget() { m_slots.clear(); }

private:
    std::map<Endpoint, std::shared_ptr<SessionSlot>> m_slots;
};

// Makes the connections of a context give their sessions to their slots.
void offerSessions(SSL_CTX* context);

} // namespace gatehouse::http
