// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/watchdog.h"
#include "core/http/client/http_upstream.h"
#include "tests/support/scripted_upstream.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

// What came of one call.
struct Outcome {
    int status = 0;
    AnswerFields fields;
    std::string body; // what was handed out, also before an error
    std::size_t pieces = 0;
    bool opened = false;
    bool whole = false; // the end was reported
    std::optional<Error> error;
    http::UpstreamTiming timing;
    bool finished = false; // the coroutine has ended
    std::string code() const { return error ? error->code : std::string(); }
};

inline Task<void> fetch(http::Upstream& upstream, http::UpstreamRequest request, Outcome& outcome) {
    request.timing = &outcome.timing;
    auto call = co_await upstream.open(std::move(request));
    if (!call) {
        outcome.error = std::move(call.error());
        co_return;
    }
    outcome.opened = true;
    outcome.status = (*call)->head().status;
    for (const auto& field : (*call)->head().fields)
        outcome.fields.emplace_back(field.name, field.value);
    while (!outcome.whole) {
        const auto piece = co_await (*call)->next();
        if (!piece) {
            outcome.error = piece.error();
            co_return;
        }
        outcome.whole = piece->empty();
        outcome.pieces += piece->empty() ? 0U : 1U;
        outcome.body.append(*piece);
    }
}

// An upstream on an event loop that the test itself turns.
class UpstreamFixture {
public:
    explicit UpstreamFixture(http::HttpUpstreamOptions options = {}, const std::string& roots = {})
        : m_counters(std::make_shared<http::UpstreamCounters>()),
          m_upstream(m_context.get_executor(), m_watchdog, http::trustSystemRootsAnd(roots).value(), m_counters,
                     options) {}
    ~UpstreamFixture() {
        m_upstream.closeIdle();
        m_context.restart();
        m_context.poll();
    }
    UpstreamFixture(const UpstreamFixture&) = delete;
    UpstreamFixture& operator=(const UpstreamFixture&) = delete;

    http::UpstreamRequest request(const ScriptedUpstream& server, bool tls = false, std::string host = "127.0.0.1") {
        m_endpoint = http::Endpoint{tls, std::move(host), server.port()};
        http::UpstreamRequest request;
        request.endpoint = &m_endpoint;
        request.target = "/v1/chat/completions";
        request.fields = {{"Content-Type", "application/json"}};
        request.body = {"{\"model\":", "\"m\"}"};
        return request;
    }

    Outcome run(http::UpstreamRequest request) {
        Outcome outcome;
        start(std::move(request), outcome);
        turnUntil([&] { return outcome.finished; });
        return outcome;
    }
    Outcome run(const ScriptedUpstream& server) { return run(request(server)); }

    void start(http::UpstreamRequest request, Outcome& outcome) {
        asio::co_spawn(m_context, fetch(m_upstream, std::move(request), outcome),
                       asio::bind_cancellation_slot(m_cancel.slot(), [&outcome](const std::exception_ptr& thrown) {
                           outcome.finished = true;
                           if (thrown)
                               std::rethrow_exception(thrown);
                       }));
    }
    // Many at once: the one slot serves only one.
    void startUncancelled(http::UpstreamRequest request, Outcome& outcome) {
        asio::co_spawn(m_context, fetch(m_upstream, std::move(request), outcome),
                       [&outcome](const std::exception_ptr& thrown) {
                           outcome.finished = true;
                           if (thrown)
                               std::rethrow_exception(thrown);
                       });
    }
    void cancel() { m_cancel.emit(asio::cancellation_type::terminal); }

    // False when it did not come to that within ten seconds.
    template <typename Condition>
    bool turnUntil(Condition condition) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        m_context.restart();
        while (!condition()) {
            if (std::chrono::steady_clock::now() > until)
                return false;
            m_context.run_one_for(std::chrono::milliseconds(20));
            if (m_context.stopped())
                m_context.restart();
        }
        return true;
    }

    void turnFor(std::chrono::milliseconds time) {
        m_context.restart();
        m_context.run_for(time);
    }
    Executor executor() { return m_context.get_executor(); }
    http::HttpUpstream& upstream() { return m_upstream; }
    const http::UpstreamCounters& counters() const { return *m_counters; }
    std::uint64_t failures(http::UpstreamFailure failure) const {
        return m_counters->failures[static_cast<std::size_t>(failure)].load();
    }

private:
    asio::io_context m_context{1};
    Watchdog m_watchdog{m_context.get_executor(), std::chrono::milliseconds(5)};
    std::shared_ptr<http::UpstreamCounters> m_counters;
    http::HttpUpstream m_upstream;
    http::Endpoint m_endpoint;
    asio::cancellation_signal m_cancel;
};

} // namespace gatehouse::test
