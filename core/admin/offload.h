// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace gatehouse::admin {

// Runs "work" elsewhere and resumes the awaiting coroutine on its own I/O thread with what it returned. "post" takes a
// std::function<void()> and says whether it will run; nothing is returned when it will not. The wait itself is not
// cancelled when the client leaves: a change that was begun is finished, and the answer is then dropped. Threads that
// run the work must have stopped before the io_context goes.
template <typename Value, typename Post>
Task<std::optional<Value>> offload(Executor executor, Post post, std::function<Value()> work) {
    auto initiate = [](auto handler, Executor home, Post poster, std::function<Value()> job) {
        using Handler = decltype(handler);
        // std::function wants copies, a coroutine's handler can only be moved.
        auto shared = std::make_shared<Handler>(std::move(handler));
        auto tracked = asio::prefer(home, asio::execution::outstanding_work.tracked);
        auto complete = [shared, tracked](std::optional<Value> value) {
            auto finish = [shared, value = std::move(value)]() mutable { (*shared)(std::move(value)); };
            asio::post(tracked, std::move(finish));
        };
        if (!poster([complete, job = std::move(job)] { complete(job()); }))
            complete(std::nullopt);
    };
    co_return co_await asio::async_initiate<UseTask, void(std::optional<Value>)>(initiate, UseTask{}, executor,
                                                                                std::move(post), std::move(work));
}

} // namespace gatehouse::admin
