// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/key_ring.h"

#include "core/routing/eligibility.h"

#include <algorithm>

namespace gatehouse::pipeline {

KeyRing::KeyRing(const routing::Candidate& candidate, const routing::BreakerBoard& breakers, Keys keys) {
    using Circuit = routing::BreakerBoard::Circuit;
    const auto& provider = *candidate.provider;
    if (keys == Keys::FirstOnly || !routing::hasSeveralKeys(provider)) {
        m_keys.push_back(routing::usableKey(provider));
        return;
    }
    for (const auto& key : provider.keys) {
        if (!key.secret)
            continue;
        const auto circuit = breakers.look(provider.id, candidate.model, key.reference);
        if (circuit.state == Circuit::State::Open)
            m_wait = m_wait.count() == 0 ? circuit.wait : std::min(m_wait, circuit.wait);
        else if (&key == candidate.key)
            m_keys.insert(m_keys.begin(), &key);
        else
            m_keys.push_back(&key);
    }
}

} // namespace gatehouse::pipeline
