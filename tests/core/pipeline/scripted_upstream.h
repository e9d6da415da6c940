// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/text.h"
#include "core/http/upstream.h"

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

// What a provider of a test does with one request.
struct Scripted {
    int status = 200;
    std::string type = "application/json";
    std::vector<std::string> pieces;
    std::string error;                  // in the place of an answer: the code of the fault
    bool cut = false;                   // behind its pieces it breaks off
    std::chrono::milliseconds delay{0}; // before its head
    std::vector<std::pair<std::string, std::string>> fields;
};

// Answers by host: what stands in its list, one after the other, the last for ever. Counts what came, and with which
// keys. Of one I/O thread.
class ScriptedUpstream final : public http::Upstream {
public:
    struct Seen {
        std::string host, key, body;
        bool ended = false; // false: it was cancelled while it waited
    };

    explicit ScriptedUpstream(Executor executor) : m_executor(executor) {}
    std::map<std::string, std::vector<Scripted>> script;
    std::function<std::optional<Scripted>(const Seen&)> special; // goes before the script
    std::vector<Seen> seen;

    std::size_t countOf(const std::string& host) const {
        std::size_t count = 0;
        for (const auto& one : seen)
            count += one.host == host ? 1 : 0;
        return count;
    }

    Task<Result<std::unique_ptr<http::UpstreamCall>>> open(http::UpstreamRequest request) override {
        Seen one;
        one.host = request.endpoint->host;
        for (const auto& field : request.fields) {
            if (equalsIgnoringCase(field.name, "authorization"))
                one.key = field.value;
        }
        for (const auto piece : request.body)
            one.body += piece;
        const auto turn = countOf(one.host);
        const auto at = seen.size();
        seen.push_back(one);
        auto& list = script[one.host];
        Scripted what;
        if (const auto chosen = special ? special(one) : std::nullopt)
            what = *chosen;
        else if (list.empty())
            what.error = "upstream_connect";
        else
            what = list[std::min(turn, list.size() - 1)];
        if (what.delay.count() > 0) {
            asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                       Executor>
                timer(m_executor, what.delay);
            const auto [ec] = co_await timer.async_wait(asTask);
            if (ec)
                co_return failure(ErrorKind::Cancelled, "upstream_cancelled", "It was cancelled.");
        }
        seen[at].ended = true;
        if (!what.error.empty())
            co_return failure(what.error.ends_with("timeout") ? ErrorKind::Timeout : ErrorKind::Unavailable, what.error,
                              "It failed.");
        std::unique_ptr<http::UpstreamCall> answer = std::make_unique<Answer>(std::move(what));
        co_return answer;
    }

private:
    class Answer final : public http::UpstreamCall {
    public:
        explicit Answer(Scripted what) : m_what(std::move(what)) {
            m_head.status = m_what.status;
            m_head.fields.push_back({"content-type", m_what.type});
            for (const auto& [name, value] : m_what.fields)
                m_head.fields.push_back({name, value});
        }
        const http::UpstreamHead& head() const override { return m_head; }
        Task<Result<std::string_view>> next() override {
            if (m_at < m_what.pieces.size())
                co_return std::string_view(m_what.pieces[m_at++]);
            if (m_what.cut)
                co_return failure(ErrorKind::Unavailable, "upstream_reset", "It broke off.");
            co_return std::string_view();
        }

    private:
        Scripted m_what;
        http::UpstreamHead m_head;
        std::size_t m_at = 0;
    };

    Executor m_executor;
};

} // namespace gatehouse::pipeline
