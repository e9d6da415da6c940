// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap_anthropic.h"

namespace gatehouse::dialects {
namespace {

constexpr std::size_t longestName = 256;

} // namespace

// A second message_start is a proxy's replay: the answer begins again (WIRE.md §3).
void AnthropicTap::startAnew() {
    m_usage = {};
    m_stopped = false;
    m_facts.stop = StopReason::None;
    m_facts.textBytes = 0;
    m_facts.id = json::presentableString(m_reading.id, longestName);
    m_facts.model = json::presentableString(m_reading.model, longestName);
}

SseTap::Verdict AnthropicTap::readEvent(std::string_view type, std::string_view data) {
    if (!m_reading.read(data))
        return Verdict::Unreadable;
    const auto kind = m_reading.type.empty() ? type : m_reading.type;
    if (kind == "message_start")
        startAnew();
    else if (kind == "message_stop")
        m_stopped = true;
    if (m_reading.usage.any()) {
        m_usage.merge(m_reading.usage);
        m_facts.usage = m_usage.disjoint();
    }
    if (m_reading.stopSaid)
        m_facts.stop = m_reading.stop;
    m_facts.textBytes += m_reading.content.bytes;
    m_contentSeen = m_contentSeen || m_reading.content.any;
    if ((kind == "error" || m_reading.fault) && !m_facts.errorInStream)
        m_facts.errorInStream = errorFrom(m_reading.fault ? *m_reading.fault : readFault(data));
    return Verdict::Forward;
}

StreamEnd AnthropicTap::end() {
    if (!m_stopped && m_facts.stop == StopReason::None)
        return StreamEnd::Cut;
    if (m_facts.stop == StopReason::None)
        m_facts.stop = StopReason::Other;
    return StreamEnd::Whole;
}

} // namespace gatehouse::dialects
