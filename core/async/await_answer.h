// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace gatehouse {

// Waits on an I/O thread for what another thread answers. "ask" is given a function that may be called once, on any
// thread. Errors: what was answered, or Cancelled where the waiting call was ended before; an answer that comes after
// that is dropped.
template <typename T>
Task<Result<T>> awaitAnswer(Executor executor, std::function<void(std::function<void(Result<T>)>)> ask) {
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
    struct Waiting {
        explicit Waiting(Executor e) : bell(e) {}
        Timer bell;
        std::optional<Result<T>> answer;
    };
    auto waiting = std::make_shared<Waiting>(executor);
    waiting->bell.expires_at(std::chrono::steady_clock::time_point::max());
    std::function<void(Result<T>)> done = [executor, waiting](Result<T> answer) {
        asio::post(executor, [waiting, answer = std::move(answer)]() mutable {
            waiting->answer.emplace(std::move(answer));
            waiting->bell.cancel();
        });
    };
    ask(std::move(done));
    if (!waiting->answer)
        (void)co_await waiting->bell.async_wait(asTask);
    if (waiting->answer)
        co_return std::move(*waiting->answer);
    co_return failure(ErrorKind::Cancelled, "client_gone", "Nobody waits for the answer any more.");
}

} // namespace gatehouse
