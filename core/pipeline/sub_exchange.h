// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/exchange.h"

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::pipeline {

// A request that the gateway makes of itself in the place of its client, with the client's own credentials: it goes
// through all stages, and its answer stays here. Lives in the coroutine of the client's request, whose leaving and
// deadline end it too.
class SubExchange final : public http::Exchange {
public:
    SubExchange(http::Exchange& outer, std::string id, http::Method method, std::string path, std::string body)
        : m_outer(outer), m_id(std::move(id)), m_path(std::move(path)), m_body(std::move(body)) {
        m_head.method = method;
        m_head.target = m_head.path = m_path;
        if (const auto query = m_head.path.find('?'); query != std::string_view::npos) {
            m_head.query = m_head.path.substr(query + 1);
            m_head.path = m_head.path.substr(0, query);
        }
        for (const auto& field : outer.head().fields) {
            if (isPassedOn(field.name))
                m_head.fields.push_back(field);
        }
        m_head.fields.push_back({"content-type", "application/json"});
    }

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return m_outer.peerAddress(); }
    bool secure() const override { return m_outer.secure(); }
    Executor executor() const override { return m_outer.executor(); }
    std::string_view requestId() const override { return m_id; }
    Task<Result<std::string_view>> readBody(std::size_t most) override {
        if (m_body.size() > most)
            co_return failure(ErrorKind::TooLarge, "request_too_large", "The arguments are too large.");
        co_return std::string_view(m_body);
    }
    Task<Result<std::string_view>> readBodyPiece(std::size_t most) override {
        if (std::exchange(m_read, true))
            co_return std::string_view();
        co_return co_await readBody(most);
    }
    std::optional<std::uint64_t> bodyLength() const override { return m_body.size(); }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override {
        m_answer = std::move(head);
        m_answered = true;
        m_answerBody = std::move(body);
        co_return Result<void>();
    }
    Task<Result<void>> beginStream(http::ResponseHead head) override {
        m_answer = std::move(head);
        m_answered = true;
        co_return Result<void>();
    }
    Task<Result<void>> write(std::string_view bytes) override {
        if (m_answerBody.size() + bytes.size() > mostAnswer)
            co_return failure(ErrorKind::TooLarge, "answer_too_large", "The answer is too large to be held.");
        m_answerBody.append(bytes);
        co_return Result<void>();
    }
    Task<Result<void>> endStream() override { co_return Result<void>(); }
    bool headSent() const override { return m_answered; }
    bool left() const override { return m_outer.left(); }
    bool timedOut() const override { return m_outer.timedOut(); }
    void setDeadline(std::chrono::steady_clock::time_point deadline) override { m_outer.setDeadline(deadline); }
    Task<void> clearTimeout() override { return m_outer.clearTimeout(); }

    int status() const { return m_answered ? m_answer.status : 0; } // 0: not answered
    const http::ResponseHead& answer() const { return m_answer; }
    const std::string& answerBody() const { return m_answerBody; }

private:
    static constexpr std::size_t mostAnswer = std::size_t{64} << 20U;

    // Who asks, and what is told of it; nothing of the form of the outer message.
    static bool isPassedOn(std::string_view name) {
        for (const auto* passed : {"authorization", "x-api-key", "api-key", "x-goog-api-key", "host", "user-agent",
                                   "x-gatehouse-tags", "x-gatehouse-session"}) {
            if (equalsIgnoringCase(name, passed))
                return true;
        }
        return false;
    }

    http::Exchange& m_outer;
    std::string m_id;
    std::string m_path;
    std::string m_body;
    http::RequestHead m_head;
    http::ResponseHead m_answer;
    bool m_answered = false;
    bool m_read = false;
    std::string m_answerBody;
};

} // namespace gatehouse::pipeline
