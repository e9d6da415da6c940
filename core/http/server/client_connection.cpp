// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/client_connection.h"

#include "core/base/log.h"
#include "core/http/server/forwarded.h"
#include "core/http/server/refusal_text.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace gatehouse::http {

using boost::system::error_code;

namespace {

// While draining: how long who has just connected may take to begin a request.
constexpr std::chrono::milliseconds graceOfFresh{500};
constexpr int mostStepsInARow = 32; // reads, writes or calls without a wait; then others have their turn

// A pending wait for readability. It may outlive the connection by a moment.
struct OnReadable {
    std::shared_ptr<Lifeline> lifeline;
    void operator()(const error_code& error) const {
        lifeline->waiting = false;
        if (!error && lifeline->connection != nullptr)
            lifeline->connection->onReadable();
    }
};

} // namespace

ClientConnection::ClientConnection(std::shared_ptr<Worker> worker, std::shared_ptr<Lifeline> lifeline, TcpSocket socket,
                                   const IpAddress& peer, std::atomic<std::uint32_t>* peerCount)
    : m_worker(std::move(worker)), m_lifeline(std::move(lifeline)), m_transport(std::move(socket)),
      m_peerCount(peerCount), m_address(peer), m_peer(peer.text()), m_in(m_worker->blocks()),
      m_rest(m_worker->blocks()) {
    error_code error;
    const auto local = m_transport.socket().local_endpoint(error);
    m_local = local.address().to_string();
    if (local.address().is_v6() && local.address().to_v6().is_v4_mapped())
        m_local = asio::ip::make_address_v4(asio::ip::v4_mapped, local.address().to_v6()).to_string();
    m_localPort = local.port();
    m_lifeline->connection = this;
    m_worker->add(*this);
    m_readDeadline = m_worker->now() + m_worker->limits().header;
}

ClientConnection::~ClientConnection() {
    m_lifeline->connection = nullptr;
    if (m_calling)
        m_worker->counters().running.subtract();
    m_transport.close();
    reserve(0);
    endForwarding();
    m_peerCount->fetch_sub(1, std::memory_order_relaxed);
    m_worker->remove(*this);
}

Task<void> ClientConnection::run() {
    // A cancellation shows as operation_aborted of what is awaited, never as an exception.
    co_await asio::this_coro::throw_if_cancelled(false);
    if (containsAddress(m_worker->shared().proxyPeers, m_address)) {
        const bool known = co_await readProxyHeader();
        if (!known)
            co_return;
    }
    if (m_worker->shared().tls) {
        const bool ready = co_await handshake();
        if (!ready)
            co_return;
    }
    for (;;) {
        const Next next = co_await readHead();
        if (next == Next::Close)
            co_return;
        if (next == Next::Refuse) {
            co_await refuse(m_refusal);
            co_return;
        }
        const bool again = co_await serve();
        if (!again)
            co_return;
        if (isOthersTurn())
            co_await asio::post(m_worker->executor(), asTask);
    }
}

Task<bool> ClientConnection::handshake() {
    const auto context = m_worker->tls(); // this handshake's, whatever is loaded meanwhile
    const auto error = co_await m_transport.handshakeServer(*context);
    if (error) {
        m_worker->counters().handshakeFailed.add();
        co_return false;
    }
    m_tryFirst = m_transport.hasPending();
    co_return true;
}

// The header stands before everything else, TLS included: not a byte behind it may be taken.
Task<bool> ClientConnection::readProxyHeader() {
    ProxyHeader header;
    for (;;) {
        error_code error;
        const auto state = takeProxyHeader(header, error);
        if (state == ProxyHeader::State::Done)
            break;
        if (state == ProxyHeader::State::Bad) {
            beginRequest();
            if (!m_worker->shared().tls)
                co_await refuse(Refusal::BadProxyHeader);
            else
                m_worker->counters().refused[static_cast<std::size_t>(Refusal::BadProxyHeader)].add();
            co_return false;
        }
        if (!error) {
            const auto [failed] = co_await m_transport.socket().async_wait(asio::socket_base::wait_read, asTask);
            error = failed;
        }
        if (error || m_ending || m_readExpired) {
            m_worker->counters().silentClosed.add();
            co_return false;
        }
    }
    if (!header.source())
        co_return true;
    auto* count = m_worker->countPeer(*header.source());
    if (count == nullptr) {
        m_worker->counters().tooManyOfPeer.add();
        beginRequest();
        if (!m_worker->shared().tls)
            co_await refuse(Refusal::TooManyOfAddress);
        co_return false;
    }
    std::exchange(m_peerCount, count)->fetch_sub(1, std::memory_order_relaxed);
    m_address = *header.source();
    m_peer = m_address.text();
    co_return true;
}

