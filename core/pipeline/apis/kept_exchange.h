// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/money.h"
#include "core/http/exchange.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::pipeline {

// What a request of the gateway's own asks for, as a client would send it.
struct KeptRequest {
    http::Method method = http::Method::Post;
    std::string path;
    std::string query;
    std::vector<http::Field> fields;
    std::string body;
    std::string peer = "127.0.0.1"; // whose wish it is
};

// A request of the gateway's own, such as a job or a step of a chain, as the handlers know one: its answer stays here.
// Lives beside the coroutine that serves it, on its I/O thread. Who waits for that coroutine looks at mustStop() now
// and then, and cancels the coroutine where it says so.
class KeptExchange final : public http::Exchange {
public:
    KeptExchange(Executor executor, std::string id, KeptRequest request, std::size_t most);

    // Of an answer: 0 where nobody answered. "tooLarge": there was more of it than was to be kept.
    int status() const { return m_status; }
    const std::vector<http::Field>& fields() const { return m_fields; }
    std::string_view field(std::string_view name) const;
    const std::string& answer() const { return m_answer; }
    bool tooLarge() const { return m_tooLarge; }

    // Nobody waits for the answer any more, as when a client leaves.
    void leave() { m_left = true; }
    // The deadline has passed, or it was left: the coroutine's pending operation is to be cancelled, again and again
    // until this is false or the coroutine has ended.
    bool mustStop(std::chrono::steady_clock::time_point now);
    // What is set by whoever serves the request is never later than this.
    void setLast(std::chrono::steady_clock::time_point last) { m_last = m_deadline = last; }

    // Chains within chains: how deep this call stands; 0 outside of any.
    void setDepth(std::uint64_t depth) { m_depth = depth; }
    std::uint64_t depth() const { return m_depth; }
    // The least of what the chains around allow; and what was spent, and how many steps were made, in it.
    void setDepthAllowed(std::uint64_t depth) { m_depthAllowed = depth; }
    std::uint64_t depthAllowed() const { return m_depthAllowed; }
    void addSpent(Money cost) { m_spent += cost; }
    void addTokens(std::int64_t input, std::int64_t output, bool pretend) {
        m_inputTokens += input;
        m_outputTokens += output;
        m_pretend = m_pretend || pretend;
    }
    std::int64_t inputTokens() const { return m_inputTokens; }
    std::int64_t outputTokens() const { return m_outputTokens; }
    bool pretend() const { return m_pretend; }
    void setCostUnknown() { m_costUnknown = true; }
    bool costUnknown() const { return m_costUnknown; }
    Money spent() const { return m_spent; }
    void addSteps(std::uint64_t steps) { m_steps += steps; }
    std::uint64_t steps() const { return m_steps; }

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return m_request.peer; }
    bool secure() const override { return true; }
    Executor executor() const override { return m_executor; }
    std::string_view requestId() const override { return m_id; }
    Task<Result<std::string_view>> readBody(std::size_t most) override;
    Task<Result<std::string_view>> readBodyPiece(std::size_t most) override;
    std::optional<std::uint64_t> bodyLength() const override { return m_request.body.size(); }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override;
    Task<Result<void>> beginStream(http::ResponseHead head) override;
    Task<Result<void>> write(std::string_view bytes) override;
    Task<Result<void>> endStream() override;
    bool headSent() const override { return m_status != 0; }
    bool left() const override { return m_left; }
    bool timedOut() const override { return m_timedOut; }
    void setDeadline(std::chrono::steady_clock::time_point deadline) override {
        m_deadline = std::min(deadline, m_last);
    }
    Task<void> clearTimeout() override;

private:
    void keep(std::string_view bytes);

    Executor m_executor;
    const std::string m_id;
    const KeptRequest m_request;
    const std::size_t m_most;
    http::RequestHead m_head;
    bool m_bodyTaken = false;
    int m_status = 0;
    std::vector<http::Field> m_fields;
    std::string m_answer;
    bool m_tooLarge = false;
    bool m_left = false;
    bool m_timedOut = false;
    std::chrono::steady_clock::time_point m_deadline = std::chrono::steady_clock::time_point::max();
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::time_point::max();
    std::uint64_t m_depth = 0;
    std::uint64_t m_depthAllowed = std::numeric_limits<std::uint64_t>::max();
    Money m_spent;
    std::uint64_t m_steps = 0;
    bool m_costUnknown = false;
    std::int64_t m_inputTokens = 0;
    std::int64_t m_outputTokens = 0;
    bool m_pretend = false;
};

} // namespace gatehouse::pipeline
