// SPDX-License-Identifier: Apache-2.0
// The half of a client connection that reads request bodies.
#include "core/http/server/client_connection.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstring>

namespace gatehouse::http {

namespace {

constexpr std::string_view continueLine = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::size_t longestChunkLine = 16 * 1024; // also of a trailer block
constexpr std::size_t firstLargeBody = 16 * 1024;
constexpr std::size_t largePiece = 64 * 1024;

} // namespace

// ---- the whole body ------------------------------------------------------------------------------------------------

Task<Result<std::string_view>> ClientConnection::readBody(std::size_t most) {
    if (m_inPieces)
        co_return readBothWays();
    m_wholeBody = true;
    if (m_bodyState == Body::Unread) {
        m_bodyRefusal = co_await fetchBody(std::min(most, m_worker->limits().body));
        m_readDeadline = never;
        if (m_bodyRefusal == Refusal::None)
            m_bodyState = Body::Whole;
        bodyWasRead(m_bodyRefusal);
    } else if (m_bodyState == Body::Whole && m_body.size() > most) {
        co_return tl::unexpected(bodyError(Refusal::BodyTooLarge));
    }
    if (m_bodyState == Body::Failed)
        co_return tl::unexpected(bodyError(m_bodyRefusal));
    co_return m_body;
}

void ClientConnection::releaseBody() {
    if (m_bodyState != Body::Whole || m_inPieces)
        return;
    m_body = {};
    m_largeBody.reset();
    if (m_chunked)
        m_chunked->release();
}

Error ClientConnection::bodyError(Refusal refusal) const {
    Error error;
    error.code = infoOf(refusal).code;
    error.message = infoOf(refusal).message;
    switch (refusal) {
    case Refusal::BodyTooLarge:
        error.kind = ErrorKind::TooLarge;
        break;
    case Refusal::BodyTimeout:
        error.kind = ErrorKind::Timeout;
        break;
    case Refusal::BodyCut:
        return leftError();
    default:
        error.kind = ErrorKind::Invalid;
        break;
    }
    return error;
}

Task<Refusal> ClientConnection::fetchBody(std::size_t most) {
    if (m_left)
        co_return Refusal::BodyCut;
    m_bodyBegan = m_worker->now();
    noteBodyProgress(0);
    if (m_checked.framing == RequestFraming::Chunked)
        co_return co_await fetchChunkedBody(most);
    if (m_checked.contentLength > most)
        co_return Refusal::BodyTooLarge;
    const auto length = static_cast<std::size_t>(m_checked.contentLength);
    const auto here = m_in.size() - m_headSize;
    if (here >= length) {
        m_bodyInBuffer = length;
        m_body = m_in.view().substr(m_headSize, length);
        co_return Refusal::None;
    }
    if (here == 0)
        co_await sendContinue();
    if (m_in.span() >= m_headSize + length)
        co_return co_await fetchIntoBuffer(length);
    co_return co_await fetchIntoLargeBody(length);
}

Task<Refusal> ClientConnection::fetchIntoBuffer(std::size_t length) {
    while (m_in.size() - m_headSize < length) {
        const auto missing = length - (m_in.size() - m_headSize);
        const Transfer transfer = co_await readBodyBytes(m_in.prepareInPlace(missing));
        if (transfer.error)
            co_return whyNoBody();
        m_in.commit(transfer.bytes);
    }
    m_bodyInBuffer = length;
    m_body = m_in.view().substr(m_headSize, length);
    co_return Refusal::None;
}

// Allocated is not resident yet: the memory watch hears of it.
void ClientConnection::reserve(std::size_t bytes) {
    m_worker->memory().release(m_reserved);
    m_worker->memory().reserve(bytes);
    m_reserved = bytes;
}

Task<Refusal> ClientConnection::fetchIntoLargeBody(std::size_t length) {
    // A slow client holds no more than the block that its head stands in, until that is full.
    while (m_in.room() > 0) {
        const Transfer transfer = co_await readBodyBytes(m_in.prepareInPlace(m_in.room()));
        if (transfer.error)
            co_return whyNoBody();
        m_in.commit(transfer.bytes);
    }
    // Memory grows with what has come, not with what was announced.
    std::size_t filled = m_in.size() - m_headSize;
    std::size_t capacity = std::min(length, std::max(firstLargeBody, filled * 2));
    m_largeBody = std::make_unique_for_overwrite<char[]>(capacity);
    std::memcpy(m_largeBody.get(), m_in.view().data() + m_headSize, filled);
    m_in.dropLast(filled);
    reserve(capacity - filled);
    while (filled < length) {
        if (filled == capacity) {
            capacity = std::min(length, capacity * 2);
            auto larger = std::make_unique_for_overwrite<char[]>(capacity);
            std::memcpy(larger.get(), m_largeBody.get(), filled);
            m_largeBody = std::move(larger);
        }
        reserve(capacity - filled);
        const Transfer transfer = co_await readBodyBytes({m_largeBody.get() + filled, capacity - filled});
        if (transfer.error)
            co_return whyNoBody();
        filled += transfer.bytes;
    }
    reserve(0);
    m_body = {m_largeBody.get(), length};
    co_return Refusal::None;
}

// Decodes what stands behind the head already. The head stays where it is; raw bytes go through a buffer of their own
// from then on.
Task<ChunkedBody::State> ClientConnection::beginChunked(std::size_t most) {
    const auto head = m_in.view().substr(0, m_headSize);
    m_chunked = std::make_unique<ChunkedBody>(head, most);
    const auto here = m_in.view().substr(m_headSize);
    std::size_t consumed = 0;
    const auto state = m_chunked->feed(here, consumed);
    if (state == ChunkedBody::State::Done && consumed > 0) {
        m_bodyInBuffer = consumed;
        co_return state;
    }
    auto raw = here.substr(consumed);
    while (!raw.empty()) {
        const auto space = m_rest.prepare();
        const auto part = std::min(space.size(), raw.size());
        std::memcpy(space.data(), raw.data(), part);
        m_rest.commit(part);
        raw.remove_prefix(part);
    }
    m_in.dropLast(here.size());
    if (here.empty())
        co_await sendContinue();
    co_return state;
}

// None: more bytes were decoded, state says how far that led.
Task<Refusal> ClientConnection::readChunks(ChunkedBody::State& state) {
    if (m_rest.size() >= longestChunkLine)
        co_return Refusal::BadChunk;
    if (isOthersTurn())
        co_await asio::post(m_worker->executor(), asTask);
    for (;;) {
        const Transfer transfer = tryReadBody(m_rest.prepare());
        if (!transfer.error) {
            m_rest.commit(transfer.bytes);
            break;
        }
        if (m_rest.empty())
            m_rest.release();
        const bool goOn = co_await awaitBody(transfer);
        if (!goOn)
            co_return whyNoBody();
    }
    std::size_t consumed = 0;
    state = m_chunked->feed(m_rest.view(), consumed);
    m_rest.consume(consumed);
    co_return Refusal::None;
}

Refusal ClientConnection::refusalOf(ChunkedBody::State state) {
    if (state == ChunkedBody::State::TooLarge)
        return Refusal::BodyTooLarge;
    return state == ChunkedBody::State::Bad ? Refusal::BadChunk : Refusal::None;
}

Task<Refusal> ClientConnection::fetchChunkedBody(std::size_t most) {
    auto state = co_await beginChunked(most);
    while (state == ChunkedBody::State::NeedMore) {
        const Refusal refusal = co_await readChunks(state);
        if (refusal != Refusal::None)
            co_return refusal;
    }
    m_body = m_chunked->body();
    co_return refusalOf(state);
}

// ---- the body, piece by piece --------------------------------------------------------------------------------------

std::optional<std::uint64_t> ClientConnection::bodyLength() const {
    if (m_checked.framing == RequestFraming::Chunked)
        return std::nullopt;
    return m_checked.framing == RequestFraming::Length ? m_checked.contentLength : 0;
}

tl::unexpected<Error> ClientConnection::readBothWays() const {
    return failure(ErrorKind::Internal, "body_read_both_ways", "The body was read whole and piece by piece.");
}

Task<Result<std::string_view>> ClientConnection::readBodyPiece(std::size_t most) {
    if (m_wholeBody)
        co_return readBothWays();
    m_body = {};
    if (m_bodyState == Body::Unread) {
        // The time that the handler takes between two pieces does not count against the client.
        m_bodyBegan = m_inPieces ? m_bodyBegan + (m_worker->now() - m_pieceGiven) : m_worker->now();
        noteBodyProgress(0);
        m_bodyRefusal = co_await fetchPiece(std::min(most, m_worker->limits().upload), !m_inPieces);
        m_readDeadline = never;
        m_pieceGiven = m_worker->now();
        bodyWasRead(m_bodyRefusal);
    }
    m_inPieces = true;
    if (m_bodyState == Body::Failed)
        co_return tl::unexpected(bodyError(m_bodyRefusal));
    co_return m_body;
}

void ClientConnection::bodyWasRead(Refusal refusal) {
    if (refusal != Refusal::None) {
        m_bodyState = Body::Failed;
        m_worker->counters().refused[static_cast<std::size_t>(refusal)].add();
    } else if (m_bodyState == Body::Whole) {
        m_pollHangup = false;
        watch();
    }
}

Task<Refusal> ClientConnection::fetchPiece(std::size_t most, bool first) {
    if (m_left)
        co_return Refusal::BodyCut;
    if (m_checked.framing == RequestFraming::Chunked)
        co_return co_await fetchChunkedPiece(most, first);
    if (!first)
        co_return co_await fetchLengthPiece();
    if (m_checked.contentLength > most)
        co_return Refusal::BodyTooLarge;
    m_bodyLeft = m_checked.contentLength;
    m_bodyInBuffer = static_cast<std::size_t>(std::min<std::uint64_t>(m_in.size() - m_headSize, m_bodyLeft));
    if (m_bodyInBuffer == 0) {
        co_await sendContinue();
        co_return co_await fetchLengthPiece();
    }
    takePiece(m_in.view().substr(m_headSize, m_bodyInBuffer));
    co_return Refusal::None;
}

void ClientConnection::takePiece(std::string_view piece) {
    m_body = piece;
    m_bodyLeft -= piece.size();
    if (m_bodyLeft == 0)
        m_bodyState = Body::Whole;
}

Task<Refusal> ClientConnection::fetchLengthPiece() {
    if (m_bodyLeft == 0) { // a length of 0
        m_bodyState = Body::Whole;
        co_return Refusal::None;
    }
    if (m_largeBody && m_pieceSize == smallPiece && m_pieceFilled) {
        m_largeBody.reset();
        m_pieceSize = largePiece;
    }
    if (isOthersTurn())
        co_await asio::post(m_worker->executor(), asTask);
    for (;;) {
        // A small buffer until the client has shown that it is fast, and none while it lets us wait.
        if (!m_largeBody)
            m_largeBody = std::make_unique_for_overwrite<char[]>(m_pieceSize);
        const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(m_bodyLeft, m_pieceSize));
        const Transfer transfer = tryReadBody({m_largeBody.get(), most});
        if (!transfer.error) {
            m_pieceFilled = transfer.bytes == m_pieceSize;
            takePiece({m_largeBody.get(), transfer.bytes});
            co_return Refusal::None;
        }
        m_largeBody.reset();
        m_pieceSize = smallPiece;
        const bool goOn = co_await awaitBody(transfer);
        if (!goOn)
            co_return whyNoBody();
    }
}

