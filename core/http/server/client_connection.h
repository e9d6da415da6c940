// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/exchange.h"
#include "core/http/server/chunked_body.h"
#include "core/http/server/head_check.h"
#include "core/http/server/input_buffer.h"
#include "core/http/server/proxy_header.h"
#include "core/http/server/worker.h"
#include "core/http/transport.h"

#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::http {

class ClientConnection;

// What outlives a connection by a moment: the signal that cancels its coroutine, and the way back of a pending wait.
struct Lifeline {
    ClientConnection* connection = nullptr;
    asio::cancellation_signal signal;
    bool waiting = false; // a wait for readability is pending in the reactor
};

// A client's connection and, while a call runs on it, its exchange. run() is one coroutine from accept to close:
//   handshake, then again and again: read a head, check it, let the handler answer, skip what is left of the body.
//
// From the end of a request's body to the next request one wait for readability is pending. During the call it is the
// watch on the client: an end of stream with nothing behind the request means that the client has left (as nginx holds
// it by default; a client that wants its answer keeps its sending side open), and the call is cancelled. Where the next
// request is already there, the worker's tick asks for a hang-up instead.
class ClientConnection final : public Exchange, public WebSocket, public ConnectionLink {
public:
    ClientConnection(std::shared_ptr<Worker> worker, std::shared_ptr<Lifeline> lifeline, TcpSocket socket,
                     const IpAddress& peer, std::atomic<std::uint32_t>* peerCount);
    ~ClientConnection() override;
    ClientConnection(const ClientConnection&) = delete;
    ClientConnection& operator=(const ClientConnection&) = delete;

    Task<void> run();

    // From the worker.
    using TimePoint = std::chrono::steady_clock::time_point;
    void tick(TimePoint now);
    bool needsTick(TimePoint now) const { return m_ending || now >= m_readDeadline; } // while idle
    void closeIfIdle();                                                               // draining
    void end();                                                                       // at once, whatever it does
    bool shed(); // ends its call for want of memory; false: there is none that it could end
    // From the wait for readability.
    void onReadable();

    // Exchange
    const RequestHead& head() const override { return m_checked.head; }
    std::string_view peerAddress() const override { return m_forwarded.empty() ? m_peer : m_forwarded; }
    bool secure() const override { return m_secure; }
    Executor executor() const override { return m_worker->executor(); }
    std::string_view requestId() const override { return textOf(m_requestId); }
    Task<Result<std::string_view>> readBody(std::size_t most) override;
    std::optional<std::uint64_t> bodyLength() const override;
    void releaseBody() override;
    Task<Result<std::string_view>> readBodyPiece(std::size_t most) override;
    bool takesStreams() override;
    Task<Result<void>> respond(ResponseHead head, std::string body) override;
    Task<Result<void>> beginStream(ResponseHead head) override;
    Task<Result<void>> write(std::string_view bytes) override;
    Task<Result<void>> endStream() override;
    bool headSent() const override { return m_answer != Answer::None; }
    bool left() const override { return m_left; }
    bool timedOut() const override { return m_timedOut; }
    void setDeadline(TimePoint deadline) override;
    Task<void> clearTimeout() override;
    Task<Result<WebSocket*>> acceptWebSocket(std::size_t most) override;

    // WebSocket
    Task<Result<std::string>> receive(std::chrono::milliseconds wait) override;
    Task<Result<void>> send(std::string_view text) override;
    void ping() override;
    Task<void> close(std::uint16_t code, std::string_view reason) override;

private:
    enum class Answer : std::uint8_t { None, Streaming, Whole, Broken };
    enum class Body : std::uint8_t { Unread, Whole, Failed };
    enum class Next : std::uint8_t { Call, Close, Refuse };
    static constexpr TimePoint never = TimePoint::max();
    static constexpr std::size_t smallPiece = 8 * 1024;

    Task<bool> handshake();
    Task<bool> readProxyHeader();
    ProxyHeader::State takeProxyHeader(ProxyHeader& header, boost::system::error_code& error);
    Refusal checkRequest(std::string_view head);
    Refusal applyForwarding();
    void endForwarding();
    Task<void> turnAway(Refusal refusal); // a request with a good head
    ResponseHead refusalFor(Refusal refusal, std::string& body);
    void compressFor(ResponseHead& head, std::string& body);
    Task<Next> readHead();
    std::optional<Next> takeHead(HeadScanner& scanner); // nullopt: more bytes are needed
    Next noHead();                                      // why none came
    Task<bool> receive();                               // into m_in; false: nothing will come
    Task<bool> serve();                                 // one call; false: close
    Task<void> callHandler();
    Task<bool> finishCall();
    Task<bool> skipBody();
    Task<void> refuse(Refusal refusal);
    Task<void> linger();
    bool discardInput(); // false: nothing more will come

