// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/visit.h"

#include "core/routing/eligibility.h"

#include <algorithm>

namespace gatehouse::pipeline {

using std::chrono::milliseconds;
using telemetry::Outcome;

Visit::Visit(const Ways& ways, const Stop& stop)
    : m_ways(&ways), m_stop(stop), m_ofSeveralKeys(stop.key != nullptr && routing::hasSeveralKeys(stop.provider())) {
    m_target = ways.breakers.ask(stop.provider(), stop.candidate->model);
    if (m_ofSeveralKeys && m_target.given())
        m_key = ways.breakers.ask(stop.provider(), stop.candidate->model, stop.key->reference);
    if (const auto* target = stop.candidate->target; target != nullptr && ways.clock != nullptr && given())
        m_metering = routing::Metering(target->meter, target->arm, *ways.clock);
}

milliseconds Visit::wait() const {
    return std::max(m_target.wait(), m_key.wait());
}

std::string Visit::whyNot() const {
    const auto when = std::to_string(wait().count()) + " ms";
    if (!m_target.given())
        return "its circuit is open after failures in a row; it is probed in " + when;
    return "its key " + m_stop.key->reference + " rests after a refusal; it is probed in " + when;
}

void Visit::answered() {
    tell(m_target.succeeded() ? std::optional(false) : std::nullopt);
    if (m_ofSeveralKeys)
        m_key.succeeded();
}

// A refusal shows that the target lives; what is our own fault, or a stream that broke when much of it had come, shows
// nothing.
void Visit::ended(const std::optional<Failed>& failed, Outcome outcome) {
    m_metering.ended(failed.has_value() || outcome == Outcome::Truncated);
    if (!failed) {
        if (outcome != Outcome::Truncated)
            answered();
        return;
    }
    const auto& error = failed->failure.error;
    const bool broke = error && (error->kind == ErrorKind::Unavailable || error->kind == ErrorKind::Timeout);
    if (broke || failed->failure.status >= 500)
        tell(m_target.failed() ? std::optional(true) : std::nullopt);
    else if (!error)
        tell(m_target.succeeded() ? std::optional(false) : std::nullopt);
    if (m_ofSeveralKeys)
        judgeKey(*failed);
}

// One refusal is enough: there are others. A key that is limited rests for as long as the provider says.
void Visit::judgeKey(const Failed& failed) {
    if (routing::isOfKey(failed.failure.what))
        m_key.refused(failed.failure.retryAfter.value_or(milliseconds::zero()));
    else if (failed.status > 0 && failed.status < 500)
        m_key.succeeded();
}

void Visit::tell(std::optional<bool> rests) const {
    if (rests && m_ways->health != nullptr)
        m_ways->health->targetChanged(m_stop.provider().id, m_stop.candidate->model, *rests);
}

} // namespace gatehouse::pipeline
