// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/exchange.h"

#include <atomic>

namespace gatehouse::http {

// A small service to test the listener with:
//   GET  /healthz              200 "ok"
//   POST /v1/chat/completions  200 with the body's length, or the status of the body's error
//   POST /echo                 200 with the body
//   POST /deaf                 200 without reading the body
//   POST /pieces               200 with the body, read piece by piece
//   POST /upload               reads piece by piece: 200 with the number of bytes, x-largest, x-error
//   POST /upload/held          the same, but after the first piece waits for release()
//   POST /upload/first         answers after the first piece
//   POST /upload/both          reads both ways; 200 with the code of the error
//   POST /released             reads the body, lets go of it and streams an answer
//   GET  /peer                 the client's address, and " secure" where it came by https
//   GET  /text                 5,000 bytes of text
//   GET  /busy                 keeps its thread busy for a millisecond
//   GET  /may-stream           200, or 503 where the listener takes no streams
//   GET  /wait                 answers when the client has left (never otherwise)
//   GET  /stream?pieces=N      N pieces of 1,000 bytes, chunked
//   GET  /sized?length=N       3 pieces of 1,000 bytes, said to be N bytes
//   GET  /cut                  a stream that is not ended
//   GET  /flood                a stream without end
//   GET  /throw, /silent       no answer from the handler
//   GET  /late                 sets a deadline of 1 ms, waits for it, clears it and answers 504
//   GET  /hold                 answers after release() was called
// Everything else: 404.
class TestHandler final : public Handler {
public:
    Task<void> handle(Exchange& exchange) override;

    void release() { m_released = true; }
    int waiting() const { return m_waiting; }
    // Calls of /wait that were cancelled, and the steady time of the last, in nanoseconds.
    int cancelled() const { return m_cancelled; }
    long long cancelledAt() const { return m_cancelledAt; }

private:
    Task<void> answerBody(Exchange& exchange, bool echo);
    Task<void> echoPieces(Exchange& exchange);
    Task<void> takeUpload(Exchange& exchange, std::string_view how);
    Task<void> waitForLeaving(Exchange& exchange);
    Task<void> stream(Exchange& exchange, std::size_t pieces, bool whole,
                      std::optional<std::uint64_t> length = std::nullopt);
    Task<void> answerLate(Exchange& exchange);
    Task<void> untilReleased(Exchange& exchange);
    Task<void> hold(Exchange& exchange);

    std::atomic<bool> m_released{false};
    std::atomic<int> m_waiting{0};
    std::atomic<int> m_cancelled{0};
    std::atomic<long long> m_cancelledAt{0};
};

} // namespace gatehouse::http
