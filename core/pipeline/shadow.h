// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/exchange.h"
#include "core/pipeline/call.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

// The request of a call once more, by itself: the copy that goes to a route's shadow. What answers it is dropped.
class ShadowExchange final : public http::Exchange {
public:
    ShadowExchange(const Call& call, std::string id);

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return m_peer; }
    bool secure() const override { return true; }
    Executor executor() const override { return m_executor; }
    std::string_view requestId() const override { return m_id; }
    Task<Result<std::string_view>> readBody(std::size_t most) override;
    Task<Result<std::string_view>> readBodyPiece(std::size_t most) override;
    std::optional<std::uint64_t> bodyLength() const override { return m_body.size(); }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override;
    Task<Result<void>> beginStream(http::ResponseHead head) override;
    Task<Result<void>> write(std::string_view bytes) override;
    Task<Result<void>> endStream() override;
    bool headSent() const override { return m_answered; }
    bool left() const override { return false; }
    bool timedOut() const override { return m_late; }
    void setDeadline(std::chrono::steady_clock::time_point deadline) override { m_deadline = deadline; }
    Task<void> clearTimeout() override;

    std::string_view body() const { return m_body; }

private:
    Executor m_executor;
    const std::string m_id;
    const std::string m_peer;
    std::string m_text; // what the head's views lie in
    http::RequestHead m_head;
    std::string m_body;
    bool m_answered = false;
    bool m_late = false;
    std::chrono::steady_clock::time_point m_deadline = std::chrono::steady_clock::time_point::max();
};

// A copied call: its own record, marked, with one target. Unless it is billed, its record names no team, application or
// key.
struct ShadowCall {
    ShadowCall(const Call& of, const config::Shadow& shadow, std::string id);
    ShadowExchange exchange;
    Call call;
    bool billed;
    // What is not billed is kept as pretend money: shown with its call, and in no sum that a budget is held against.
    std::optional<catalog::ModelPrice> price;
};

// What cannot be copied: uploads and what is passed through, and bodies of more than a megabyte.
bool mayBeCopied(const Call& call);

// The tag that the records of copies bear.
inline constexpr std::string_view shadowTag = "shadow";

} // namespace gatehouse::pipeline
