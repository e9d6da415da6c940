// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/socket_exchange.h"

#include "core/base/text.h"
#include "core/dialects/json_text.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <algorithm>
#include <array>

namespace gatehouse::pipeline {
namespace {

using dialects::json::Document;
using dialects::json::View;
using dialects::json::Writer;

constexpr std::string_view socketsBeta = "responses_websockets";

// Of the handshake, or of its body: they say nothing about the message.
constexpr std::array<std::string_view, 12> ofTheHandshake = {"connection",
                                                             "upgrade",
                                                             "sec-websocket-key",
                                                             "sec-websocket-version",
                                                             "sec-websocket-extensions",
                                                             "accept",
                                                             "sec-websocket-protocol",
                                                             "content-type",
                                                             "content-length",
                                                             "content-encoding",
                                                             "accept-encoding",
                                                             "transfer-encoding"};

bool isKept(const http::FieldView& field) {
    if (equalsIgnoringCase(field.name, "openai-beta") && field.value.find(socketsBeta) != std::string_view::npos)
        return false;
    return std::none_of(ofTheHandshake.begin(), ofTheHandshake.end(),
                        [&field](std::string_view name) { return equalsIgnoringCase(field.name, name); });
}

} // namespace

SocketExchange::SocketExchange(http::Exchange& connection, http::WebSocket& socket, std::string body)
    : m_connection(connection), m_socket(socket), m_body(std::move(body)) {
    const auto& head = connection.head();
    m_head.method = http::Method::Post;
    m_head.target = head.target;
    m_head.path = head.path;
    m_head.query = head.query;
    for (const auto& field : head.fields) {
        if (isKept(field))
            m_head.fields.push_back(field);
    }
    m_head.fields.push_back({"content-type", "application/json"});
}

Task<Result<std::string_view>> SocketExchange::readBody(std::size_t most) {
    if (m_body.size() > most)
        co_return failure(ErrorKind::TooLarge, "body_too_large", "The message is too large. Send less.");
    co_return std::string_view(m_body);
}

Task<Result<std::string_view>> SocketExchange::readBodyPiece(std::size_t most) {
    return readBody(most);
}

Task<Result<void>> SocketExchange::respond(http::ResponseHead head, std::string body) {
    m_status = head.status;
    std::string message;
    if (head.status >= 400) {
        message = errorMessage(head.status, body);
    } else {
        // A provider that does not stream answered at once.
        Writer(message).beginObject().text("type", "response.completed").raw("response", body).endObject();
        note(message);
    }
    co_return co_await m_socket.send(message);
}

Task<Result<void>> SocketExchange::beginStream(http::ResponseHead head) {
    m_status = head.status;
    co_return Result<void>();
}

Task<Result<void>> SocketExchange::write(std::string_view bytes) {
    m_events.feed(bytes);
    while (const SseFrame* frame = m_events.next()) {
        if (frame->kind != SseKind::Event || trim(frame->data) == "[DONE]")
            continue;
        const bool readable = isValidUtf8(frame->data);
        const std::string message = readable ? std::string(frame->data) : dialects::json::makeUtf8(frame->data);
        note(message);
        auto sent = co_await m_socket.send(message);
        if (!sent)
            co_return sent;
    }
    co_return Result<void>();
}

Task<Result<void>> SocketExchange::endStream() {
    co_return Result<void>();
}

// Only the last event is looked into; its type stands at its beginning or its end.
void SocketExchange::note(std::string_view event) {
    if (event.find("\"response.completed\"") == std::string_view::npos &&
        event.find("\"response.incomplete\"") == std::string_view::npos)
        return;
    const auto document = Document::parse(event);
    const std::string type = document ? document->root()["type"].text() : std::string();
    if (type != "response.completed" && type != "response.incomplete")
        return;
    const View response = document->root()["response"];
    m_responseId = response["id"].text();
    m_output = response["output"].isArray() ? std::string(response["output"].written()) : std::string();
}

std::string errorMessage(int status, std::string_view body) {
    std::string out;
    Writer json(out);
    json.beginObject().text("type", "error").number("status", status);
    const auto document = Document::parse(body);
    const View error = document ? document->root()["error"] : View();
    if (error.isObject()) {
        json.raw("error", error.written());
    } else {
        json.beginObject("error").text("type", status < 500 ? "invalid_request_error" : "server_error");
        json.text("code", "provider_error");
        json.text("message", error.isString() ? error.text() : "The provider refused the request.");
        json.null("param").endObject();
    }
    json.endObject();
    return out;
}

} // namespace gatehouse::pipeline