Task<Refusal> ClientConnection::fetchChunkedPiece(std::size_t most, bool first) {
    auto state = ChunkedBody::State::NeedMore;
    if (first)
        state = co_await beginChunked(most);
    else
        m_chunked->forget();
    while (state == ChunkedBody::State::NeedMore && m_chunked->body().empty()) {
        const Refusal refusal = co_await readChunks(state);
        if (refusal != Refusal::None)
            co_return refusal;
    }
    m_body = m_chunked->body();
    if (state == ChunkedBody::State::Done)
        m_bodyState = Body::Whole;
    co_return refusalOf(state);
}

// ---- the body's bytes ----------------------------------------------------------------------------------------------

Transfer ClientConnection::tryReadBody(asio::mutable_buffer into) {
    m_worker->noteWork();
    if (m_left || m_timedOut || m_readExpired)
        return {asio::error::operation_aborted, 0};
    const Transfer transfer = m_transport.tryRead(into);
    if (!transfer.error)
        noteBodyProgress(transfer.bytes);
    return transfer;
}

// After an attempt without success: true when there may be more now.
Task<bool> ClientConnection::awaitBody(Transfer attempt) {
    if (attempt.error == asio::error::operation_aborted)
        co_return false;
    if (!attempt.wouldBlock()) {
        clientLeft();
        co_return false;
    }
    m_stepsInARow = 0;
    const auto [error] = co_await m_transport.socket().async_wait(attempt.wait, asTask);
    co_return !error || error == asio::error::operation_aborted;
}

