// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"
#include "core/http/message.h"
#include "core/http/web_socket.h"

#include <boost/asio/buffer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::http {

// One request and its answer on a client connection: what a listener hands to its handler. Lives on the I/O thread of
// its connection; a handler must not keep it beyond its own coroutine.
//
// When the client leaves, or a deadline set here passes, the pending operation of the handler's coroutine is cancelled
// (Asio terminal cancellation: awaits complete with operation_aborted) and left() or timedOut() says why. Operations on
// an exchange whose client has left answer ErrorKind::Cancelled.
class Exchange {
public:
    virtual ~Exchange() = default;

    virtual const RequestHead& head() const = 0;
    virtual std::string_view peerAddress() const = 0; // "127.0.0.1" or "::1"; the connection's own, never a header's
    virtual bool secure() const = 0;                  // TLS
    virtual Executor executor() const = 0;
    // 26 characters, later ones sort behind earlier ones; on every answer as x-request-id.
    virtual std::string_view requestId() const = 0;

    // Reads the whole body (deadlines of THREATS §6.3; sends 100-continue first when asked for). The view lives as long
    // as the exchange. Too large, cut or slow bodies are errors whose status the handler answers with.
    virtual Task<Result<std::string_view>> readBody(std::size_t most) = 0;

    // For bodies that nobody should hold: uploads on their way through. The next piece, empty at the end; a view valid
    // until the next call. most: bytes of the whole body, at most the listener's limit `upload` (readBody: `body`).
    // Who does not ask for more slows the client down, and that time does not count against its deadlines: 10 s without
    // a byte, 30 s and a second for each 64 KiB in all. Errors as readBody's; a body is read one way or the other
    // (Internal body_read_both_ways). When the handler answers without having read to the end, the connection closes.
    virtual Task<Result<std::string_view>> readBodyPiece(std::size_t most) = 0;
    // Nobody will look at the body that was read whole any more: a stream may run for minutes without it.
    virtual void releaseBody() {}
    // In bytes; nothing where the body comes in chunks.
    virtual std::optional<std::uint64_t> bodyLength() const = 0;

    // False: the listener is short of memory and begins no new streams; the refusal is counted.
    virtual bool takesStreams() { return true; }

    // Answers with a body of known length, in one write. HEAD answers get the same head without the body.
    virtual Task<Result<void>> respond(ResponseHead head, std::string body) = 0;

    // An answer that comes piece by piece, chunked (or closed at the end for HTTP/1.0) where the head names no length:
    // begin, write…, then end for a whole one; more or less than the length named is an error, and the connection
    // closes. Without end() the connection is closed without the last chunk, so that nobody takes a part for the whole.
    // write() returns when the bytes are handed to the kernel: that is the back-pressure. The buffers must live till
    // then.
    virtual Task<Result<void>> beginStream(ResponseHead head) = 0;
    virtual Task<Result<void>> write(std::string_view bytes) = 0;
    virtual Task<Result<void>> endStream() = 0;

    // Turns the connection into a WebSocket (RFC 6455) whose messages hold at most so many bytes; it lives as long as
    // the exchange. Errors: Invalid bad_upgrade, when the request is no such handshake; Cancelled.
    virtual Task<Result<WebSocket*>> acceptWebSocket(std::size_t /*most*/) {
        co_return failure(ErrorKind::Invalid, "bad_upgrade", "This connection cannot become a WebSocket.");
    }

    virtual bool headSent() const = 0;
    virtual bool left() const = 0;
    virtual bool timedOut() const = 0;

    // The call is cancelled when this time passes; replaces the earlier one. time_point::max() for none.
    virtual void setDeadline(std::chrono::steady_clock::time_point deadline) = 0;
    // After a deadline has cancelled an attempt: makes the coroutine usable again for the next one or for the answer.
    virtual Task<void> clearTimeout() = 0;
};

// Serves the requests of a listener. handle() is called on the connection's I/O thread, one request of a connection at
// a time; when it returns without having answered, the listener answers 500 and closes.
class Handler {
public:
    virtual ~Handler() = default;
    virtual Task<void> handle(Exchange& exchange) = 0;
};

} // namespace gatehouse::http
