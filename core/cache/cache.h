// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/cache/entry_table.h"
#include "core/cache/entry_writer.h"
#include "core/cache/figures.h"
#include "core/cache/flights.h"
#include "core/cache/purge.h"
#include "core/cache/semantic_index.h"
#include "core/config/snapshot.h"

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::cache {

enum class Found { Hit, Semantic, Coalesced, Miss };

// The answers that routes with a cache may give again: one for the process, shared by all I/O threads. Routes without a
// cache never come here. An entry lives in memory, within a bound; its text's place in an index on a thread of its own;
// a copy in the store, written on another, from which the memory is filled again at start.
class Cache {
public:
    Cache(const Clock& clock, Log& log, MakeKeeper keeper);
    ~Cache();
    Cache(const Cache&) = delete;
    Cache& operator=(const Cache&) = delete;

    // Fills the memory from the store, beside the work.
    void start();
    // New bounds. Control thread.
    void configure(const config::CacheBounds& bounds);
    // Writes what waits and ends the threads; while the I/O threads' contexts live.
    void stop();

    EntryPtr find(const Digest& key) { return m_entries.find(key, m_clock.wall()); }
    // On the I/O thread of "executor".
    Task<std::optional<Nearest>> nearest(Digest partition, Vector vector, Executor executor);
    void put(EntryPtr entry);
    Flights& flights() { return m_flights; }

    void count(const std::string& route, Found found, const Entry* entry);

    // Any thread; these take as long as there are entries.
    Figures figures() const;
    std::size_t purge(const Purge& purge);

private:
    void keep(EntryPtr entry);
    void remember(const Tallies& before);
    Tallies counted();

    const Clock& m_clock;
    EntryTable m_entries;
    Flights m_flights;
    EntryWriter m_writer;
    SemanticIndex m_index;
    std::atomic<bool> m_stopped{false};
    mutable std::mutex m_tallyMutex;
    Tallies m_tallies;
    Tallies m_untold; // of these, what the store does not know yet
};

} // namespace gatehouse::cache
