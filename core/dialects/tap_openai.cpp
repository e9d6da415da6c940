// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap_openai.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::dialects {
namespace {

// More choices than any limit lets through; what a server numbers beyond is counted as the last.
constexpr std::int64_t mostChoices = 4096;
constexpr std::size_t longestName = 256;

void keepFirst(std::string& target, std::string_view raw) {
    if (target.empty() && !raw.empty())
        target = json::presentableString(raw, longestName);
}

} // namespace

SseTap::Verdict OpenAiTap::readEvent(std::string_view type, std::string_view data) {
    if (trim(data) == "[DONE]") {
        m_done = true;
        return Verdict::Forward;
    }
    if (!m_reading.read(data))
        return Verdict::Unreadable;
    keepFirst(m_facts.id, m_reading.id);
    keepFirst(m_facts.model, m_reading.model);
    for (const auto& choice : m_reading.choices)
        noteChoice(choice);
    if (m_reading.usage)
        m_facts.usage = m_reading.usage;
    if (m_reading.fault || type == "error") {
        noteFault(type, data);
        return Verdict::Forward;
    }
    const bool onlyUsage = m_reading.choicesSeen && m_reading.choices.empty() && m_reading.usage;
    return onlyUsage && m_hideUsage ? Verdict::Withhold : Verdict::Forward;
}

void OpenAiTap::noteFault(std::string_view type, std::string_view data) {
    if (m_facts.errorInStream)
        return;
    if (m_reading.fault) {
        m_facts.errorInStream = errorFrom(*m_reading.fault);
    } else if (type == "error") {
        m_facts.errorInStream = errorFrom(readFault(data)); // the event's data is the error itself
    }
}

void OpenAiTap::noteChoice(const OpenAiChoice& choice) {
    m_facts.textBytes += choice.content.bytes;
    m_contentSeen = m_contentSeen || choice.content.any;
    m_refused = m_refused || choice.refused;
    const auto index = static_cast<std::size_t>(std::clamp<std::int64_t>(choice.index, 0, mostChoices - 1));
    if (index >= m_finish.size()) {
        m_finish.resize(index + 1, Finish::Absent);
        m_seen.resize(index + 1, false);
    }
    m_seen[index] = true;
    // Absent < Null < Blank < Said: what was said once stays said (OpenRouter says it twice).
    m_finish[index] = std::max(m_finish[index], choice.finish);
    if (choice.stop == StopReason::None)
        return;
    if (m_facts.stop == StopReason::None || choice.index <= m_stopIndex) {
        m_stopIndex = choice.index;
        m_facts.stop = choice.stop == StopReason::EndTurn && m_refused ? StopReason::Refusal : choice.stop;
    }
}

StreamEnd OpenAiTap::end() {
    bool any = false;
    for (std::size_t i = 0; i < m_finish.size(); ++i) {
        if (!m_seen[i])
            continue;
        any = true;
        const bool neverSays = m_finish[i] == Finish::Absent || m_finish[i] == Finish::Blank;
        if (m_finish[i] != Finish::Said && !(m_done && neverSays))
            return StreamEnd::Cut;
    }
    if (!any)
        return StreamEnd::Cut;
    if (m_facts.stop == StopReason::None)
        m_facts.stop = StopReason::Other; // the server has no word for it
    return StreamEnd::Whole;
}

} // namespace gatehouse::dialects
