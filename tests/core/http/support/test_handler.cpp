// SPDX-License-Identifier: Apache-2.0
#include "support/test_handler.h"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace gatehouse::http {
namespace {

using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr std::size_t mostBody = 8 * 1024 * 1024;
constexpr std::size_t mostUpload = 64 * 1024 * 1024;

ResponseHead plain(int status) {
    ResponseHead head;
    head.status = status;
    head.fields.push_back({"Content-Type", "text/plain"});
    return head;
}

int statusOf(const Error& error) {
    switch (error.kind) {
    case ErrorKind::TooLarge:
        return 413;
    case ErrorKind::Timeout:
        return 408;
    default:
        return 400;
    }
}

void beBusy() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1);
    while (std::chrono::steady_clock::now() < end) {
    }
}

} // namespace

Task<void> TestHandler::handle(Exchange& exchange) {
    const auto path = exchange.head().path;
    const auto method = exchange.head().method;
    const bool get = method == Method::Get || method == Method::Head;
    if (get && path == "/healthz") {
        auto head = plain(200);
        co_await exchange.respond(std::move(head), "ok");
    } else if (method == Method::Post && (path == "/v1/chat/completions" || path == "/echo")) {
        co_await answerBody(exchange, path == "/echo");
    } else if (method == Method::Post && path == "/deaf") {
        auto head = plain(200);
        co_await exchange.respond(std::move(head), "unread");
    } else if (method == Method::Post && path == "/pieces") {
        co_await echoPieces(exchange);
    } else if (method == Method::Post && path.starts_with("/upload")) {
        co_await takeUpload(exchange, path.substr(7));
    } else if (method == Method::Post && path == "/released") {
        const auto body = co_await exchange.readBody(mostBody);
        if (body)
            exchange.releaseBody();
        co_await stream(exchange, 3, true);
    } else if (get && path == "/peer") {
        auto head = plain(200);
        co_await exchange.respond(std::move(head),
                                  std::string(exchange.peerAddress()) + (exchange.secure() ? " secure" : ""));
    } else if (get && path == "/text") {
        auto head = plain(200);
        co_await exchange.respond(std::move(head), std::string(5'000, 'x'));
    } else if (get && path == "/busy") {
        beBusy();
        auto head = plain(200);
        co_await exchange.respond(std::move(head), "busy");
    } else if (get && path == "/may-stream") {
        auto head = plain(exchange.takesStreams() ? 200 : 503);
        co_await exchange.respond(std::move(head), "");
    } else if (get && path == "/wait") {
        co_await waitForLeaving(exchange);
    } else if (get && path == "/stream") {
        const auto query = exchange.head().query;
        const auto pieces = parseUnsigned(query.substr(std::min(query.size(), query.find('=') + 1))).value_or(3);
        co_await stream(exchange, pieces, true);
    } else if (get && path == "/sized") {
        const auto query = exchange.head().query;
        const auto length = parseUnsigned(query.substr(std::min(query.size(), query.find('=') + 1))).value_or(3);
        co_await stream(exchange, 3, true, length);
    } else if (get && path == "/cut") {
        co_await stream(exchange, 2, false);
    } else if (get && path == "/flood") {
        co_await stream(exchange, static_cast<std::size_t>(-1), true);
    } else if (get && path == "/throw") {
        throw std::runtime_error("on purpose");
    } else if (get && path == "/silent") {
        co_return;
    } else if (get && path == "/late") {
        co_await answerLate(exchange);
    } else if (get && path == "/hold") {
        co_await hold(exchange);
    } else {
        auto head = plain(404);
        co_await exchange.respond(std::move(head), "no such address");
    }
}

Task<void> TestHandler::answerBody(Exchange& exchange, bool echo) {
    const auto body = co_await exchange.readBody(mostBody);
    auto head = plain(body ? 200 : statusOf(body.error()));
    if (!body)
        head.fields.push_back({"x-gatehouse-error", body.error().code});
    std::string text = !body ? body.error().message : echo ? std::string(*body) : std::to_string(body->size());
    co_await exchange.respond(std::move(head), std::move(text));
}

Task<void> TestHandler::echoPieces(Exchange& exchange) {
    auto head = plain(200);
    std::string text;
    for (;;) {
        const auto piece = co_await exchange.readBodyPiece(mostUpload);
        if (!piece) {
            head.status = statusOf(piece.error());
            head.fields.push_back({"x-gatehouse-error", piece.error().code});
            text = piece.error().message;
            break;
        }
        if (piece->empty())
            break;
        text += *piece;
    }
    co_await exchange.respond(std::move(head), std::move(text));
}

Task<void> TestHandler::takeUpload(Exchange& exchange, std::string_view how) {
    auto head = plain(200);
    std::size_t bytes = 0;
    std::size_t largest = 0;
    std::string error;
    for (;;) {
        const auto piece = co_await exchange.readBodyPiece(mostUpload);
        if (!piece)
            error = piece.error().code;
        if (!piece || piece->empty())
            break;
        bytes += piece->size();
        largest = std::max(largest, piece->size());
        if (how == "/first")
            break;
        if (how == "/both") {
            const auto whole = co_await exchange.readBody(mostBody);
            error = whole ? "none" : whole.error().code;
            break;
        }
        if (how == "/held")
            co_await untilReleased(exchange);
    }
    head.fields.push_back({"x-largest", std::to_string(largest)});
    head.fields.push_back({"x-error", error});
    co_await exchange.respond(std::move(head), std::to_string(bytes));
}

Task<void> TestHandler::waitForLeaving(Exchange& exchange) {
    Timer timer(exchange.executor());
    timer.expires_after(std::chrono::seconds(60));
    ++m_waiting;
    co_await timer.async_wait(asTask);
    --m_waiting;
    if (exchange.left()) {
        m_cancelledAt = std::chrono::steady_clock::now().time_since_epoch().count();
        ++m_cancelled;
    }
}

Task<void> TestHandler::stream(Exchange& exchange, std::size_t pieces, bool whole,
                               std::optional<std::uint64_t> length) {
    auto head = plain(200);
    head.length = length;
    auto sent = co_await exchange.beginStream(std::move(head));
    const std::string piece(1'000, 'x');
    for (std::size_t i = 0; sent && i < pieces; ++i)
        sent = co_await exchange.write(piece);
    if (sent && whole)
        co_await exchange.endStream();
}

Task<void> TestHandler::answerLate(Exchange& exchange) {
    exchange.setDeadline(std::chrono::steady_clock::now() + std::chrono::milliseconds(1));
    Timer timer(exchange.executor());
    timer.expires_after(std::chrono::seconds(60));
    co_await timer.async_wait(asTask);
    const bool timedOut = exchange.timedOut();
    co_await exchange.clearTimeout();
    // Waits again, to show that the coroutine is usable.
    timer.expires_after(std::chrono::milliseconds(1));
    const auto [error] = co_await timer.async_wait(asTask);
    auto head = plain(timedOut && !error && !exchange.timedOut() ? 504 : 500);
    co_await exchange.respond(std::move(head), "late");
}

Task<void> TestHandler::untilReleased(Exchange& exchange) {
    Timer timer(exchange.executor());
    ++m_waiting;
    while (!m_released && !exchange.left()) {
        timer.expires_after(std::chrono::milliseconds(1));
        co_await timer.async_wait(asTask);
    }
    --m_waiting;
}

Task<void> TestHandler::hold(Exchange& exchange) {
    co_await untilReleased(exchange);
    auto head = plain(200);
    co_await exchange.respond(std::move(head), "held");
}

} // namespace gatehouse::http
