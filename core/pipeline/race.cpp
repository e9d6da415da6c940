// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/race.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

namespace gatehouse::pipeline {
namespace {

// A cancellation that falls between two operations is missed: it is repeated.
constexpr std::chrono::milliseconds again{5};

// Told at the end of a runner's task, and where the threads end before it: that is why it owns the runner.
struct Ended {
    Race::RunnerPtr runner;
    void operator()(const std::exception_ptr& thrown) const {
        if (thrown)
            runner->opened.reset();
        runner->done = true;
        runner->bell->cancel();
    }
};

} // namespace

Opened Race::Runner::take() {
    if (opened)
        return std::move(*opened);
    return failure(ErrorKind::Internal, "attempt_failed", "An attempt could not be made. Ask again.");
}

void Race::start(const RunnerPtr& runner, Task<void> task) const {
    asio::co_spawn(m_executor, std::move(task), asio::bind_cancellation_slot(runner->stop.slot(), Ended{runner}));
}

Task<void> Race::wait(std::chrono::steady_clock::time_point until) const {
    m_bell->expires_at(until);
    (void)co_await m_bell->async_wait(asTask);
}

Task<void> Race::end(Runner& runner) const {
    while (!runner.done) {
        runner.stop.emit(asio::cancellation_type::terminal);
        co_await wait(std::chrono::steady_clock::now() + again);
    }
}

} // namespace gatehouse::pipeline
