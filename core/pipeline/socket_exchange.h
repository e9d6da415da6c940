// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/http/exchange.h"

#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// One message of a WebSocket and its answer, as the stages know a request: what they write as server-sent events goes
// out as one text message each, what they answer whole as one event. Lives within the handler's coroutine, as long as
// that message is served.
class SocketExchange final : public http::Exchange {
public:
    // "body": what POST would have brought.
    SocketExchange(http::Exchange& connection, http::WebSocket& socket, std::string body);

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return m_connection.peerAddress(); }
    bool secure() const override { return m_connection.secure(); }
    Executor executor() const override { return m_connection.executor(); }
    std::string_view requestId() const override { return m_connection.requestId(); }
    Task<Result<std::string_view>> readBody(std::size_t most) override;
    Task<Result<std::string_view>> readBodyPiece(std::size_t most) override;
    void releaseBody() override { m_body = std::string(); }
    std::optional<std::uint64_t> bodyLength() const override { return m_body.size(); }
    bool takesStreams() override { return m_connection.takesStreams(); }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override;
    Task<Result<void>> beginStream(http::ResponseHead head) override;
    Task<Result<void>> write(std::string_view bytes) override;
    Task<Result<void>> endStream() override;
    bool headSent() const override { return m_status != 0; }
    bool left() const override { return m_connection.left(); }
    bool timedOut() const override { return m_connection.timedOut(); }
    void setDeadline(std::chrono::steady_clock::time_point deadline) override { m_connection.setDeadline(deadline); }
    Task<void> clearTimeout() override { return m_connection.clearTimeout(); }

    int status() const { return m_status; } // 0: not answered
    // Of the response that ended well; empty: there was none.
    const std::string& responseId() const { return m_responseId; }
    const std::string& output() const { return m_output; }

private:
    void note(std::string_view event);

    http::Exchange& m_connection;
    http::WebSocket& m_socket;
    http::RequestHead m_head;
    std::string m_body;
    SseReader m_events{std::size_t{64} << 20U};
    int m_status = 0;
    std::string m_responseId;
    std::string m_output;
};

// The message that tells of an error: {"type":"error","status":…,"error":{…}}. "body": the error as POST answers it.
std::string errorMessage(int status, std::string_view body);

} // namespace gatehouse::pipeline
