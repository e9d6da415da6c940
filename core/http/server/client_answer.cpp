// SPDX-License-Identifier: Apache-2.0
// The half of a client connection that answers.
#include "core/http/server/client_connection.h"
#include "core/http/server/compression.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace gatehouse::http {

using boost::system::error_code;

namespace {

constexpr std::string_view lastChunk = "0\r\n\r\n";
constexpr std::string_view lineEnd = "\r\n";

bool hasNoBody(int status) {
    return status < 200 || status == 204 || status == 304;
}

} // namespace

Error ClientConnection::leftError() const {
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.code = "client_left";
    error.message = "The client has closed its connection.";
    return error;
}

std::optional<Error> ClientConnection::obstacle() const {
    if (m_left)
        return leftError();
    if (!m_timedOut)
        return std::nullopt;
    Error error;
    error.kind = ErrorKind::Timeout;
    error.code = "deadline";
    error.message = "The deadline of this call has passed.";
    return error;
}

void ClientConnection::composeHead(std::string& out, const ResponseHead& head, AnswerFraming framing,
                                   std::uint64_t length) {
    m_framing = framing;
    m_keepAlive =
        m_checked.head.keepAlive && !m_worker->draining() && bodyIsSkippable() && framing != AnswerFraming::UntilClose;
    AnswerFacts facts;
    facts.date = m_worker->dates().now();
    facts.requestId = requestId();
    facts.framing = framing;
    facts.length = length;
    facts.connection = AnswerConnection::Close;
    if (m_keepAlive)
        facts.connection = m_checked.http10 ? AnswerConnection::KeepAliveSaid : AnswerConnection::KeepAlive;
    out.reserve(1024); // usual heads are half as long
    appendAnswerHead(out, head, facts);
}

bool ClientConnection::takesStreams() {
    if (m_worker->takesStreams())
        return true;
    m_worker->counters().refused[static_cast<std::size_t>(Refusal::MemoryStreams)].add();
    return false;
}

void ClientConnection::compressFor(ResponseHead& head, std::string& body) {
    if (!isCompressible(head, body.size()))
        return;
    addVary(head);
    // Fields of one name are one list (RFC 9110 §5.3).
    std::string accepted;
    for (const auto& field : m_checked.head.fields) {
        if (equalsIgnoringCase(field.name, "accept-encoding")) {
            accepted += accepted.empty() ? "" : ",";
            accepted += field.value;
        }
    }
    const auto coding = chooseCoding(accepted);
    auto smaller = compress(body, coding);
    if (!smaller)
        return;
    body = std::move(*smaller);
    head.fields.push_back({"Content-Encoding", std::string(nameOf(coding))});
}

Task<Result<void>> ClientConnection::respond(ResponseHead head, std::string body) {
    if (const auto error = obstacle())
        co_return tl::unexpected(*error);
    if (m_answer != Answer::None || !areFieldsSendable(head.fields))
        co_return failure(ErrorKind::Internal, "bad_answer",
                          "The answer has begun, or has a field that cannot be sent.");
    const bool bodyless = hasNoBody(head.status);
    if (m_worker->shared().compression && !bodyless)
        compressFor(head, body);
    std::string out;
    composeHead(out, head, bodyless ? AnswerFraming::Bodyless : AnswerFraming::Length, body.size());
    const bool headOnly = bodyless || m_checked.head.method == Method::Head;
    std::array<asio::const_buffer, 2> pieces{asio::buffer(out), headOnly ? asio::const_buffer() : asio::buffer(body)};
    m_answer = Answer::Whole;
    // Behind the work of all calls that can go on now: what they send goes out in one run, so that who reads it wakes
    // once, and not in the middle of this thread's work, where it would take the processor away.
    co_await asio::post(m_worker->executor(), asTask);
    std::span<asio::const_buffer> rest(pieces);
    auto error = m_left ? error_code(asio::error::operation_aborted) : sendNow(rest);
    if (error == asio::error::would_block)
        error = co_await send(rest);
    if (!error)
        co_return Result<void>();
    m_answer = Answer::Broken;
    clientLeft();
    co_return tl::unexpected(leftError());
}

