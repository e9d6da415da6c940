// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace gatehouse::store {

// The writers of one process take turns, first come first served: neither SQLite's waiting (it sleeps between looks)
// nor a mutex is fair, so a writer that commits all the time would starve the other. Thread-safe.
class Turns {
public:
    bool take(std::chrono::milliseconds patience);
    void giveBack();
    std::size_t waiting() const; // behind the one that has the turn

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::uint64_t> m_queue; // the first has the turn
    std::uint64_t m_next = 0;
};

// A turn that was taken; given back by the destructor.
class Turn {
public:
    Turn() = default; // nobody else writes: always one's turn
    // nullopt when patience ran out.
    static std::optional<Turn> take(std::shared_ptr<Turns> turns, std::chrono::milliseconds patience);
    Turn(Turn&& other) noexcept = default;
    Turn& operator=(Turn&&) = delete;
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() { giveBack(); }
    void giveBack();

private:
    std::shared_ptr<Turns> m_turns;
};

} // namespace gatehouse::store
