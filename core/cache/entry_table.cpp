// SPDX-License-Identifier: Apache-2.0
#include "core/cache/entry_table.h"

namespace gatehouse::cache {

EntryPtr EntryTable::find(const Digest& key, WallMicros now) {
    auto& part = partOf(key);
    const std::lock_guard lock(part.mutex);
    const auto found = part.places.find(key);
    if (found == part.places.end() || (*found->second)->expires <= now)
        return nullptr;
    part.order.splice(part.order.begin(), part.order, found->second);
    return *found->second;
}

std::vector<EntryPtr> EntryTable::put(EntryPtr entry) {
    std::vector<EntryPtr> gone;
    if (entry->weight() > bound()) {
        gone.push_back(std::move(entry));
        return gone;
    }
    {
        auto& part = partOf(entry->key);
        const std::lock_guard lock(part.mutex);
        if (const auto standing = part.places.find(entry->key); standing != part.places.end())
            drop(part, standing->second);
        m_bytes.fetch_add(entry->weight(), std::memory_order_relaxed);
        const auto key = entry->key;
        part.order.push_front(std::move(entry));
        part.places.emplace(key, part.order.begin());
    }
    shrink(gone);
    return gone;
}

void EntryTable::drop(Part& part, Order::iterator place) {
    m_bytes.fetch_sub((*place)->weight(), std::memory_order_relaxed);
    part.places.erase((*place)->key);
    part.order.erase(place);
}

// One part after the other gives up its oldest, so no lock is held over two of them.
void EntryTable::shrink(std::vector<EntryPtr>& gone) {
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

std::vector<EntryPtr> EntryTable::setBound(std::uint64_t bound) {
    m_bound.store(bound, std::memory_order_relaxed);
    std::vector<EntryPtr> gone;
    shrink(gone);
    return gone;
}

template <typename Fits>
std::vector<EntryPtr> EntryTable::removeWhere(const Fits& fits) {
    std::vector<EntryPtr> gone;
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

std::vector<EntryPtr> EntryTable::remove(const Purge& purge) {
    return removeWhere([&purge](const Entry& entry) { return purge.fits(entry); });
}

std::vector<EntryPtr> EntryTable::removeExpired(WallMicros now) {
    return removeWhere([now](const Entry& entry) { return entry.expires <= now; });
}

void EntryTable::count(std::map<std::string, RouteFigures>& routes) const {
    for (const auto& part : m_parts) {
        const std::lock_guard lock(part.mutex);
        for (const auto& entry : part.order) {
            auto& route = routes[entry->route];
            ++route.entries;
            route.bytes += entry->weight();
        }
    }
}

} // namespace gatehouse::cache
