// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/failed.h"
#include "core/pipeline/ways.h"
#include "core/routing/meters.h"
#include "core/routing/resolver.h"
#include "core/telemetry/call_record.h"

#include <chrono>
#include <optional>
#include <string>

namespace gatehouse::pipeline {

// A place on a call's way: a target, and the key that it is asked with.
struct Stop {
    const routing::Resolution* leg = nullptr; // the route that led there
    const routing::Candidate* candidate = nullptr;
    const config::ProviderKey* key = nullptr; // null: the provider takes none
    const config::Provider& provider() const { return *candidate->provider; }
    std::string target() const { return provider().id + "/" + std::string(candidate->model); }
};

// One attempt at one stop, as the health of target and key sees it: leave to begin, and how it went. Move-only; what is
// dropped untold (the client left) counts as nothing. On the I/O thread of its call.
class Visit {
public:
    Visit(const Ways& ways, const Stop& stop);
    Visit(Visit&&) noexcept = default;
    Visit& operator=(Visit&&) noexcept = default;

    bool given() const { return m_target.given() && m_key.given(); }
    // Not given: how long until target or key is probed, and what to tell people.
    std::chrono::milliseconds wait() const;
    std::string whyNot() const;

    // The first byte is about to reach the client, whose next call may be there at once.
    void answered();
    // The first byte, or of a stream the first event, has come.
    void firstByte() { m_metering.firstByte(); }
    // What the attempt says when it is over; without a failure it served, or was cut.
    void ended(const std::optional<Failed>& failed, telemetry::Outcome outcome);

private:
    void tell(std::optional<bool> rests) const;
    void judgeKey(const Failed& failed);

    const Ways* m_ways;
    Stop m_stop;
    routing::Metering m_metering;
    bool m_ofSeveralKeys;
    routing::BreakerBoard::Permit m_target;
    routing::BreakerBoard::Permit m_key; // of one key among several, else always given
};

} // namespace gatehouse::pipeline
