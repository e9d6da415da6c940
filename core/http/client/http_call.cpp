// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/http_call.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <cstring>
#include <utility>

namespace gatehouse::http {
namespace {

using SteadyClock = std::chrono::steady_clock;
using boost::system::error_code;

// A typical answer has about fifteen fields.
constexpr std::size_t usualFields = 24;

// A provider that sends faster than it is read must not keep all others, and the deadline of its own call, waiting.
constexpr int mostReadsInARow = 32;

Error protocolError(const char* what) {
    return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Protocol)),
                   std::string("The provider's answer is not proper HTTP/1.1: ") + what +
                       ". The connection was closed; check that the base URL names an HTTP API.")
        .value();
}

std::string_view reasonOf(const error_code& code, std::string& text) {
    if (code == asio::error::eof)
        return {};
    text = code == asio::ssl::error::stream_truncated ? "TLS ended without close_notify" : code.message();
    return text;
}

Error endError(const char* doing, const error_code& code) {
    std::string text;
    return resetError(doing, std::string(reasonOf(code, text)));
}

} // namespace

HttpCall::HttpCall(std::shared_ptr<UpstreamCore> core, ConnectionPtr connection, const UpstreamRequest& request,
                   TimingWriter timing)
    : m_core(std::move(core)), m_connection(std::move(connection)), m_timing(timing), m_method(request.method),
      m_firstByteTimeout(request.firstByteTimeout), m_idleTimeout(request.idleTimeout) {}

// Before the end of the answer: the connection closes at once. A request that is still on its way ends with a reset,
// for an orderly end would queue behind bytes that the provider may never take.
void HttpCall::leave() {
    if (m_connection && !m_allSent)
        m_connection->transport().abort();
    m_connection.reset();
}

tl::unexpected<Error> HttpCall::abandon(Error error) {
    leave();
    m_buffer.release();
    m_ready = {};
    return tl::unexpected<Error>(std::move(error));
}

Error HttpCall::interrupted(UpstreamFailure timeout, const char* doing) const {
    if (!m_connection->timedOut())
        return cancelledError(doing);
    return timeoutError(timeout, timeout == UpstreamFailure::IdleTimeout ? "did not go on" : "did not answer");
}

// Sends what the socket takes without waiting; "pieces" become what is left.
HttpCall::Sending HttpCall::sendSome(std::span<asio::const_buffer>& pieces) {
    for (;;) {
        while (!pieces.empty() && pieces.front().size() == 0)
            pieces = pieces.subspan(1);
        if (pieces.empty())
            return Sending::Done;
        const Transfer transfer = m_connection->transport().tryWrite(pieces);
        if (transfer.error)
            return transfer.wouldBlock() ? Sending::Blocked : Sending::Broken;
        m_sent += transfer.bytes;
        for (std::size_t sent = transfer.bytes; sent > 0;) {
            const std::size_t part = std::min(sent, pieces.front().size());
            pieces.front() += part;
            sent -= part;
            if (pieces.front().size() == 0)
                pieces = pieces.subspan(1);
        }
    }
}

// A provider may refuse a long request before it has read it all. When it speaks early, what it says decides: an
// interim answer lets the sending go on, anything else ends it.
Task<Result<void>> HttpCall::send(std::span<asio::const_buffer> pieces) {
    for (;;) {
        const Sending outcome = sendSome(pieces);
        if (outcome == Sending::Done)
            break;
        if (outcome == Sending::Broken) {
            // It may have answered before it closed: readHead() will see.
            m_requestCut = true;
            break;
        }
        m_connection->watchForEarlyAnswer();
        const auto [code] = co_await m_connection->socket().async_wait(asio::socket_base::wait_write, asTask);
        if (m_connection->timedOut())
            co_return tl::unexpected(interrupted(UpstreamFailure::FirstByteTimeout, "the request was being sent"));
        const bool early = m_connection->takeEarlyAnswer();
        if (code && !early)
            co_return tl::unexpected(cancelledError("the request was being sent"));
        if (early && takeEarlyBytes()) {
            m_requestCut = true;
            break;
        }
    }
    m_connection->stopWatchingForEarlyAnswer();
    co_return Result<void>();
}

// True when the answer proper has begun, or the connection has ended.
bool HttpCall::takeEarlyBytes() {
    if (!makeRoom())
        return true;
    const Transfer transfer =
        m_connection->transport().tryRead(asio::buffer(m_buffer.data() + m_filled, m_buffer.size() - m_filled));
    if (transfer.error)
        return !transfer.wouldBlock();
    m_filled += transfer.bytes;
    constexpr std::string_view interim = "HTTP/1.1 1";
    const std::string_view seen(m_buffer.data(), std::min(m_filled, interim.size()));
    return !interim.starts_with(seen);
}

