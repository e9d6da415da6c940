// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/reader.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::admin {

// A few threads for lists, statistics and exports, each with its own read connection to the store, which is opened when
// first asked for and again after it could not be. post() from any thread; stop() (or the destructor) ends the threads
// after the work that runs and drops what waits.
class QueryThreads {
public:
    using OpenReader = std::function<Result<std::unique_ptr<store::Reader>>()>;

    // What a piece of work gets of its thread.
    class Connection {
    public:
        explicit Connection(const OpenReader& open) : m_open(open) {}
        // The thread's reader, or why there is none.
        Result<store::Reader*> reader();

    private:
        const OpenReader& m_open;
        std::unique_ptr<store::Reader> m_reader;
    };
    using Work = std::function<void(Connection&)>;

    static constexpr std::size_t defaultMost = 256;
    QueryThreads(std::size_t count, OpenReader open, std::size_t mostWaiting = defaultMost);
    ~QueryThreads();
    QueryThreads(const QueryThreads&) = delete;
    QueryThreads& operator=(const QueryThreads&) = delete;

    // False when stopped, or when too much waits already: the work is dropped.
    bool post(Work work);
    void stop();
    std::size_t refused() const { return m_refused.load(std::memory_order_relaxed); }

private:
    void run();

    OpenReader m_open;
    std::size_t m_most;
    std::atomic<std::size_t> m_refused{0};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Work> m_waiting;
    bool m_stopped = false;
    std::vector<std::thread> m_threads;
};

} // namespace gatehouse::admin
