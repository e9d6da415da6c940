// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/trial.h"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>

namespace gatehouse::pipeline {

// Two attempts side by side, on the I/O thread of their call: who waits is woken when one of them is done. A runner's
// request is ended by ending the runner; then it is waited for, because it uses what belongs to the waiting call.
class Race {
public:
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

    struct Runner {
        explicit Runner(std::shared_ptr<Timer> b) : bell(std::move(b)) {}
        std::shared_ptr<Timer> bell;
        asio::cancellation_signal stop;
        std::optional<Opened> opened;
        bool done = false;
        bool good() const { return done && opened && *opened && (**opened)->head().status < 400; }
        Opened take();
    };
    using RunnerPtr = std::shared_ptr<Runner>;

    explicit Race(Executor executor) : m_executor(executor), m_bell(std::make_shared<Timer>(executor)) {}

    // Runs the task, which leaves its result in the runner.
    RunnerPtr prepare() const { return std::make_shared<Runner>(m_bell); }
    void start(const RunnerPtr& runner, Task<void> task) const;

    // Until something has happened, or until then.
    Task<void> wait(std::chrono::steady_clock::time_point until) const;
    // Ends what still runs, and waits for that.
    Task<void> end(Runner& runner) const;

private:
    Executor m_executor;
    std::shared_ptr<Timer> m_bell;
};

} // namespace gatehouse::pipeline