    Task<Refusal> fetchBody(std::size_t most);
    Task<Refusal> fetchIntoBuffer(std::size_t length);
    Task<Refusal> fetchIntoLargeBody(std::size_t length);
    Task<Refusal> fetchChunkedBody(std::size_t most);
    Task<ChunkedBody::State> beginChunked(std::size_t most);
    Task<Refusal> readChunks(ChunkedBody::State& state);
    static Refusal refusalOf(ChunkedBody::State state);
    tl::unexpected<Error> readBothWays() const;
    Task<Refusal> fetchPiece(std::size_t most, bool first);
    Task<Refusal> fetchLengthPiece();
    Task<Refusal> fetchChunkedPiece(std::size_t most, bool first);
    void reserve(std::size_t bytes);
    void takePiece(std::string_view piece);
    void bodyWasRead(Refusal refusal);
    Transfer tryReadBody(asio::mutable_buffer into);
    Task<bool> awaitBody(Transfer attempt);
    Task<Transfer> readBodyBytes(asio::mutable_buffer into);
    Refusal whyNoBody() const;
    Task<void> sendContinue();
    void noteBodyProgress(std::size_t bytes);
    Error bodyError(Refusal refusal) const;
    bool bodyIsSkippable() const;

    // What goes without waiting; would_block leaves the rest in pieces.
    boost::system::error_code sendNow(std::span<asio::const_buffer>& pieces);
    Task<boost::system::error_code> send(std::span<asio::const_buffer> pieces);
    Task<Result<void>> sendPart(std::span<asio::const_buffer> pieces); // of an answer
    void composeHead(std::string& out, const ResponseHead& head, AnswerFraming framing, std::uint64_t length);
    std::optional<Error> obstacle() const; // to answering
    Error leftError() const;

    Task<Result<std::string>> receiveMessage(std::chrono::milliseconds wait);
    void pushControl(std::string frame);
    bool takeFrames();
    void onSocketReadable();

    void watch();
    void cancel();
    void clientLeft();
    bool hasHungUp();
    bool isOthersTurn();
    void beginRequest();
    void beginBody();
    bool isIdle() const { return m_in.empty() && !m_calling; }

    std::shared_ptr<Worker> m_worker;
    std::shared_ptr<Lifeline> m_lifeline;
    Transport m_transport;
    std::atomic<std::uint32_t>* m_peerCount = nullptr; // where the peer is counted
    IpAddress m_address;
    std::string m_peer;
    std::string m_forwarded; // of the client of this request, where a proxy says so
    std::atomic<std::uint32_t>* m_forwardedCount = nullptr;
    std::string m_local;
    std::uint16_t m_localPort = 0;

    InputBuffer m_in;
    InputBuffer m_rest;         // raw bytes of a chunked body, and what comes behind it
    std::size_t m_headSize = 0; // of the current request, at the front of m_in
    CheckedHead m_checked;
    RequestIds::Id m_requestId{};
    Refusal m_refusal = Refusal::None;

    Body m_bodyState = Body::Whole;
    Refusal m_bodyRefusal = Refusal::None;
    std::string_view m_body;
    std::size_t m_bodyInBuffer = 0;      // bytes of m_in, behind the head, that belong to the body
    std::size_t m_reserved = 0;          // of a large body, allocated and not yet filled
    std::unique_ptr<char[]> m_largeBody; // or the piece, where it is read so
    std::size_t m_pieceSize = smallPiece;
    std::uint64_t m_bodyLeft = 0; // in pieces, by length: what the handler has not had
    TimePoint m_pieceGiven{};
    bool m_pieceFilled = false;
    bool m_wholeBody = false; // which way it is read
    bool m_inPieces = false;
    std::unique_ptr<ChunkedBody> m_chunked;
    std::size_t m_bodyReceived = 0;
    int m_stepsInARow = 0;
    TimePoint m_bodyBegan{};
    bool m_continueSent = false;

    struct Socket; // of a connection that has become a WebSocket
    struct SocketDeleter {
        void operator()(Socket* socket) const;
    };
    std::unique_ptr<Socket, SocketDeleter> m_socket;
    bool isReceiving() const;

    Answer m_answer = Answer::None;
    AnswerFraming m_framing = AnswerFraming::Length;
    asio::socket_base::wait_type m_sendWait = asio::socket_base::wait_write;
    std::uint64_t m_lengthLeft = 0; // of a stream that named its length
    bool m_keepAlive = true;
    bool m_calling = false;
    bool m_left = false;
    bool m_shed = false;
    bool m_secure = false;
    bool m_timedOut = false;
    bool m_readExpired = false; // the deadline of what is being read has passed
    bool m_ending = false;      // end() or draining
    bool m_tryFirst = false;    // bytes may be there: read before waiting
    bool m_pollHangup = false;  // the wait cannot tell; the tick asks
    bool m_fresh = true;        // no request yet

    TimePoint m_readDeadline = never;
    TimePoint m_writeDeadline = never;
    TimePoint m_callDeadline = never;
};

} // namespace gatehouse::http
