// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap_media.h"

#include "core/base/text.h"

namespace gatehouse::dialects {
namespace {

// Several images make several final events, each with its own numbers.
void addUsage(std::optional<Usage>& sum, const Usage& more) {
    if (!sum) {
        sum = more;
        return;
    }
    sum->input += more.input;
    sum->cachedInput += more.cachedInput;
    sum->cacheWrite += more.cacheWrite;
    sum->output += more.output;
    sum->reasoning += more.reasoning;
    sum->mediaInput += more.mediaInput;
    sum->mediaOutput += more.mediaOutput;
}

} // namespace

SseTap::Verdict MediaTap::readEvent(std::string_view type, std::string_view data) {
    if (trim(data) == "[DONE]") {
        m_done = true;
        return Verdict::Forward;
    }
    if (!m_reading.read(data))
        return Verdict::Unreadable;
    const std::string_view named = m_reading.type.empty() ? type : std::string_view(m_reading.type);
    if ((m_reading.fault || named == "error") && !m_facts.errorInStream)
        m_facts.errorInStream = errorFrom(m_reading.fault ? *m_reading.fault : readFault(data));
    m_done = m_done || named.ends_with(".completed") || named.ends_with(".done");
    m_contentSeen = m_contentSeen || named != "error";
    if (m_reading.usage)
        addUsage(m_facts.usage, *m_reading.usage);
    if (m_reading.soundMillis)
        m_facts.soundMillis = m_reading.soundMillis;
    return Verdict::Forward;
}

} // namespace gatehouse::dialects
