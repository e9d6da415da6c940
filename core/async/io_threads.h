// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace gatehouse {

// One I/O thread: an io_context that runs on a thread of its own. Everything of the data plane lives on one of these;
// other threads reach it by post() only.
class IoThread {
public:
    // The name (at most 15 characters) shows in top and in core files.
    explicit IoThread(std::string name);
    // stop(), then destroys what was still waiting, on the calling thread.
    ~IoThread();
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;

    asio::io_context& context() { return m_context; }
    Executor executor() { return m_context.get_executor(); }
    bool isCurrent() const { return std::this_thread::get_id() == m_thread.get_id(); }

    void start();
    // Ends the loop after the handler that runs now, and joins. Not from this thread itself.
    void stop();

    // Any thread. Runs later, in order of posting; what is posted after stop() is destroyed without running.
    template <typename Function>
    void post(Function function) {
        asio::post(m_context, std::move(function));
    }
    // Any thread but this one: runs the function there and waits for its end. Only while started; for start, stop and
    // tests, not for traffic.
    template <typename Function>
    void runAndWait(Function function) {
        std::packaged_task<void()> task(std::move(function));
        auto done = task.get_future();
        asio::post(m_context, [&task] { task(); });
        done.get();
    }

private:
    void run();

    std::string m_name;
    asio::io_context m_context{1};
    asio::executor_work_guard<Executor> m_work{m_context.get_executor()};
    std::thread m_thread;
};

// The I/O threads of a process, started together.
class IoThreads {
public:
    explicit IoThreads(std::size_t count);
    std::size_t size() const { return m_threads.size(); }
    IoThread& at(std::size_t index) { return *m_threads.at(index); }
    void start();
    void stop();

private:
    std::vector<std::unique_ptr<IoThread>> m_threads;
};

} // namespace gatehouse
