// SPDX-License-Identifier: Apache-2.0
#include "core/cache/entry_writer.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace gatehouse::cache {
namespace {

constexpr std::size_t mostJobs = 10'000;
constexpr std::chrono::milliseconds gathering{200}; // so that many entries are written as one
constexpr std::chrono::seconds betweenTrims{60};

} // namespace

EntryWriter::EntryWriter(MakeKeeper make, const Clock& clock, Log& log)
    : m_make(std::move(make)), m_clock(clock), m_log(log) {}

EntryWriter::~EntryWriter() {
    stop();
}

void EntryWriter::start(Calls calls) {
    if (!m_make || m_thread.joinable())
        return;
    m_thread = std::thread([this, calls = std::move(calls)] { run(calls); });
    pthread_setname_np(m_thread.native_handle(), "cache-store");
}

void EntryWriter::setBound(std::uint64_t bytes) {
    {
        const std::lock_guard lock(m_mutex);
        m_bound.store(bytes, std::memory_order_relaxed);
        m_trimAsked = true;
    }
    m_news.notify_one();
}

void EntryWriter::save(EntryPtr entry) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || bound() == 0 || m_jobs.size() >= mostJobs)
            return;
        m_jobs.emplace_back(std::move(entry));
    }
    m_news.notify_one();
}

void EntryWriter::purge(Purge purge) {
    {
        const std::lock_guard lock(m_mutex);
        // What waits would come back after it.
        std::erase_if(m_jobs, [&purge](const Job& job) {
            const auto* entry = std::get_if<EntryPtr>(&job);
            return entry != nullptr && purge.fits(**entry);
        });
        m_jobs.emplace_back(std::move(purge));
    }
    m_news.notify_one();
}

void EntryWriter::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_news.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void EntryWriter::tell(const char* what, const Error& error) {
    m_log.warning("cache.store", {{"what", what}, {"error", error.message}});
}

void EntryWriter::carryOut(EntryKeeper& keeper, std::deque<Job> jobs) {
    std::vector<EntryPtr> entries;
    const auto save = [&] {
        if (entries.empty())
            return;
        if (auto saved = keeper.save(entries); !saved)
            tell("save", saved.error());
        entries.clear();
    };
    for (auto& job : jobs) {
        if (auto* entry = std::get_if<EntryPtr>(&job)) {
            m_bytes.fetch_add((*entry)->weight(), std::memory_order_relaxed);
            entries.push_back(std::move(*entry));
            continue;
        }
        save();
        if (auto removed = keeper.remove(std::get<Purge>(job)); !removed)
            tell("purge", removed.error());
    }
    save();
}

void EntryWriter::trim(EntryKeeper& keeper) {
    const auto left = keeper.trim(m_clock.wall(), bound());
    if (left)
        m_bytes.store(*left, std::memory_order_relaxed);
    else
        tell("trim", left.error());
}

void EntryWriter::begin(EntryKeeper& keeper, const Calls& calls) {
    if (auto before = keeper.tallies())
        calls.remember(std::move(*before));
    else
        tell("tallies", before.error());
    if (auto loaded = keeper.load(m_clock.wall(), calls.take); !loaded)
        tell("load", loaded.error());
}

void EntryWriter::keepCounts(EntryKeeper& keeper, const Calls& calls) {
    const auto counted = calls.counted();
    if (counted.empty())
        return;
    if (auto added = keeper.add(m_clock.wall(), counted); !added)
        tell("counts", added.error());
}

void EntryWriter::run(const Calls& calls) {
    auto made = m_make();
    if (!made) {
        tell("open", made.error());
        return;
    }
    auto& keeper = **made;
    begin(keeper, calls);
    auto trimmed = std::chrono::steady_clock::now() - betweenTrims;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_news.wait_for(lock, betweenTrims, [this] { return m_stopping || m_trimAsked || !m_jobs.empty(); });
        if (!m_stopping && !m_jobs.empty())
            m_news.wait_for(lock, gathering, [this] { return m_stopping; });
        auto jobs = std::exchange(m_jobs, {});
        const bool stopping = m_stopping;
        const auto now = std::chrono::steady_clock::now();
        const bool due = std::exchange(m_trimAsked, false) || now - trimmed >= betweenTrims || m_bytes > m_bound;
        lock.unlock();
        const bool purged =
            std::any_of(jobs.begin(), jobs.end(), [](const Job& job) { return std::holds_alternative<Purge>(job); });
        carryOut(keeper, std::move(jobs));
        if (due || purged) {
            trim(keeper);
            calls.tidy();
            trimmed = now;
        }
        if (due || stopping)
            keepCounts(keeper, calls);
        if (stopping)
            return;
        lock.lock();
    }
}

} // namespace gatehouse::cache