Task<Result<void>> ClientConnection::beginStream(ResponseHead head) {
    if (const auto error = obstacle())
        co_return tl::unexpected(*error);
    if (m_answer != Answer::None || hasNoBody(head.status) || !areFieldsSendable(head.fields))
        co_return failure(ErrorKind::Internal, "bad_answer",
                          "The answer has begun, or has a field that cannot be sent.");
    std::string out;
    const auto unknown = m_checked.http10 ? AnswerFraming::UntilClose : AnswerFraming::Chunked;
    composeHead(out, head, head.length ? AnswerFraming::Length : unknown, head.length.value_or(0));
    m_lengthLeft = head.length.value_or(0);
    m_answer = Answer::Streaming;
    std::array<asio::const_buffer, 1> pieces{asio::buffer(out)};
    co_return co_await sendPart(pieces);
}

Task<Result<void>> ClientConnection::write(std::string_view bytes) {
    if (const auto error = obstacle())
        co_return tl::unexpected(*error);
    if (m_answer != Answer::Streaming)
        co_return failure(ErrorKind::Internal, "bad_answer", "No stream has begun, or it has ended.");
    if (bytes.empty() || m_checked.head.method == Method::Head)
        co_return Result<void>();
    if (m_framing == AnswerFraming::Length) {
        if (bytes.size() > m_lengthLeft)
            co_return failure(ErrorKind::Internal, "bad_answer", "The answer is longer than was said.");
        m_lengthLeft -= bytes.size();
    }
    if (m_framing != AnswerFraming::Chunked) {
        std::array<asio::const_buffer, 1> pieces{asio::buffer(bytes)};
        co_return co_await sendPart(pieces);
    }
    std::array<char, 18> size{};
    auto* end = std::to_chars(size.data(), size.data() + 16, bytes.size(), 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    std::array<asio::const_buffer, 3> pieces{
        asio::const_buffer(size.data(), static_cast<std::size_t>(end - size.data())), asio::buffer(bytes),
        asio::buffer(lineEnd)};
    co_return co_await sendPart(pieces);
}

Task<Result<void>> ClientConnection::endStream() {
    if (const auto error = obstacle())
        co_return tl::unexpected(*error);
    if (m_answer != Answer::Streaming)
        co_return failure(ErrorKind::Internal, "bad_answer", "No stream has begun, or it has ended.");
    const bool headOnly = m_checked.head.method == Method::Head;
    if (m_framing == AnswerFraming::Length && m_lengthLeft > 0 && !headOnly)
        co_return failure(ErrorKind::Internal, "bad_answer", "The answer is shorter than was said.");
    if (m_framing == AnswerFraming::Chunked && !headOnly) {
        std::array<asio::const_buffer, 1> pieces{asio::buffer(lastChunk)};
        auto sent = co_await sendPart(pieces);
        if (!sent)
            co_return sent;
    }
    m_answer = Answer::Whole;
    co_return Result<void>();
}

Task<Result<void>> ClientConnection::sendPart(std::span<asio::const_buffer> pieces) {
    if (isOthersTurn())
        co_await asio::post(m_worker->executor(), asTask);
    auto error = sendNow(pieces);
    if (error == asio::error::would_block)
        error = co_await send(pieces);
    if (!error)
        co_return Result<void>();
    m_answer = Answer::Broken;
    clientLeft();
    co_return tl::unexpected(leftError());
}

error_code ClientConnection::sendNow(std::span<asio::const_buffer>& pieces) {
    m_worker->noteWork();
    for (;;) {
        while (!pieces.empty() && pieces.front().size() == 0)
            pieces = pieces.subspan(1);
        if (pieces.empty())
            return {};
        const Transfer transfer = m_transport.tryWrite(pieces);
        m_sendWait = transfer.wait;
        if (transfer.error)
            return transfer.error;
        std::size_t sent = transfer.bytes;
        while (sent > 0) {
            const auto part = std::min(sent, pieces.front().size());
            pieces.front() += part;
            sent -= part;
            if (pieces.front().size() == 0)
                pieces = pieces.subspan(1);
        }
    }
}

Task<error_code> ClientConnection::send(std::span<asio::const_buffer> pieces) {
    for (;;) {
        const auto error = sendNow(pieces);
        if (error != asio::error::would_block) {
            m_writeDeadline = never;
            co_return error;
        }
        m_stepsInARow = 0;
        m_writeDeadline = m_worker->now() + m_worker->limits().writeIdle;
        // A deadline of the call does not cut an answer in its middle; a client that has left does.
        const auto [failed] = co_await m_transport.socket().async_wait(m_sendWait, asTask);
        if (m_left || m_ending || (failed && failed != asio::error::operation_aborted)) {
            m_writeDeadline = never;
            co_return error_code(asio::error::connection_aborted);
        }
    }
}

} // namespace gatehouse::http