// NeedMore without an error: nothing more is there.
ProxyHeader::State ClientConnection::takeProxyHeader(ProxyHeader& header, error_code& error) {
    std::array<char, 512> bytes{};
    for (;;) {
        const int socket = m_transport.nativeHandle();
        const auto got = ::recv(socket, bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
        if (got <= 0) {
            if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
                error = asio::error::eof;
            return ProxyHeader::State::NeedMore;
        }
        std::size_t consumed = 0;
        const auto state = header.feed({bytes.data(), static_cast<std::size_t>(got)}, consumed);
        (void)::recv(socket, bytes.data(), consumed, MSG_DONTWAIT);
        if (state != ProxyHeader::State::NeedMore)
            return state;
    }
}

// ---- the head ------------------------------------------------------------------------------------------------------

void ClientConnection::beginRequest() {
    m_worker->requestIds().next(m_requestId);
    m_headSize = 0;
    m_refusal = Refusal::None;
    m_answer = Answer::None;
    m_left = m_timedOut = m_readExpired = m_pollHangup = m_continueSent = false;
    m_callDeadline = never;
    m_shed = false;
    endForwarding();
}

Task<ClientConnection::Next> ClientConnection::readHead() {
    HeadScanner scanner(m_worker->limits());
    beginRequest();
    if (!m_fresh)
        m_readDeadline = m_worker->now() + (m_in.empty() ? m_worker->limits().keepAlive : m_worker->limits().header);
    if (!m_in.empty()) {
        if (const auto next = takeHead(scanner))
            co_return *next;
    }
    for (;;) {
        const bool idle = m_in.empty();
        if (idle) {
            m_in.release();
            if (m_worker->draining())
                closeIfIdle();
            if (!m_fresh)
                m_worker->moveToIdle(*this);
        }
        const bool received = co_await receive();
        if (idle && !m_fresh) {
            m_worker->moveToActive(*this);
            m_readDeadline = m_worker->now() + m_worker->limits().header;
        }
        if (!received) {
            const bool refused = noHead() == Next::Refuse;
            if (refused)
                co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
            m_readExpired = false;
            co_return refused ? Next::Refuse : Next::Close;
        }
        if (const auto next = takeHead(scanner))
            co_return *next;
    }
}

std::optional<ClientConnection::Next> ClientConnection::takeHead(HeadScanner& scanner) {
    const auto outcome = scanner.scan(m_in.view());
    m_refusal = outcome.refusal;
    if (m_refusal == Refusal::None) {
        if (!outcome.complete)
            return std::nullopt;
        m_in.consume(scanner.headBegin());
        m_headSize = scanner.headEnd() - scanner.headBegin();
        m_refusal = checkRequest(m_in.view().substr(0, m_headSize));
    }
    m_fresh = false;
    m_readDeadline = never;
    return m_refusal == Refusal::None ? Next::Call : Next::Refuse;
}

Refusal ClientConnection::checkRequest(std::string_view head) {
    const auto& shared = m_worker->shared();
    LocalEnd local{m_local, m_localPort, m_transport.secure()};
    m_secure = local.secure;
    auto refusal = checkHead(head, shared.limits, shared.hosts, local, m_checked);
    // Who is sent here by a page is looked at last: nothing else is wrong with such a head.
    if (refusal == Refusal::ForeignOrigin && letsPageIn(m_worker->pages(), m_checked.head))
        refusal = Refusal::None;
    if (!containsAddress(shared.trustedProxies, m_address))
        return refusal;
    if (refusal != Refusal::None && refusal != Refusal::ForeignOrigin)
        return refusal;
    if (const auto bad = applyForwarding(); bad != Refusal::None)
        return bad;
    if (refusal == Refusal::ForeignOrigin && m_secure && !local.secure) {
        // A page of ours that was reached by https, which ends at the proxy.
        local.secure = true;
        refusal = checkHead(head, shared.limits, shared.hosts, local, m_checked);
    }
    return refusal;
}

Refusal ClientConnection::applyForwarding() {
    const auto facts = readForwarded(m_checked.head, m_address, m_worker->shared().trustedProxies);
    if (facts.bad)
        return Refusal::BadForwarding;
    m_secure = m_secure || facts.secure;
    if (!facts.client || *facts.client == m_address)
        return Refusal::None;
    m_forwardedCount = m_worker->countPeer(*facts.client);
    if (m_forwardedCount == nullptr) {
        m_worker->counters().tooManyOfPeer.add();
        return Refusal::TooManyOfAddress;
    }
    m_forwarded = facts.client->text();
    return Refusal::None;
}

void ClientConnection::endForwarding() {
    if (m_forwardedCount != nullptr)
        std::exchange(m_forwardedCount, nullptr)->fetch_sub(1, std::memory_order_relaxed);
    m_forwarded.clear();
}

ClientConnection::Next ClientConnection::noHead() {
    auto& counters = m_worker->counters();
    if (m_readExpired && !m_in.empty() && !m_ending) {
        m_refusal = Refusal::HeaderTimeout;
        return Next::Refuse;
    }
    if (m_readExpired && !m_fresh)
        counters.idleClosed.add();
    else if (m_fresh || !m_in.empty())
        counters.silentClosed.add();
    return Next::Close;
}

Task<bool> ClientConnection::receive() {
    for (;;) {
        if (!m_tryFirst) {
            if (m_ending || m_readExpired)
                co_return false;
            m_stepsInARow = 0;
            // Where the watch of the call before is still pending this costs no system call.
            const auto [error] = co_await m_transport.socket().async_wait(asio::socket_base::wait_read, asTask);
            if (error && (error != asio::error::operation_aborted || m_ending || m_readExpired))
                co_return false;
        }
        m_tryFirst = false;
        m_worker->noteWork();
        const auto space = m_in.prepare();
        const Transfer transfer = m_transport.tryRead(space);
        if (!transfer.error) {
            m_in.commit(transfer.bytes);
            m_tryFirst = transfer.bytes == space.size() || m_transport.hasPending();
            co_return true;
        }
        if (!transfer.wouldBlock())
            co_return false;
        if (m_in.empty())
            m_in.release();
    }
}

// ---- a call --------------------------------------------------------------------------------------------------------

void ClientConnection::beginBody() {
    m_bodyRefusal = Refusal::None;
    m_body = {};
    m_bodyInBuffer = 0;
    m_bodyReceived = 0;
    m_wholeBody = m_inPieces = m_pieceFilled = false;
    m_pieceSize = smallPiece;
    m_bodyState = m_checked.framing == RequestFraming::None ? Body::Whole : Body::Unread;
}

Task<bool> ClientConnection::serve() {
    auto& counters = m_worker->counters();
    if (const auto refusal = m_worker->judgeCall(m_checked.head, m_transport.nativeHandle());
        refusal != Refusal::None) {
        beginBody();
        co_await turnAway(refusal);
        co_return co_await finishCall();
    }
    counters.calls.add();
    counters.running.add();
    beginBody();
    m_calling = true;
    const bool bodyIsHere =
        m_checked.framing == RequestFraming::None ||
        (m_checked.framing == RequestFraming::Length && m_in.size() - m_headSize >= m_checked.contentLength);
    if (bodyIsHere)
        watch();
    else
        m_pollHangup = true;
    co_await callHandler();
    m_calling = false;
    m_callDeadline = never;
    counters.running.subtract();
    if (m_left || m_timedOut)
        co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
    co_return co_await finishCall();
}

Task<void> ClientConnection::callHandler() {
    std::string what;
    try {
        co_await m_worker->handler().handle(*this);
        co_return;
    } catch (const std::exception& exception) {
        what = exception.what();
    } catch (...) {
        what = "not a standard exception";
    }
    if (auto* log = m_worker->shared().log)
        log->error("http.handler_failed", {{"request", requestId()}, {"what", what}});
}

Task<void> ClientConnection::turnAway(Refusal refusal) {
    std::string body;
    auto head = refusalFor(refusal, body);
    (void)co_await respond(std::move(head), std::move(body));
}

ResponseHead ClientConnection::refusalFor(Refusal refusal, std::string& body) {
    m_worker->counters().refused[static_cast<std::size_t>(refusal)].add();
    const auto& info = infoOf(refusal);
    const auto& shared = m_worker->shared();
    if (shared.refusalWriter) {
        auto answer = shared.refusalWriter(m_checked.head, info, requestId());
        body = std::move(answer.body);
        return refusalHead(info, answer.status, answer.contentType);
    }
    body = refusalBody(info, shared.refusals);
    const bool problem = shared.refusals == RefusalForm::Problem;
    return refusalHead(info, info.status, problem ? "application/problem+json" : "application/json");
}

Task<bool> ClientConnection::finishCall() {
    m_timedOut = false;
    if (m_shed && m_answer == Answer::None) {
        m_left = false;
        co_await turnAway(Refusal::MemoryShed);
        co_await linger();
        co_return false;
    }
    if (m_left || m_answer == Answer::Broken) {
        if (m_answer != Answer::Whole)
            m_transport.abort();
        co_return false;
    }
    if (m_answer == Answer::None) {
        co_await refuse(Refusal::HandlerFailed);
        co_return false;
    }
    if (m_answer == Answer::Streaming) {
        // Cut: without the last chunk, or with a reset where only the end of the stream would tell.
        if (m_framing == AnswerFraming::UntilClose)
            m_transport.abort();
        else
            co_await linger();
        co_return false;
    }
    if (!m_keepAlive) {
        co_await linger();
        co_return false;
    }
    co_return co_await skipBody();
}

Task<bool> ClientConnection::skipBody() {
    if (m_bodyState == Body::Whole) {
        if (m_chunked && m_bodyInBuffer == 0) {
            m_in.release();
            m_in.swap(m_rest);
        } else {
            m_in.consume(m_headSize + m_bodyInBuffer);
        }
    } else {
        std::uint64_t remaining = m_checked.contentLength;
        m_in.consume(m_headSize);
        m_bodyBegan = m_worker->now();
        noteBodyProgress(0);
        for (;;) {
            const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(remaining, m_in.size()));
            m_in.consume(part);
            remaining -= part;
            if (remaining == 0)
                break;
            const bool received = co_await receive();
            if (!received)
                co_return false;
            noteBodyProgress(m_in.size());
        }
    }
    m_readDeadline = never;
    m_largeBody.reset();
    m_chunked.reset();
    m_tryFirst = m_tryFirst || m_transport.hasPending();
    co_return true;
}

