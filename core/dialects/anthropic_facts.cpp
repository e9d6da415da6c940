// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic_facts.h"

namespace gatehouse::dialects {
namespace {

constexpr std::size_t longestName = 256;

} // namespace

// A second message_start is a proxy's replay: the answer begins again (WIRE.md §3).
void AnthropicFacts::startAnew(AnswerFacts& facts) {
    m_usage = {};
    m_stopped = false;
    facts.stop = StopReason::None;
    facts.textBytes = 0;
    facts.id = json::presentableString(m_reading.id, longestName);
    facts.model = json::presentableString(m_reading.model, longestName);
}

bool AnthropicFacts::read(std::string_view type, std::string_view data, AnswerFacts& facts) {
    if (!m_reading.read(data))
        return false;
    const auto kind = m_reading.type.empty() ? type : m_reading.type;
    if (kind == "message_start")
        startAnew(facts);
    else if (kind == "message_stop")
        m_stopped = true;
    if (m_reading.usage.any()) {
        m_usage.merge(m_reading.usage);
        facts.usage = m_usage.disjoint();
    }
    if (m_reading.stopSaid)
        facts.stop = m_reading.stop;
    facts.textBytes += m_reading.content.bytes;
    m_contentSeen = m_contentSeen || m_reading.content.any;
    if ((kind == "error" || m_reading.fault) && !facts.errorInStream)
        facts.errorInStream = errorFrom(m_reading.fault ? *m_reading.fault : readFault(data));
    return true;
}

StreamEnd AnthropicFacts::end(AnswerFacts& facts) const {
    if (!m_stopped && facts.stop == StopReason::None)
        return StreamEnd::Cut;
    if (facts.stop == StopReason::None)
        facts.stop = StopReason::Other;
    return StreamEnd::Whole;
}

} // namespace gatehouse::dialects
