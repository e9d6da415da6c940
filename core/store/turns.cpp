// SPDX-License-Identifier: Apache-2.0
#include "core/store/turns.h"

#include <utility>

namespace gatehouse::store {

bool Turns::take(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    const auto mine = m_next++;
    m_queue.push_back(mine);
    if (m_changed.wait_for(lock, patience, [&] { return m_queue.front() == mine; }))
        return true;
    std::erase(m_queue, mine);
    return false;
}

void Turns::giveBack() {
    {
        const std::lock_guard lock(m_mutex);
        m_queue.pop_front();
    }
    m_changed.notify_all();
}

std::size_t Turns::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_queue.empty() ? 0 : m_queue.size() - 1;
}

std::optional<Turn> Turn::take(std::shared_ptr<Turns> turns, std::chrono::milliseconds patience) {
    if (turns && !turns->take(patience))
        return std::nullopt;
    std::optional<Turn> turn(std::in_place);
    turn->m_turns = std::move(turns);
    return turn;
}

void Turn::giveBack() {
    if (const auto turns = std::exchange(m_turns, nullptr))
        turns->giveBack();
}

} // namespace gatehouse::store
