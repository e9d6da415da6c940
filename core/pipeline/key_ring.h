// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/routing/breaker.h"
#include "core/routing/resolver.h"

#include <chrono>
#include <vector>

namespace gatehouse::pipeline {

// The keys with which one target may be tried, in order: the one that the call should stay with, then those that are
// well in the order written. Keys that rest (rejected, out of quota, limited) are left out, but where a provider has
// one key only: there is nothing to gain. What lies at a provider (files, batches) lies with the account of one key, so
// that what is relayed goes with the first alone. Built for a visit of a target, on its I/O thread.
class KeyRing {
public:
    enum class Keys { All, FirstOnly };
    KeyRing(const routing::Candidate& candidate, const routing::BreakerBoard& breakers, Keys keys = Keys::All);

    // False: every key rests; wait() says how long the first of them still does.
    bool usable() const { return m_at < m_keys.size(); }
    // Null: the provider takes none.
    const config::ProviderKey* current() const { return m_keys[m_at]; }
    bool more() const { return m_at + 1 < m_keys.size(); }
    const config::ProviderKey* second() const { return m_keys[m_at + 1]; } // where there are more
    void advance() { ++m_at; }
    std::chrono::milliseconds wait() const { return m_wait; }

private:
    std::vector<const config::ProviderKey*> m_keys;
    std::size_t m_at = 0;
    std::chrono::milliseconds m_wait{0};
};

} // namespace gatehouse::pipeline