Task<Result<void>> HttpCall::exchange(std::string_view requestHead, std::span<const std::string_view> body,
                                      BodySource* source) {
    m_timing.stage(UpstreamStage::Send);
    m_connection->guard(m_core->watchdog, SteadyClock::now() + m_firstByteTimeout);
    std::vector<asio::const_buffer> pieces;
    pieces.reserve(body.size() + 1);
    pieces.emplace_back(requestHead.data(), requestHead.size());
    for (const auto& piece : body)
        pieces.emplace_back(piece.data(), piece.size());
    // Behind the work of all calls that can go on now, as answers to clients go out.
    co_await asio::post(m_core->executor, asTask);
    if (m_connection->timedOut())
        co_return abandon(interrupted(UpstreamFailure::FirstByteTimeout, "the request was being sent"));
    std::span<asio::const_buffer> left(pieces);
    if (sendSome(left) != Sending::Done) {
        auto sent = co_await send(left);
        if (!sent)
            co_return abandon(std::move(sent.error()));
        m_connection->guard(m_core->watchdog, SteadyClock::now() + m_firstByteTimeout);
    }
    if (source != nullptr && !m_requestCut) {
        auto sent = co_await sendFrom(*source);
        if (!sent)
            co_return abandon(std::move(sent.error()));
        m_connection->guard(m_core->watchdog, SteadyClock::now() + m_firstByteTimeout);
    }
    m_allSent = !m_requestCut;
    m_timing.reached(&UpstreamTiming::sent);
    m_timing.stage(UpstreamStage::FirstByte);
    auto read = co_await readHead();
    if (!read)
        co_return abandon(std::move(read.error()));
    co_return Result<void>();
}

// Room behind what has been read of the head; false when the head is too large.
bool HttpCall::makeRoom() {
    if (!m_buffer)
        m_buffer = m_core->buffers.take();
    if (m_filled < m_buffer.size())
        return true;
    const std::size_t most = m_core->options.headBytes;
    if (m_filled >= most)
        return false;
    const std::size_t size = std::min(most, m_buffer.size() * 2);
    Buffer larger(nullptr, std::make_unique_for_overwrite<char[]>(size), size);
    std::memcpy(larger.data(), m_buffer.data(), m_filled);
    m_buffer = std::move(larger);
    return true;
}

Task<Result<void>> HttpCall::readHead() {
    Transport& transport = m_connection->transport();
    bool readFirst = transport.secure() || m_requestCut;
    bool first = m_filled == 0;
    for (;;) {
        if (m_filled > 0) {
            auto complete = parseHead();
            if (!complete)
                co_return tl::unexpected(std::move(complete.error()));
            if (*complete)
                co_return Result<void>();
        }
        if (!readFirst) {
            const auto [code] = co_await m_connection->socket().async_wait(asio::socket_base::wait_read, asTask);
            if (code || m_connection->timedOut())
                co_return tl::unexpected(
                    interrupted(UpstreamFailure::FirstByteTimeout, "its answer was being waited for"));
        }
        if (!makeRoom())
            co_return tl::unexpected(protocolError("its head is too large"));
        const Transfer transfer =
            transport.tryRead(asio::buffer(m_buffer.data() + m_filled, m_buffer.size() - m_filled));
        readFirst = transport.secure() && !transfer.error;
        if (transfer.wouldBlock()) {
            if (m_filled == 0)
                m_buffer.release();
            continue;
        }
        if (transfer.error)
            co_return tl::unexpected(endError("its answer was being waited for", transfer.error));
        if (std::exchange(first, false))
            m_timing.reached(&UpstreamTiming::firstByte);
        m_filled += transfer.bytes;
        m_readFirst = m_filled == m_buffer.size();
    }
}

// True when the head of the answer proper has been read; interim answers on the way are skipped.
Result<bool> HttpCall::parseHead() {
    for (;;) {
        const std::size_t size = m_finder.find({m_buffer.data(), m_filled});
        if (size == 0)
            return m_filled < m_core->options.headBytes ? Result<bool>(false)
                                                        : tl::unexpected(protocolError("its head is too large"));
        m_head.fields.reserve(usualFields);
        const auto start =
            readResponseHead({m_buffer.data(), size}, m_method, m_core->options.headFields, m_head.fields);
        if (!start)
            return tl::unexpected(start.error());
        if (start->status == 101)
            return tl::unexpected(protocolError("it switches to a protocol that nobody asked for"));
        if (start->status >= 200) {
            auto entered = enterBody(*start, size);
            if (!entered)
                return tl::unexpected(std::move(entered.error()));
            return true;
        }
        if (++m_interimAnswers > m_core->options.interimAnswers)
            return tl::unexpected(protocolError("it sends interim answers without end"));
        m_interimSeen = true;
        m_filled -= size;
        std::memmove(m_buffer.data(), m_buffer.data() + size, m_filled);
        m_finder.restart();
    }
}

