// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/exchange.h"

#include <string>

namespace gatehouse::pipeline {

// A request of the gateway's own within a call, as the stages know one: its answer stays here. Lives in the coroutine
// of that call, whose client and deadline end it too.
class InnerExchange final : public http::Exchange {
public:
    InnerExchange(http::Exchange& outer, std::string id, std::string_view path) : m_outer(outer), m_id(std::move(id)) {
        m_head.method = http::Method::Post;
        m_head.target = m_head.path = path;
    }

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return m_outer.peerAddress(); }
    bool secure() const override { return m_outer.secure(); }
    Executor executor() const override { return m_outer.executor(); }
    std::string_view requestId() const override { return m_id; }
    Task<Result<std::string_view>> readBody(std::size_t) override { co_return std::string_view(); }
    Task<Result<std::string_view>> readBodyPiece(std::size_t) override { co_return std::string_view(); }
    std::optional<std::uint64_t> bodyLength() const override { return 0; }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override {
        m_status = head.status;
        m_body = std::move(body);
        co_return Result<void>();
    }
    Task<Result<void>> beginStream(http::ResponseHead head) override {
        m_status = head.status;
        co_return Result<void>();
    }
    Task<Result<void>> write(std::string_view bytes) override {
        m_body.append(bytes);
        co_return Result<void>();
    }
    Task<Result<void>> endStream() override { co_return Result<void>(); }
    bool headSent() const override { return m_status != 0; }
    bool left() const override { return m_outer.left(); }
    bool timedOut() const override { return m_outer.timedOut(); }
    void setDeadline(std::chrono::steady_clock::time_point deadline) override { m_outer.setDeadline(deadline); }
    Task<void> clearTimeout() override { return m_outer.clearTimeout(); }

    int status() const { return m_status; } // 0: not answered
    const std::string& body() const { return m_body; }

private:
    http::Exchange& m_outer;
    std::string m_id;
    http::RequestHead m_head;
    int m_status = 0;
    std::string m_body;
};

} // namespace gatehouse::pipeline
