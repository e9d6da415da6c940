// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/load_gate.h"

#include <algorithm>

namespace gatehouse::http {

void LoadGate::emptied(TimePoint now) {
    m_lastEmpty = now;
}

void LoadGate::waited(std::chrono::milliseconds time) {
    m_leastWait = std::min(m_leastWait, time);
}

void LoadGate::wentRound(TimePoint now) {
    const auto steps = (now - m_lastStep) / step;
    if (steps == 0)
        return;
    m_lastStep = now;
    const bool known = m_leastWait != std::chrono::milliseconds::max();
    const auto patient = isOpen() ? std::max(patience, m_target) : m_target;
    const bool late = m_target.count() > 0 && known && m_leastWait >= m_target && now - m_lastEmpty >= patient;
    m_leastWait = std::chrono::milliseconds::max();
    if (late)
        m_share = std::max(least, m_share * shrink);
    else
        m_share = std::min(1.0, m_share + growth * static_cast<double>(std::min<std::int64_t>(steps, mostSteps)));
}

bool LoadGate::admit() {
    if (isOpen())
        return true;
    m_credit += m_share;
    if (m_credit < 1.0)
        return false;
    m_credit -= 1.0;
    return true;
}

} // namespace gatehouse::http
