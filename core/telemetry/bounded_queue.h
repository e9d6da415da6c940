// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace gatehouse::telemetry {

// A bounded queue for many producers and one consumer, without locks: each cell has a turn number that says whether it
// is free for the producer or filled for the consumer of that round (after Dmitry Vyukov's bounded queue). A producer
// that is stopped between its two steps holds up the consumer at that cell, never another producer.
template <typename Item>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity)
        : m_mask(std::bit_ceil(std::max<std::size_t>(2, capacity)) - 1), m_cells(new Cell[m_mask + 1]) {
        for (std::size_t i = 0; i <= m_mask; ++i)
            m_cells[i].turn.store(i, std::memory_order_relaxed);
    }

    // Leaves item as it is when the queue is full. Any thread.
    bool push(Item& item) {
        auto place = m_tail.load(std::memory_order_relaxed);
        while (true) {
            auto& cell = m_cells[place & m_mask];
            const auto turn = cell.turn.load(std::memory_order_acquire);
            if (turn == place) {
                if (m_tail.compare_exchange_weak(place, place + 1, std::memory_order_relaxed)) {
                    cell.item = std::move(item);
                    cell.turn.store(place + 1, std::memory_order_release);
                    return true;
                }
            } else if (static_cast<std::ptrdiff_t>(turn - place) < 0) {
                return false;
            } else {
                place = m_tail.load(std::memory_order_relaxed);
            }
        }
    }

    // The consumer only.
    std::optional<Item> pop() {
        const auto place = m_head.load(std::memory_order_relaxed);
        auto& cell = m_cells[place & m_mask];
        if (cell.turn.load(std::memory_order_acquire) != place + 1)
            return std::nullopt;
        std::optional<Item> out(std::move(cell.item));
        cell.turn.store(place + m_mask + 1, std::memory_order_release);
        m_head.store(place + 1, std::memory_order_relaxed);
        return out;
    }

    // About, when others push meanwhile.
    std::size_t size() const {
        const auto head = m_head.load(std::memory_order_relaxed);
        const auto tail = m_tail.load(std::memory_order_relaxed);
        return tail > head ? tail - head : 0;
    }

private:
    struct Cell {
        std::atomic<std::size_t> turn{0};
        Item item{};
    };

    const std::size_t m_mask;
    std::unique_ptr<Cell[]> m_cells;
    alignas(64) std::atomic<std::size_t> m_tail{0};
    alignas(64) std::atomic<std::size_t> m_head{0};
};

} // namespace gatehouse::telemetry