Task<void> ClientConnection::refuse(Refusal refusal) {
    m_worker->counters().refused[static_cast<std::size_t>(refusal)].add();
    const auto& info = infoOf(refusal);
    const auto form = m_worker->shared().refusals;
    const auto head =
        refusalHead(info, info.status, form == RefusalForm::Problem ? "application/problem+json" : "application/json");
    const std::string body = refusalBody(info, form);
    std::string out;
    AnswerFacts facts{m_worker->dates().now(), requestId(), AnswerFraming::Length, body.size(),
                      AnswerConnection::Close};
    appendAnswerHead(out, head, facts);
    // The head may be too broken to have been read: what it begins with must do.
    if (m_in.view().substr(0, 5) != "HEAD ")
        out += body;
    m_answer = Answer::Whole;
    std::array<asio::const_buffer, 1> pieces{asio::buffer(out)};
    const auto error = co_await send(pieces);
    if (!error)
        co_await linger();
}

Task<void> ClientConnection::linger() {
    // Closing while the client still sends would reset the connection and might take the answer with it (RFC 9112
    // §9.6).
    m_transport.shutdownSend();
    m_readExpired = false;
    m_readDeadline = m_worker->now() + m_worker->limits().linger;
    m_in.release();
    m_rest.release();
    while (!m_readExpired && !m_ending && !m_left && discardInput()) {
        const auto [error] = co_await m_transport.socket().async_wait(asio::socket_base::wait_read, asTask);
        if (error)
            co_return;
    }
}

