// SPDX-License-Identifier: Apache-2.0
#include "core/routing/capacity/meter.h"

#include <algorithm>

namespace gatehouse::routing {

std::optional<Meter::Pass> Meter::admit(std::int64_t tokens, std::int64_t now) {
    if (m_blockedUntil.load(std::memory_order_acquire) > now)
        return std::nullopt;
    const auto request = m_requests.admit(1, now);
    if (!request)
        return std::nullopt;
    const auto taken = m_tokens.admit(tokens, now);
    if (!taken) {
        m_requests.takeBack(*request);
        return std::nullopt;
    }
    return Pass{*request, *taken};
}

void Meter::takeBack(const Pass& pass) {
    m_requests.takeBack(pass.requests);
    m_tokens.takeBack(pass.tokens);
}

void Meter::answered(const Pass& pass, const ToldLimits* told, std::int64_t now) {
    if (told != nullptr && told->refused && told->retryAfterMicros)
        m_blockedUntil.store(now + *told->retryAfterMicros, std::memory_order_release);
    m_requests.answered(pass.requests, told != nullptr ? &told->requests : nullptr, now);
    m_tokens.answered(pass.tokens, told != nullptr ? &told->tokens : nullptr, now);
}

std::int64_t Meter::nextChance(std::int64_t tokens, std::int64_t now) const {
    return std::max({m_blockedUntil.load(std::memory_order_acquire), m_requests.nextChance(1, now),
                     m_tokens.nextChance(tokens, now)});
}

Meter::Look Meter::look(std::int64_t now) const {
    Look look;
    look.inFlight = std::max<std::int64_t>(m_inFlight.load(std::memory_order_relaxed), 0);
    look.requests = m_requests.look(now);
    look.tokens = m_tokens.look(now);
    look.blockedFor = std::max<std::int64_t>(m_blockedUntil.load(std::memory_order_relaxed) - now, 0);
    look.known = m_requests.known() || m_tokens.known() || look.blockedFor > 0;
    return look;
}

} // namespace gatehouse::routing
