// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/tap.h"

#include "core/base/text.h"

namespace gatehouse::dialects::cohere {
namespace {

constexpr std::size_t longestName = 256;

Error failedError(const Reading& reading) {
    ProviderFault fault = reading.fault.value_or(ProviderFault{});
    return errorFrom(fault);
}

} // namespace

SseTap::Verdict ChatTap::readEvent(std::string_view type, std::string_view data) {
    if (trim(data) == "[DONE]")
        return Verdict::Forward;
    if (!m_reading.read(data))
        return Verdict::Unreadable;
    if (m_facts.id.empty() && !m_reading.id.empty())
        m_facts.id = json::presentableString(m_reading.id, longestName);
    m_facts.textBytes += m_reading.content.bytes;
    m_contentSeen = m_contentSeen || m_reading.content.any;
    if (m_reading.usage)
        m_facts.usage = m_reading.usage;
    if (m_reading.stop != StopReason::None)
        m_facts.stop = m_reading.stop;
    if (m_reading.fault || type == "error" || m_reading.stop == StopReason::Failed) {
        if (!m_facts.errorInStream)
            m_facts.errorInStream = failedError(m_reading);
        return Verdict::Forward;
    }
    const std::string_view named = m_reading.type.empty() ? type : m_reading.type;
    m_ended = m_ended || named == "message-end";
    return Verdict::Forward;
}

StreamEnd ChatTap::end() {
    if (!m_ended)
        return StreamEnd::Cut;
    if (m_facts.stop == StopReason::None)
        m_facts.stop = StopReason::Other; // the server has no word for it
    return StreamEnd::Whole;
}

AnswerFacts readFacts(std::string_view body) {
    AnswerFacts facts;
    Reading reading;
    facts.unreadable = !reading.read(body);
    if (facts.unreadable)
        return facts;
    facts.id = json::presentableString(reading.id, longestName);
    facts.usage = reading.usage;
    facts.stop = reading.stop;
    facts.textBytes = reading.content.bytes;
    if (reading.fault)
        facts.errorInStream = errorFrom(*reading.fault);
    return facts;
}

} // namespace gatehouse::dialects::cohere
