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
// that is stopped between its two steps holds up the consumer at that cell, never another producer. Cells are made
// where the queue first gets that far, many at once: one that is never full costs the memory of what it held.
template <typename Item>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity)
        : m_mask(std::bit_ceil(std::max<std::size_t>(2, capacity)) - 1),
          m_parts(std::make_unique<std::atomic<Cell*>[]>(m_mask / partSize + 1)) {}
    ~BoundedQueue() {
        for (std::size_t i = 0; i <= m_mask / partSize; ++i)
            delete[] m_parts[i].load();
    }
    BoundedQueue(const BoundedQueue&) = delete;
    BoundedQueue& operator=(const BoundedQueue&) = delete;

    // Leaves item as it is when the queue is full. Any thread.
    bool push(Item& item) {
        auto place = m_tail.load(std::memory_order_relaxed);
        while (true) {
            auto& cell = made(place & m_mask);
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
        const auto index = place & m_mask;
        auto* const part = m_parts[index / partSize].load(std::memory_order_acquire);
        if (part == nullptr)
            return std::nullopt;
        auto& cell = part[index % partSize];
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

    static constexpr std::size_t partSize = 1'024;

    Cell& made(std::size_t index) {
        auto& place = m_parts[index / partSize];
        auto* part = place.load(std::memory_order_acquire);
        return (part != nullptr ? part : makePart(place, index / partSize))[index % partSize];
    }

    static Cell* makePart(std::atomic<Cell*>& place, std::size_t number) {
        auto cells = std::make_unique<Cell[]>(partSize);
        for (std::size_t i = 0; i < partSize; ++i)
            cells[i].turn.store(number * partSize + i, std::memory_order_relaxed);
        Cell* others = nullptr;
        if (place.compare_exchange_strong(others, cells.get(), std::memory_order_acq_rel, std::memory_order_acquire))
            return cells.release();
        return others;
    }

    const std::size_t m_mask;
    std::unique_ptr<std::atomic<Cell*>[]> m_parts;
    alignas(64) std::atomic<std::size_t> m_tail{0};
    alignas(64) std::atomic<std::size_t> m_head{0};
};

} // namespace gatehouse::telemetry
