// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/cache/entry_keeper.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <variant>

namespace gatehouse::cache {

// Brings entries into the store and back, on a thread of its own ("cache-store"): what is to be done waits in a queue
// with a bound, and what does not fit is only kept in memory. A store that cannot be written stops nothing. Any thread.
class EntryWriter {
public:
    EntryWriter(MakeKeeper make, const Clock& clock, Log& log);
    ~EntryWriter();
    EntryWriter(const EntryWriter&) = delete;
    EntryWriter& operator=(const EntryWriter&) = delete;

    // What is called on the thread.
    struct Calls {
        std::function<bool(Entry)> take;       // at the beginning: what the store holds, until "no"
        std::function<void(Tallies)> remember; // and what was counted before
        std::function<void()> tidy;            // about once a minute
        std::function<Tallies()> counted;      // since the last time, to be kept; then, and at the end
    };
    void start(Calls calls);
    void setBound(std::uint64_t bytes); // 0: nothing is kept
    void save(EntryPtr entry);
    void purge(Purge purge);
    // Writes what waits, then ends the thread.
    void stop();

    std::uint64_t bytes() const { return m_bytes.load(std::memory_order_relaxed); }
    std::uint64_t bound() const { return m_bound.load(std::memory_order_relaxed); }

private:
    using Job = std::variant<EntryPtr, Purge>;
    void run(const Calls& calls);
    void begin(EntryKeeper& keeper, const Calls& calls);
    void keepCounts(EntryKeeper& keeper, const Calls& calls);
    void carryOut(EntryKeeper& keeper, std::deque<Job> jobs);
    void trim(EntryKeeper& keeper);
    void tell(const char* what, const Error& error);

    MakeKeeper m_make;
    const Clock& m_clock;
    Log& m_log;
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::deque<Job> m_jobs;
    bool m_trimAsked = false;
    bool m_stopping = false;
    std::atomic<std::uint64_t> m_bytes{0};
    std::atomic<std::uint64_t> m_bound{0};
    std::thread m_thread;
};

} // namespace gatehouse::cache
