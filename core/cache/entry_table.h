// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/shared_table.h"
#include "core/cache/entry.h"
#include "core/cache/figures.h"
#include "core/cache/purge.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gatehouse::cache {

// Entries by key, within a bound of bytes. Any thread.
class EntryTable {
public:
    explicit EntryTable(std::uint64_t bound) : m_table(bound) {}

    // Null where there is none, or its time is over.
    EntryPtr find(const Digest& key, WallMicros now) {
        return m_table.find(key, [now](const Entry& entry) { return entry.expires > now; });
    }
    // In the place of one of the same key. Returns what had to go for it, the one it replaces not counted; an entry
    // that is larger than the bound goes itself.
    std::vector<EntryPtr> put(EntryPtr entry) { return m_table.put(std::move(entry)); }
    std::vector<EntryPtr> remove(const Purge& purge) {
        return m_table.removeWhere([&purge](const Entry& entry) { return purge.fits(entry); });
    }
    std::vector<EntryPtr> removeExpired(WallMicros now) {
        return m_table.removeWhere([now](const Entry& entry) { return entry.expires <= now; });
    }
    std::vector<EntryPtr> setBound(std::uint64_t bound) { return m_table.setBound(bound); }

    std::uint64_t bound() const { return m_table.bound(); }
    std::uint64_t bytes() const { return m_table.bytes(); }
    std::uint64_t evicted() const { return m_table.evicted(); }
    // Adds entries and bytes by route.
    void count(std::map<std::string, RouteFigures>& routes) const;

private:
    SharedTable<Entry> m_table;
};

} // namespace gatehouse::cache
