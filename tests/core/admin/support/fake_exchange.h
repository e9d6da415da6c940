// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/exchange.h"

#include <atomic>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::admin::test {

struct FakeRequest {
    http::Method method = http::Method::Get;
    std::string target; // path and query
    std::vector<http::Field> fields;
    std::string body;
};

// An exchange without a connection. It lives on the I/O thread like a real one; what was answered may be read from any
// thread.
class FakeExchange final : public http::Exchange {
public:
    FakeExchange(Executor executor, FakeRequest request);

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return "127.0.0.1"; }
    std::string_view requestId() const override { return "01TESTREQUEST0000000000000"; }
    bool secure() const override { return false; }
    Executor executor() const override { return m_executor; }
    Task<Result<std::string_view>> readBody(std::size_t most) override;
    Task<Result<std::string_view>> readBodyPiece(std::size_t most) override;
    std::optional<std::uint64_t> bodyLength() const override { return m_request.body.size(); }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override;
    Task<Result<void>> beginStream(http::ResponseHead head) override;
    Task<Result<void>> write(std::string_view bytes) override;
    Task<Result<void>> endStream() override;
    bool headSent() const override { return m_headSent; }
    bool left() const override { return m_left.load(); }
    bool timedOut() const override { return false; }
    void setDeadline(std::chrono::steady_clock::time_point) override {}
    Task<void> clearTimeout() override { co_return; }

    // For the test's thread.
    http::ResponseHead answered() const;
    std::string body() const; // of the answer, or what was streamed so far
    bool ended() const { return m_ended.load(); }
    void hold(bool writes) { m_held.store(writes); } // a client that does not read
    // The client leaves: call on the I/O thread.
    void leave();
    asio::cancellation_signal& signal() { return m_signal; }

private:
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

    Executor m_executor;
    FakeRequest m_request;
    http::RequestHead m_head;
    bool m_pieceGiven = false;
    asio::cancellation_signal m_signal;
    bool m_headSent = false;
    std::atomic<bool> m_left{false};
    std::atomic<bool> m_held{false};
    std::atomic<bool> m_ended{false};
    mutable std::mutex m_mutex;
    http::ResponseHead m_answered;
    std::string m_body;
};

} // namespace gatehouse::admin::test