bool ClientConnection::discardInput() {
    // Not in the coroutine's frame, which would keep it while it waits.
    std::array<char, 16 * 1024> nobodyReads; // NOLINT: left as it is, on purpose
    const Transfer transfer = m_transport.tryRead(asio::buffer(nobodyReads));
    return !transfer.error || transfer.wouldBlock();
}

// ---- watching ------------------------------------------------------------------------------------------------------

void ClientConnection::watch() {
    if (m_lifeline->waiting || !m_transport.isOpen())
        return;
    m_lifeline->waiting = true;
    m_transport.socket().async_wait(asio::socket_base::wait_read, OnReadable{m_lifeline});
}

void ClientConnection::onReadable() {
    m_tryFirst = true;
    if (!m_calling || m_left)
        return;
    if (m_socket)
        return onSocketReadable();
    char byte = 0;
    const auto got = ::recv(m_transport.nativeHandle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got > 0) {
        m_pollHangup = true;
        if (hasHungUp())
            clientLeft();
    } else if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
        m_tryFirst = false;
        watch();
    } else {
        clientLeft();
    }
}

bool ClientConnection::isOthersTurn() {
    // Who sends and reads as fast as this thread would otherwise have it for himself.
    if (++m_stepsInARow < mostStepsInARow)
        return false;
    m_stepsInARow = 0;
    return true;
}

