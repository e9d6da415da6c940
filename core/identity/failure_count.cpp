// SPDX-License-Identifier: Apache-2.0
#include "core/identity/failure_count.h"

#include <algorithm>

namespace gatehouse::identity {

std::optional<std::chrono::seconds> FailureCount::mustWait(std::string_view name) const {
    const auto found = m_entries.find(name);
    if (found == m_entries.end() || found->second.failures < m_rule.failures)
        return std::nullopt;
    const auto left = found->second.last + m_rule.wait - m_clock.monotonic();
    if (left <= left.zero())
        return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(left);
}

// After a wait one more attempt is free; each further failure begins another wait, until the window has passed.
void FailureCount::failed(std::string_view name) {
    const auto now = m_clock.monotonic();
    const auto found = m_entries.find(name);
    if (found == m_entries.end()) {
        makeRoom();
        m_entries.emplace(std::string(name), Entry{1, now});
        return;
    }
    auto& entry = found->second;
    entry.failures = now - entry.last > m_rule.window ? 1 : entry.failures + 1;
    entry.last = now;
}

void FailureCount::succeeded(std::string_view name) {
    if (const auto found = m_entries.find(name); found != m_entries.end())
        m_entries.erase(found);
}

void FailureCount::makeRoom() {
    if (m_entries.size() < m_rule.most)
        return;
    m_entries.erase(std::min_element(m_entries.begin(), m_entries.end(),
                                     [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
}

} // namespace gatehouse::identity
