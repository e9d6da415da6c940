// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap_anthropic.h"

namespace gatehouse::dialects {

SseTap::Verdict AnthropicTap::readEvent(std::string_view type, std::string_view data) {
    if (!m_events.read(type, data, m_facts))
        return Verdict::Unreadable;
    m_contentSeen = m_events.contentSeen();
    return Verdict::Forward;
}

StreamEnd AnthropicTap::end() {
    return m_events.end(m_facts);
}

} // namespace gatehouse::dialects
