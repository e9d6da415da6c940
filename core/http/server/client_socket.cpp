// SPDX-License-Identifier: Apache-2.0
// The third of a client connection that has become a WebSocket.
#include "core/http/server/client_connection.h"
#include "core/http/server/web_socket_frames.h"

#include <array>
#include <utility>

namespace gatehouse::http {
namespace {

constexpr std::size_t mostControl = 4096; // control frames that wait to be sent: who never reads gets no more
constexpr std::string_view lineEnd = "\r\n";

Error noMessage() {
    return failure(ErrorKind::Timeout, "no_message", "No message has come in this time.").value();
}

} // namespace

// What a WebSocket keeps for its whole life: the head that it began with, and what comes and goes between messages.
struct ClientConnection::Socket {
    explicit Socket(std::size_t most) : reader(most) {}
    std::string head;
    WebSocketReader reader;
    std::string control; // frames that wait for the end of a message that is being sent
    bool sending = false;
    bool receiving = false;
    bool closed = false;
};

bool ClientConnection::isReceiving() const {
    return m_socket && m_socket->receiving;
}

void ClientConnection::SocketDeleter::operator()(Socket* socket) const {
    delete socket;
}

Task<Result<WebSocket*>> ClientConnection::acceptWebSocket(std::size_t most) {
    const auto& head = m_checked.head;
    const std::string accept = acceptKey(head.field("sec-websocket-key"));
    if (m_checked.http10 || head.method != Method::Get || !m_checked.connectionUpgrade ||
        !equalsIgnoringCase(head.field("upgrade"), "websocket") || head.field("sec-websocket-version") != "13" ||
        accept.empty() || m_checked.framing != RequestFraming::None)
        co_return failure(ErrorKind::Invalid, "bad_upgrade",
                          "This is no WebSocket handshake of version 13 (RFC 6455 §4.1). Use a WebSocket client.");
    if (const auto error = obstacle(); error || m_answer != Answer::None)
        co_return tl::unexpected(error.value_or(leftError()));
    m_socket.reset(new Socket(most));
    // The head is needed for each message; its views must not point into the buffer that frames pass through.
    m_socket->head = m_in.view().substr(0, m_headSize);
    CheckedHead kept;
    (void)checkHead(m_socket->head, m_worker->shared().limits, m_worker->shared().hosts,
                    LocalEnd{m_local, m_localPort, m_transport.secure()}, kept);
    m_checked = std::move(kept);
    m_in.consume(m_headSize);
    m_headSize = 0;
    std::string out = "HTTP/1.1 101 Switching Protocols\r\nDate: ";
    out += m_worker->dates().now();
    out.append(lineEnd).append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ").append(accept);
    out.append(lineEnd).append("x-request-id: ").append(requestId()).append(lineEnd).append(lineEnd);
    m_answer = Answer::Streaming;
    m_framing = AnswerFraming::Bodyless;
    m_keepAlive = false;
    std::array<asio::const_buffer, 1> pieces{asio::buffer(out)};
    auto sent = co_await sendPart(pieces);
    if (!sent)
        co_return tl::unexpected(std::move(sent.error()));
    co_return this;
}

void ClientConnection::pushControl(std::string frame) {
    if (m_socket->closed || m_socket->control.size() + frame.size() > mostControl)
        return;
    m_socket->control += frame;
    if (m_socket->sending)
        return;
    const std::array<asio::const_buffer, 1> pieces{asio::buffer(m_socket->control)};
    const Transfer transfer = m_transport.tryWrite(pieces);
    if (!transfer.error)
        m_socket->control.erase(0, transfer.bytes);
}

// What has come is cut into messages; false: nothing more can come.
bool ClientConnection::takeFrames() {
    auto& reader = m_socket->reader;
    reader.feed(m_in.view());
    m_in.release();
    if (auto ping = reader.takePing())
        pushControl(controlFrame(pongOpcode, *ping));
    if (reader.fault() != 0)
        pushControl(closeFrame(reader.fault(), reader.faultText()));
    else if (reader.closeBody())
        pushControl(controlFrame(closeOpcode, *reader.closeBody()));
    else
        return true;
    m_socket->closed = true;
    m_answer = Answer::Whole; // nothing was cut
    return false;
}

// While a call runs: what the client says meanwhile.
void ClientConnection::onSocketReadable() {
    if (m_socket->receiving || m_socket->closed)
        return;
    for (;;) {
        const auto space = m_in.prepare();
        const Transfer transfer = m_transport.tryRead(space);
        if (transfer.wouldBlock()) {
            m_in.release();
            m_tryFirst = false;
            return watch();
        }
        if (transfer.error)
            return clientLeft();
        m_in.commit(transfer.bytes);
        if (!takeFrames())
            return clientLeft();
    }
}

Task<Result<std::string>> ClientConnection::receive(std::chrono::milliseconds wait) {
    m_socket->receiving = true;
    auto received = co_await receiveMessage(wait);
    m_socket->receiving = false;
    m_readDeadline = never;
    if (received)
        m_worker->requestIds().next(m_requestId);
    if (received || received.error().kind == ErrorKind::Timeout)
        watch();
    co_return received;
}

Task<Result<std::string>> ClientConnection::receiveMessage(std::chrono::milliseconds wait) {
    m_readExpired = false;
    m_readDeadline = m_worker->now() + wait;
    // Frames may have come with the head.
    bool open = !m_socket->closed && (m_in.empty() || takeFrames());
    m_tryFirst = true;
    while (open) {
        if (auto message = m_socket->reader.takeMessage())
            co_return std::move(*message);
        if (m_left || m_ending || m_worker->draining())
            break;
        const bool received = co_await ClientConnection::receive();
        if (received) {
            open = takeFrames();
            continue;
        }
        if (!m_readExpired || m_left || m_ending)
            break;
        m_readExpired = false;
        co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
        if (m_worker->draining())
            break;
        co_return tl::unexpected(noMessage());
    }
    co_return tl::unexpected(leftError());
}

Task<Result<void>> ClientConnection::send(std::string_view text) {
    if (m_left || m_socket->closed)
        co_return tl::unexpected(leftError());
    std::string head = std::exchange(m_socket->control, {});
    appendFrameHead(head, textOpcode, text.size());
    std::array<asio::const_buffer, 2> pieces{asio::buffer(head), asio::buffer(text)};
    m_socket->sending = true;
    auto sent = co_await sendPart(pieces);
    m_socket->sending = false;
    if (sent && !m_socket->control.empty())
        pushControl({});
    co_return sent;
}

void ClientConnection::ping() {
    pushControl(controlFrame(pingOpcode, {}));
}

Task<void> ClientConnection::close(std::uint16_t code, std::string_view reason) {
    if (!m_socket->closed && !m_left) {
        pushControl(closeFrame(code, reason));
        m_socket->closed = true;
    }
    if (!m_left && !m_socket->control.empty()) {
        const std::string rest = std::exchange(m_socket->control, {});
        std::array<asio::const_buffer, 1> pieces{asio::buffer(rest)};
        (void)co_await sendPart(pieces);
    }
    if (m_answer == Answer::Streaming)
        m_answer = Answer::Whole;
}

} // namespace gatehouse::http
