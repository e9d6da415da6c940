// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/job_runner.h"

#include "core/base/text.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/apis/kept_error.h"
#include "core/pipeline/apis/known_caller.h"
#include "core/pipeline/apis/own_ids.h"
#include "core/pipeline/race.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace gatehouse::pipeline {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds look{100}; // how late a call may be ended
constexpr std::chrono::hours longest{1};

KeptRequest requestOf(const jobs::Job& job) {
    const auto& asked = job.request;
    KeptRequest request;
    request.path = asked.path;
    request.query = asked.query;
    request.body = asked.body;
    request.peer = asked.peer;
    const auto add = [&request](const char* name, const std::string& value) {
        if (!value.empty())
            request.fields.push_back({name, value});
    };
    add("content-type", asked.contentType);
    add("accept", asked.accept);
    add("user-agent", asked.client);
    add("x-gatehouse-tags", asked.tags);
    add("x-gatehouse-session", asked.session);
    return request;
}

} // namespace

struct JobRunner::Running {
    Running(Executor executor, jobs::Job j, std::size_t most)
        : exchange(executor, ownRequestId(), requestOf(j), most), job(std::move(j)) {}
    KeptExchange exchange;
    jobs::Job job;
    bool stopped = false;

    jobs::Outcome outcome() const {
        jobs::Outcome out;
        out.call = exchange.requestId();
        if (stopped) {
            out.kind = jobs::Outcome::Kind::Cancelled;
            return out;
        }
        out.answer.status = exchange.status();
        out.answer.contentType = exchange.field("content-type");
        out.answer.body = exchange.answer();
        if (exchange.tooLarge()) {
            out.answer = {422, {}, {}};
            out.code = "answer_too_large";
            out.message = "The answer is larger than a job keeps.";
        } else if (out.answer.status == 0 || out.answer.status >= 300) {
            out.code = exchange.field("x-gatehouse-error");
            out.message = messageIn(out.answer.body);
            if (const auto wait = parseUnsigned(exchange.field("retry-after")))
                out.retryAfter = static_cast<std::int64_t>(std::min<std::uint64_t>(*wait, 86'400));
        }
        return out;
    }
};

void JobRunner::run(jobs::Job job, Ended ended) {
    auto running = std::make_shared<Running>(m_parts.executor, std::move(job), m_parts.mostAnswer);
    (*m_list)[running->job.id] = running;
    asio::co_spawn(m_parts.executor, attend(std::move(running), std::move(ended)), asio::detached);
}

bool JobRunner::stop(const std::string& id) {
    const auto found = m_list->find(id);
    const auto running = found == m_list->end() ? nullptr : found->second.lock();
    if (!running)
        return false;
    running->stopped = true;
    running->exchange.leave();
    return true;
}

// Waits for the coroutine that serves, and ends it where its time is over.
Task<void> JobRunner::attend(RunningPtr running, Ended ended) {
    const auto list = m_list;
    const Race race(m_parts.executor);
    const auto runner = race.prepare();
    running->exchange.setLast(steady_clock::now() + longest);
    race.start(runner, serve(running));
    while (!runner->done) {
        co_await race.wait(steady_clock::now() + look);
        if (!runner->done && running->exchange.mustStop(steady_clock::now()))
            runner->stop.emit(asio::cancellation_type::terminal);
    }
    list->erase(running->job.id);
    ended(running->job.id, running->outcome());
}

Task<void> JobRunner::serve(RunningPtr running) {
    co_await asio::this_coro::throw_if_cancelled(false);
    ApiCall api(running->exchange, m_parts.snapshot.current());
    auto& call = api.call;
    m_parts.leader.begin(call);
    call.record.operation = "api";
    call.record.explain.note = "job " + running->job.id + ", attempt " + std::to_string(running->job.attempts);
    auto known = knownCaller(call, running->job.key, call.record.startedAt);
    auto address = apis::readApiAddress(running->exchange.head().path);
    if (known && address) {
        api.address = std::move(*address);
        co_await m_parts.apis.run(api);
        co_return;
    }
    Error error = known ? failure(ErrorKind::NotFound, "unknown_api", "There is no such API.").value()
                        : std::move(known.error().error);
    co_await refuseApiCall(api, std::move(error));
    m_parts.leader.settle(call);
    m_parts.leader.record(call);
}

} // namespace gatehouse::pipeline