Result<void> HttpCall::enterBody(const ResponseStart& start, std::size_t headSize) {
    m_head.status = start.status;
    m_reusable = start.keepAlive && !m_requestCut;
    m_decoder = BodyDecoder(start);
    m_timing.stage(UpstreamStage::Body);
    m_connection->disarm();
    decode(m_buffer.data() + headSize, m_filled - headSize);
    if (m_decoder.failed() && m_ready.empty())
        return tl::unexpected(protocolError("a chunk of its body is malformed"));
    if (!m_decoder.done())
        keepHeadApart(headSize);
    else if (start.framing == BodyFraming::None && m_filled > headSize)
        m_reusable = false;
    if (m_decoder.done())
        finish();
    return {};
}

// The body goes on: a long stream must not hold a whole read buffer for the sake of its head.
void HttpCall::keepHeadApart(std::size_t headSize) {
    m_headBytes = std::make_unique_for_overwrite<char[]>(headSize);
    std::memcpy(m_headBytes.get(), m_buffer.data(), headSize);
    const auto rebase = [this](std::string_view view) {
        return std::string_view(m_headBytes.get() + (view.data() - m_buffer.data()), view.size());
    };
    for (auto& field : m_head.fields) {
        field.name = rebase(field.name);
        field.value = rebase(field.value);
    }
}

void HttpCall::decode(char* bytes, std::size_t size) {
    if (size == 0)
        return;
    m_ready = m_decoder.decode(bytes, size);
    if (m_decoder.leftOver() > 0)
        m_reusable = false;
}

void HttpCall::finish() {
    m_timing.stage(UpstreamStage::Done);
    if (!m_connection)
        return;
    m_connection->disarm();
    if (m_reusable && !m_connection->transport().hasPending())
        m_core->pool.put(std::move(m_connection));
    leave();
}

Task<Result<std::string_view>> HttpCall::next() {
    if (!m_ready.empty())
        co_return std::exchange(m_ready, {});
    if (m_decoder.done())
        co_return std::string_view();
    if (!m_connection)
        co_return tl::unexpected(resetError("its answer was being read", "it ended earlier"));
    if (m_decoder.failed())
        co_return failed(*m_core, abandon(protocolError("a chunk of its body is malformed")).value());
    Result<void> read;
    try {
        read = co_await readBody();
    } catch (const boost::system::system_error&) {
        // The coroutine was cancelled while it was not waiting: Asio says so at the next wait.
        read = tl::unexpected(cancelledError("its answer was being read"));
    }
    if (!read)
        co_return failed(*m_core, abandon(std::move(read.error())).value());
    co_return std::exchange(m_ready, {});
}

// Until there is something to hand out, or the end.
Task<Result<void>> HttpCall::readBody() {
    Transport& transport = m_connection->transport();
    bool readFirst = m_readFirst || transport.secure();
    for (;;) {
        if (++m_readsInARow >= mostReadsInARow) {
            m_readsInARow = 0;
            if (transport.secure()) // which may hold bytes that the socket does not tell of
                co_await asio::post(m_core->executor, asTask);
            else
                readFirst = false;
        }
        if (!readFirst) {
            m_readsInARow = 0;
            m_buffer.release();
            m_connection->guard(m_core->watchdog, SteadyClock::now() + m_idleTimeout);
            const auto [code] = co_await m_connection->socket().async_wait(asio::socket_base::wait_read, asTask);
            m_connection->disarm();
            if (code || m_connection->timedOut())
                co_return tl::unexpected(interrupted(UpstreamFailure::IdleTimeout, "its answer was being read"));
        }
        if (!m_buffer)
            m_buffer = m_core->buffers.take();
        const Transfer transfer = transport.tryRead(asio::buffer(m_buffer.data(), m_buffer.size()));
        m_readFirst = !transfer.error && transfer.bytes == m_buffer.size();
        readFirst = !transfer.error && (m_readFirst || transport.secure());
        if (transfer.wouldBlock())
            continue;
        if (transfer.error) {
            if (transfer.error != asio::error::eof || !m_decoder.wholeAtClose())
                co_return tl::unexpected(endError("its answer was being read", transfer.error));
            m_decoder = BodyDecoder();
            m_reusable = false;
            finish();
            co_return Result<void>();
        }
        decode(m_buffer.data(), transfer.bytes);
        if (m_decoder.done())
            finish();
        if (m_decoder.failed() && m_ready.empty())
            co_return tl::unexpected(protocolError("a chunk of its body is malformed"));
        if (!m_ready.empty() || m_decoder.done())
            co_return Result<void>();
    }
}

} // namespace gatehouse::http