Task<Transfer> ClientConnection::readBodyBytes(asio::mutable_buffer into) {
    if (isOthersTurn())
        co_await asio::post(m_worker->executor(), asTask);
    for (;;) {
        const Transfer transfer = tryReadBody(into);
        if (!transfer.error)
            co_return transfer;
        const bool goOn = co_await awaitBody(transfer);
        if (!goOn)
            co_return transfer;
    }
}

Refusal ClientConnection::whyNoBody() const {
    if (m_left)
        return Refusal::BodyCut;
    return Refusal::BodyTimeout;
}

void ClientConnection::noteBodyProgress(std::size_t bytes) {
    const auto& limits = m_worker->limits();
    m_bodyReceived += bytes;
    const std::chrono::seconds earned(m_bodyReceived / limits.bodyBytesPerSecond);
    m_readDeadline = std::min(m_worker->now() + limits.bodyIdle, m_bodyBegan + limits.bodyTotal + earned);
}

Task<void> ClientConnection::sendContinue() {
    if (!m_checked.expectContinue || m_continueSent)
        co_return;
    m_continueSent = true;
    std::array<asio::const_buffer, 1> pieces{asio::buffer(continueLine)};
    co_await send(pieces);
}

bool ClientConnection::bodyIsSkippable() const {
    if (m_bodyState == Body::Whole)
        return true;
    if (m_bodyState == Body::Failed || m_inPieces || m_checked.framing != RequestFraming::Length)
        return false;
    const auto here = m_in.size() - m_headSize;
    if (here >= m_checked.contentLength)
        return true;
    // Who waits for 100-continue may send the body or not: the end of this request cannot be known.
    return m_checked.contentLength - here <= m_worker->limits().unreadBody && !m_checked.expectContinue;
}

} // namespace gatehouse::http