bool ClientConnection::hasHungUp() {
    pollfd asked{m_transport.nativeHandle(), POLLRDHUP, 0};
    return ::poll(&asked, 1, 0) > 0 && (asked.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void ClientConnection::clientLeft() {
    if (m_left)
        return;
    m_left = true;
    if (m_answer != Answer::Whole)
        m_worker->counters().left.add();
    cancel();
}

void ClientConnection::cancel() {
    // Last: whatever it wakes may end this connection.
    const auto lifeline = m_lifeline;
    lifeline->signal.emit(asio::cancellation_type::terminal);
}

void ClientConnection::tick(TimePoint now) {
    if (now >= m_writeDeadline) {
        m_writeDeadline = never;
        m_worker->counters().writeStalled.add();
        m_left = true;
    }
    if (now >= m_readDeadline || (isReceiving() && m_worker->draining()))
        m_readExpired = true;
    if (m_calling && !m_timedOut && now >= m_callDeadline) {
        m_timedOut = true;
        m_worker->counters().timedOut.add();
    }
    if (m_calling && m_pollHangup && !m_left && hasHungUp()) {
        clientLeft();
        return;
    }
    // Again at each tick: what was just between two operations missed it the first time.
    if (m_readExpired || m_ending || m_left || m_timedOut)
        cancel();
}

void ClientConnection::closeIfIdle() {
    if (!isIdle() || m_answer != Answer::None)
        return;
    // What has been sent before the client could know is still answered.
    char byte = 0;
    if (m_transport.hasPending() || ::recv(m_transport.nativeHandle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0)
        return;
    if (m_fresh) {
        m_readDeadline = std::min(m_readDeadline, m_worker->now() + graceOfFresh);
        return;
    }
    m_ending = true;
    cancel();
}

void ClientConnection::end() {
    m_ending = true;
    m_left = true;
    cancel();
}

bool ClientConnection::shed() {
    if (!m_calling || m_left || m_shed || m_answer == Answer::Whole)
        return false;
    m_shed = true;
    m_left = true;
    // One whose answer has begun cannot be told any more: it is cut, without its end.
    if (m_answer != Answer::None)
        m_worker->counters().refused[static_cast<std::size_t>(Refusal::MemoryShed)].add();
    cancel();
    return true;
}

void ClientConnection::setDeadline(TimePoint deadline) {
    m_callDeadline = deadline;
}

Task<void> ClientConnection::clearTimeout() {
    m_timedOut = false;
    m_callDeadline = never;
    co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
}

} // namespace gatehouse::http
