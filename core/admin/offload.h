// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace gatehouse::admin {

// Runs "work" elsewhere and resumes the awaiting coroutine on its own I/O thread with what it returned. "post" takes a
// std::function<void(Arguments…)> and says whether it will run; nothing is returned when it will not. The wait itself
// is not cancelled when the client leaves: a change that was begun is finished, and its answer is then dropped. Threads
// that run the work must have stopped before the io_context goes.
template <typename Value, typename... Arguments, typename Post>
Task<std::optional<Value>> offload(Executor executor, Post post, std::function<Value(Arguments...)> work) {
    auto initiate = [](auto handler, Executor home, Post poster, std::function<Value(Arguments...)> job) {
        using Handler = decltype(handler);
        // std::function wants copies, a coroutine's handler can only be moved.
        auto shared = std::make_shared<Handler>(std::move(handler));
        auto tracked = asio::prefer(home, asio::execution::outstanding_work.tracked);
        auto complete = [shared = std::move(shared), tracked](std::optional<Value> value) {
            auto finish = [shared, value = std::move(value)]() mutable { (*shared)(std::move(value)); };
            asio::post(tracked, std::move(finish));
        };
        auto run = [complete, job = std::move(job)](Arguments... arguments) { complete(job(arguments...)); };
        if (!poster(std::move(run)))
            complete(std::nullopt);
    };
    UseTask token; // async_initiate() takes it by reference
    co_return co_await asio::async_initiate<UseTask, void(std::optional<Value>)>(initiate, token, executor,
                                                                                 std::move(post), std::move(work));
}

} // namespace gatehouse::admin
