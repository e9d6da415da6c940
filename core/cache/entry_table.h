// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/entry.h"
#include "core/cache/figures.h"
#include "core/cache/purge.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::cache {

// Entries by key, within a bound of bytes: those that were used longest ago go first. Any thread; in parts, each with a
// lock that is held for a look-up or a change of a list and no longer.
class EntryTable {
public:
    explicit EntryTable(std::uint64_t bound) : m_bound(bound) {}

    // Null where there is none, or its time is over.
    EntryPtr find(const Digest& key, WallMicros now);
    // In the place of one of the same key. Returns what had to go for it, the one it replaces not counted; an entry
    // that is larger than the bound goes itself.
    std::vector<EntryPtr> put(EntryPtr entry);
    std::vector<EntryPtr> remove(const Purge& purge);
    std::vector<EntryPtr> removeExpired(WallMicros now);
    std::vector<EntryPtr> setBound(std::uint64_t bound);

    std::uint64_t bound() const { return m_bound.load(std::memory_order_relaxed); }
    std::uint64_t bytes() const { return m_bytes.load(std::memory_order_relaxed); }
    std::uint64_t evicted() const { return m_evicted.load(std::memory_order_relaxed); }
    // Adds entries and bytes by route.
    void count(std::map<std::string, RouteFigures>& routes) const;

private:
    using Order = std::list<EntryPtr>; // the one used last in front
    struct Part {
        mutable std::mutex mutex;
        Order order;
        std::unordered_map<Digest, Order::iterator, DigestHash> places;
    };
    static constexpr std::size_t partCount = 16;

    Part& partOf(const Digest& key) { return m_parts[key[31] % partCount]; }
    void drop(Part& part, Order::iterator place);
    void shrink(std::vector<EntryPtr>& gone);
    template <typename Fits>
    std::vector<EntryPtr> removeWhere(const Fits& fits);

    std::array<Part, partCount> m_parts;
    std::atomic<std::uint64_t> m_bound;
    std::atomic<std::uint64_t> m_bytes{0};
    std::atomic<std::uint64_t> m_evicted{0};
    std::atomic<std::size_t> m_next{0}; // the part that gives up an entry next
};

} // namespace gatehouse::cache
