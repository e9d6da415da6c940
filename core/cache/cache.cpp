// SPDX-License-Identifier: Apache-2.0
#include "core/cache/cache.h"

#include <utility>

namespace gatehouse::cache {

Cache::Cache(const Clock& clock, Log& log, MakeKeeper keeper)
    : m_clock(clock), m_entries(config::CacheBounds().memory), m_writer(std::move(keeper), clock, log) {}

Cache::~Cache() {
    stop();
}

void Cache::start() {
    auto take = [this](Entry entry) {
        if (m_stopped || m_entries.bytes() + entry.weight() > m_entries.bound())
            return false;
        // What was answered since the start is newer.
        if (m_entries.find(entry.key, m_clock.wall()) == nullptr)
            keep(std::make_shared<const Entry>(std::move(entry)));
        return true;
    };
    m_writer.start({std::move(take), [this](const Tallies& before) { remember(before); },
                    [this] { m_index.remove(m_entries.removeExpired(m_clock.wall())); }, [this] { return counted(); }});
}

void Cache::remember(const Tallies& before) {
    const std::lock_guard lock(m_tallyMutex);
    for (const auto& [route, tally] : before)
        m_tallies[route] += tally;
}

Tallies Cache::counted() {
    const std::lock_guard lock(m_tallyMutex);
    return std::exchange(m_untold, {});
}

void Cache::configure(const config::CacheBounds& bounds) {
    m_writer.setBound(bounds.store);
    auto gone = m_entries.setBound(bounds.memory);
    m_index.remove(std::move(gone));
}

void Cache::stop() {
    m_stopped = true;
    m_writer.stop();
    m_index.stop();
}

Task<std::optional<Nearest>> Cache::nearest(Digest partition, Vector vector, Executor executor) {
    auto found = co_await m_index.nearest(partition, std::move(vector), executor);
    // The index is a little behind the table, which says what still counts.
    if (found && m_entries.find(found->entry->key, m_clock.wall()) != found->entry) {
        m_index.remove({found->entry});
        found.reset();
    }
    co_return found;
}

void Cache::keep(EntryPtr entry) {
    const bool placed = !entry->vector.empty();
    auto gone = m_entries.put(entry);
    const bool stays = gone.empty() || gone.front() != entry;
    if (placed && stays)
        m_index.add(std::move(entry));
    if (!gone.empty())
        m_index.remove(std::move(gone));
}

void Cache::put(EntryPtr entry) {
    if (m_stopped)
        return;
    keep(entry);
    m_writer.save(std::move(entry));
}

void Cache::count(const std::string& route, Found found, const Entry* entry) {
    Tally one;
    one.misses = found == Found::Miss ? 1 : 0;
    one.semanticHits = found == Found::Semantic ? 1 : 0;
    one.hits = found == Found::Hit || found == Found::Coalesced ? 1 : 0;
    one.coalesced = found == Found::Coalesced ? 1 : 0;
    if (found != Found::Miss && entry != nullptr && entry->cost && !entry->pretend)
        one.saved = *entry->cost;
    const std::lock_guard lock(m_tallyMutex);
    m_tallies[route] += one;
    m_untold[route] += one;
}

Figures Cache::figures() const {
    Figures figures;
    figures.memoryBound = m_entries.bound();
    figures.storeBound = m_writer.bound();
    figures.storeBytes = m_writer.bytes();
    figures.evicted = m_entries.evicted();
    m_entries.count(figures.routes);
    const std::lock_guard lock(m_tallyMutex);
    for (const auto& [route, tally] : m_tallies)
        figures.routes[route].tally = tally;
    return figures;
}

std::size_t Cache::purge(const Purge& purge) {
    auto gone = m_entries.remove(purge);
    const auto count = gone.size();
    m_index.remove(std::move(gone));
    m_writer.purge(purge);
    return count;
}

} // namespace gatehouse::cache
