// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/digest.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gatehouse {

// Things that never change, by key and within a bound of bytes: those that were used longest ago go first. Any thread;
// in parts, each with a lock that is held for a look-up or a change of a list and no longer. An Item has `Digest key`
// and `std::size_t weight() const`, about what it takes of memory.
template <typename Item>
class SharedTable {
public:
    using Pointer = std::shared_ptr<const Item>;

    explicit SharedTable(std::uint64_t bound) : m_bound(bound) {}

    // Null where there is none that will do.
    template <typename WillDo>
    Pointer find(const Digest& key, const WillDo& willDo) {
        auto& part = partOf(key);
        const std::lock_guard lock(part.mutex);
        const auto found = part.places.find(key);
        if (found == part.places.end() || !willDo(**found->second))
            return nullptr;
        part.order.splice(part.order.begin(), part.order, found->second);
        return *found->second;
    }

    // In the place of one of the same key. Returns what had to go for it, the one it replaces not counted; what is
    // larger than the bound goes itself.
    std::vector<Pointer> put(Pointer item) {
        std::vector<Pointer> gone;
        if (item->weight() > bound()) {
            gone.push_back(std::move(item));
            return gone;
        }
        {
            auto& part = partOf(item->key);
            const std::lock_guard lock(part.mutex);
            if (const auto standing = part.places.find(item->key); standing != part.places.end())
                drop(part, standing->second);
            m_bytes.fetch_add(item->weight(), std::memory_order_relaxed);
            const auto key = item->key;
            part.order.push_front(std::move(item));
            part.places.emplace(key, part.order.begin());
        }
        shrink(gone);
        return gone;
    }

    template <typename Fits>
    std::vector<Pointer> removeWhere(const Fits& fits) {
        std::vector<Pointer> gone;
        for (auto& part : m_parts) {
            const std::lock_guard lock(part.mutex);
            for (auto place = part.order.begin(); place != part.order.end();) {
                const auto here = place++;
                if (!fits(**here))
                    continue;
                gone.push_back(*here);
                drop(part, here);
            }
        }
        return gone;
    }

    std::vector<Pointer> setBound(std::uint64_t bound) {
        m_bound.store(bound, std::memory_order_relaxed);
        std::vector<Pointer> gone;
        shrink(gone);
        return gone;
    }

    template <typename Visit>
    void visitAll(const Visit& visit) const {
        for (const auto& part : m_parts) {
            const std::lock_guard lock(part.mutex);
            for (const auto& item : part.order)
                visit(*item);
        }
    }

    std::uint64_t bound() const { return m_bound.load(std::memory_order_relaxed); }
    std::uint64_t bytes() const { return m_bytes.load(std::memory_order_relaxed); }
    std::uint64_t evicted() const { return m_evicted.load(std::memory_order_relaxed); }

private:
    using Order = std::list<Pointer>; // the one used last in front
    struct Part {
        mutable std::mutex mutex;
        Order order;
        std::unordered_map<Digest, typename Order::iterator, DigestHash> places;
    };
    static constexpr std::size_t partCount = 16;

    Part& partOf(const Digest& key) { return m_parts[key[31] % partCount]; }

    void drop(Part& part, typename Order::iterator place) {
        m_bytes.fetch_sub((*place)->weight(), std::memory_order_relaxed);
        part.places.erase((*place)->key);
        part.order.erase(place);
    }

    // One part after the other gives up its oldest, so no lock is held over two of them.
    void shrink(std::vector<Pointer>& gone) {
        for (std::size_t idle = 0; bytes() > bound() && idle < partCount;) {
            auto& part = m_parts[m_next.fetch_add(1, std::memory_order_relaxed) % partCount];
            const std::lock_guard lock(part.mutex);
            if (part.order.empty()) {
                ++idle;
                continue;
            }
            idle = 0;
            gone.push_back(part.order.back());
            drop(part, std::prev(part.order.end()));
            m_evicted.fetch_add(1, std::memory_order_relaxed);
        }
    }

    std::array<Part, partCount> m_parts;
    std::atomic<std::uint64_t> m_bound;
    std::atomic<std::uint64_t> m_bytes{0};
    std::atomic<std::uint64_t> m_evicted{0};
    std::atomic<std::size_t> m_next{0}; // the part that gives up an item next
};

} // namespace gatehouse
