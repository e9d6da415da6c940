// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/tls_sessions.h"

#include <algorithm>
#include <ctime>

namespace gatehouse::http {
namespace {

constexpr std::size_t mostEndpoints = 256;
constexpr std::size_t mostSessions = 4;
// A session stands for a certificate that was checked: not for longer than this.
constexpr long longestUse = 3600;

int slotIndex() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

int takeSession(SSL* ssl, SSL_SESSION* session) {
    auto* slot = static_cast<SessionSlot*>(SSL_get_ex_data(ssl, slotIndex()));
    if (slot == nullptr)
        return 0;
    slot->keep(session);
    return 1;
}

bool isFresh(const SSL_SESSION* session) {
    const long age = static_cast<long>(std::time(nullptr)) - SSL_SESSION_get_time(session);
    return age >= 0 && age < std::min(longestUse, SSL_SESSION_get_timeout(session));
}

} // namespace

void SessionSlot::prepare(SSL* ssl) {
    SSL_set_ex_data(ssl, slotIndex(), this);
    std::erase_if(m_sessions, [](const Session& each) { return !isFresh(each.get()); });
    if (m_sessions.empty())
        return;
    SSL_set_session(ssl, m_sessions.back().get());
    if (SSL_SESSION_get_protocol_version(m_sessions.back().get()) >= TLS1_3_VERSION)
        m_sessions.pop_back();
}

void SessionSlot::keep(SSL_SESSION* session) {
    m_sessions.emplace_back(session);
    if (m_sessions.size() > mostSessions)
        m_sessions.pop_front();
}

std::shared_ptr<SessionSlot> TlsSessions::slotFor(const Endpoint& endpoint,
                                                  const std::shared_ptr<const TlsTrust>& trust) {
    auto found = m_slots.find(endpoint);
    if (found == m_slots.end()) {
        if (m_slots.size() >= mostEndpoints)
            m_slots.clear();
        found = m_slots.emplace(endpoint, nullptr).first;
    }
    if (!found->second || found->second->trust() != trust)
        found->second = std::make_shared<SessionSlot>(trust);
    return found->second;
}

void offerSessions(SSL_CTX* context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, takeSession);
}

} // namespace gatehouse::http
