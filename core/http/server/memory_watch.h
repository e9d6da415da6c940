// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/server/limits.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace gatehouse::http {

// How far the process has used up its memory budget (rule 4 of the threat model).
enum class MemoryStage : std::uint8_t { Calm, NoStreams, EssentialOnly, Shedding };

// Compares what the process holds with what it may hold: the memory that is resident, and what has been reserved for
// bodies that are still arriving. A stage begins at 85, 92 and 97 % of the budget and ends three points below, so that
// it does not flutter. Any thread; without locks.
class MemoryWatch {
public:
    using Reader = std::function<std::uint64_t()>;

    // budget in bytes; 0: no watch. resident: as residentMemory(), given by tests.
    explicit MemoryWatch(std::uint64_t budget, Reader resident = {});

    MemoryStage stage() const { return m_stage.load(std::memory_order_relaxed); }
    // Looks again where the last look is older than a tenth of a second.
    void look(std::chrono::steady_clock::time_point now);

    void reserve(std::size_t bytes) { m_reserved.fetch_add(bytes, std::memory_order_relaxed); }
    void release(std::size_t bytes) { m_reserved.fetch_sub(bytes, std::memory_order_relaxed); }

    std::uint64_t budget() const { return m_budget; }
    std::uint64_t used() const { return m_used.load(std::memory_order_relaxed); }
    std::uint64_t entered(MemoryStage stage) const {
        return m_entered[static_cast<std::size_t>(stage)].load(std::memory_order_relaxed);
    }

private:
    const std::uint64_t m_budget;
    const Reader m_resident;
    std::atomic<MemoryStage> m_stage{MemoryStage::Calm};
    std::atomic<std::int64_t> m_lastLook{0}; // steady time, in nanoseconds
    std::atomic<std::uint64_t> m_reserved{0};
    std::atomic<std::uint64_t> m_used{0};
    std::array<std::atomic<std::uint64_t>, 4> m_entered{};
};

// Resident bytes of this process (/proc/self/statm); 0 where that cannot be read.
std::uint64_t residentMemory();
// Gives what the allocator keeps of this thread's free memory back to the system, so that what is resident says what is
// needed. Takes milliseconds: for times of need.
void returnFreeMemory();
// What the machine has, or the control group of the process where that is less.
std::uint64_t availableMemory();

} // namespace gatehouse::http
