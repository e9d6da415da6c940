// SPDX-License-Identifier: Apache-2.0
// The half of a call that sends a body which comes piece by piece.
#include "core/http/client/http_call.h"

#include <array>
#include <charconv>

namespace gatehouse::http {
namespace {

using SteadyClock = std::chrono::steady_clock;

Error lengthError() {
    return failure(ErrorKind::Internal, "upstream_request",
                   "The request cannot be sent: its body is not as long as was said.")
        .value();
}

// The line in front of a chunk (RFC 9112 §7.1).
class ChunkLine {
public:
    std::string_view write(std::size_t size) {
        auto [end, code] = std::to_chars(m_text.data(), m_text.data() + m_text.size() - 2, size, 16);
        *end++ = '\r';
        *end++ = '\n';
        return {m_text.data(), static_cast<std::size_t>(end - m_text.data())};
    }

private:
    std::array<char, 20> m_text{};
};

asio::const_buffer bufferOf(std::string_view text) {
    return {text.data(), text.size()};
}

} // namespace

// Looks once, without waiting: has the provider answered, or gone, before the request was sent?
bool HttpCall::answeredEarly() {
    if (!takeEarlyBytes()) {
        if (m_filled == 0)
            m_buffer.release();
        return false;
    }
    m_requestCut = true;
    return true;
}

// What the client takes to bring the next piece is not the provider's fault: its deadline runs only while bytes wait
// to be taken by it.
Task<Result<void>> HttpCall::sendFrom(BodySource& source) {
    const auto length = source.length();
    std::uint64_t sent = 0;
    for (bool more = true; more && !m_requestCut;) {
        m_connection->disarm();
        auto piece = co_await source.next();
        if (!piece)
            co_return tl::unexpected(std::move(piece.error()));
        if (m_connection->timedOut())
            co_return tl::unexpected(interrupted(UpstreamFailure::FirstByteTimeout, "the request was being sent"));
        more = !piece->empty();
        if (length && (piece->size() > *length - sent || (!more && sent != *length)))
            co_return tl::unexpected(lengthError());
        sent += piece->size();
        if (answeredEarly())
            break;
        ChunkLine line;
        std::array<asio::const_buffer, 3> parts{bufferOf({}), bufferOf(*piece), bufferOf({})};
        if (!length) {
            parts[0] = bufferOf(line.write(piece->size()));
            parts[2] = bufferOf("\r\n");
        }
        std::span<asio::const_buffer> left(parts);
        if (sendSome(left) == Sending::Done)
            continue;
        m_connection->guard(m_core->watchdog, SteadyClock::now() + m_firstByteTimeout);
        auto done = co_await send(left);
        if (!done)
            co_return tl::unexpected(std::move(done.error()));
    }
    co_return Result<void>();
}

} // namespace gatehouse::http
