// SPDX-License-Identifier: Apache-2.0
// The half of the gateway's handler that serves a client over a WebSocket (GET /v1/responses).
#include "core/access/authenticator.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_tree.h"
#include "core/pipeline/gateway_handler.h"
#include "core/pipeline/socket_conversation.h"
#include "core/pipeline/socket_exchange.h"

namespace gatehouse::pipeline {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds pingEvery{20};
constexpr minutes longestIdle{15};
constexpr minutes longestSession{60}; // as OpenAI's service holds it: clients open another one

Error limitReached() {
    return failure(ErrorKind::Invalid, "websocket_connection_limit_reached",
                   "This WebSocket has been open for 60 minutes. Open a new one to continue.")
        .value();
}

std::string modelIn(std::string_view body) {
    const auto document = dialects::json::Document::parse(body);
    return document ? document->root()["model"].text() : std::string();
}

} // namespace

// Null: the client was told why not.
Task<http::WebSocket*> GatewayHandler::openSocket(http::Exchange& exchange, const Address& address, Digest& digest) {
    Call opening(exchange, m_parts.snapshot.current());
    begin(opening);
    opening.address = address;
    opening.record.dialect = dialects::nameOf(address.dialect);
    opening.record.operation = dialects::nameOf(address.operation);
    auto known = authenticate(opening);
    if (known) {
        auto accepted = co_await exchange.acceptWebSocket(m_parts.bounds.body);
        if (accepted) {
            digest = opening.key().digest;
            co_return *accepted;
        }
        known = tl::unexpected(Refusal{std::move(accepted.error()), {}});
    }
    if (!exchange.left())
        co_await answerError(opening, known.error().error, known.error().extras);
    finish(opening);
    co_return nullptr;
}

Task<void> GatewayHandler::serveSocket(http::Exchange& exchange) {
    const Address address = matchAddress(http::Method::Get, exchange.head().path, false).address;
    Digest digest{};
    http::WebSocket* socket = co_await openSocket(exchange, address, digest);
    if (socket == nullptr)
        co_return;
    SocketConversation conversation(m_parts.bounds.body);
    const auto opened = m_parts.clock.monotonic();
    auto lastMessage = opened;
    for (;;) {
        auto message = co_await socket->receive(pingEvery);
        if (!message && message.error().kind != ErrorKind::Timeout) {
            co_await socket->close(http::web_socket::goingAway, "");
            co_return;
        }
        const auto now = m_parts.clock.monotonic();
        if (!access::stillValid(*m_parts.snapshot.current(), digest, m_parts.clock.wall())) {
            co_await socket->close(http::web_socket::policy, "the key was revoked or has expired");
            co_return;
        }
        if (!message && now - lastMessage >= longestIdle) {
            co_await socket->close(http::web_socket::normal, "idle");
            co_return;
        }
        if (!message) {
            socket->ping();
            continue;
        }
        lastMessage = now;
        if (now - opened >= longestSession) {
            Error reached = limitReached();
            co_await tellSocket(*socket, std::move(reached));
            co_await socket->close(http::web_socket::normal, "");
            co_return;
        }
        const bool goesOn = co_await serveMessage(exchange, *socket, address, conversation, std::move(*message));
        if (!goesOn || exchange.left()) {
            co_await socket->close(http::web_socket::policy, "");
            co_return;
        }
    }
}

Task<void> GatewayHandler::tellSocket(http::WebSocket& socket, Error error) {
    constexpr auto dialect = dialects::Dialect::OpenAiResponses;
    const std::string body = dialects::writeError(error, dialect, {});
    const std::string message = errorMessage(dialects::statusOf(error, dialect), body);
    (void)co_await socket.send(message);
}

// One message from beginning to end; false: the socket must be closed.
Task<bool> GatewayHandler::serveMessage(http::Exchange& exchange, http::WebSocket& socket, const Address& address,
                                        SocketConversation& conversation, std::string message) {
    auto request = conversation.read(message);
    message = std::string();
    if (!request) {
        co_await tellSocket(socket, request.error());
        co_return true;
    }
    if (request->kind == SocketRequest::Kind::Nothing)
        co_return true;
    if (request->kind == SocketRequest::Kind::WarmUp) {
        const std::string id = "resp_" + std::string(exchange.requestId());
        const std::string model = modelIn(request->body);
        const auto now = m_parts.clock.wall() / 1'000'000;
        const std::string created = warmUpCreated(id, model, now);
        const std::string completed = warmUpCompleted(id, model, now);
        const auto sent = co_await socket.send(created);
        if (sent)
            (void)co_await socket.send(completed);
        conversation.remember(*request, id, {});
        co_return true;
    }
    SocketExchange one(exchange, socket, std::move(request->body));
    Call call(one, m_parts.snapshot.current());
    begin(call);
    call.address = address;
    call.address.method = http::Method::Post;
    co_await serve(call);
    finish(call);
    exchange.setDeadline(std::chrono::steady_clock::time_point::max());
    if (exchange.timedOut())
        co_await exchange.clearTimeout();
    if (!one.responseId().empty())
        conversation.remember(*request, one.responseId(), one.output());
    co_return one.status() != 401;
}

} // namespace gatehouse::pipeline
