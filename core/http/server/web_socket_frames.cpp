// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/web_socket_frames.h"

#include "core/base/text.h"
#include "core/http/web_socket.h"

#include <openssl/evp.h>

#include <algorithm>

namespace gatehouse::http {
namespace {

constexpr std::size_t mostControl = 125;
constexpr std::size_t mostWaiting = 16;
constexpr std::string_view keyMark = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3
constexpr std::size_t keySize = 24;                                          // 16 bytes in base64

bool isKey(std::string_view key) {
    const auto isBase64 = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    };
    return key.size() == keySize && key.ends_with("==") && std::all_of(key.begin(), key.end() - 2, isBase64);
}

} // namespace

void WebSocketReader::fail(std::uint16_t code, std::string_view why) {
    m_fault = code;
    m_faultText = why;
}

void WebSocketReader::feed(std::string_view bytes) {
    while (m_fault == 0 && !m_closeBody) {
        if (!m_inPayload) {
            if (!takeHeader(bytes))
                return;
            judgeHeader();
            if (m_fault != 0)
                return;
        }
        takePayload(bytes);
        if (m_left > 0)
            return;
        endFrame();
    }
}

// True when it is whole.
bool WebSocketReader::takeHeader(std::string_view& bytes) {
    for (;;) {
        std::size_t wanted = 2;
        if (m_headerSize >= 2) {
            const unsigned length = m_header[1] & 0x7FU;
            wanted = 2 + (length == 126 ? 2U : length == 127 ? 8U : 0U) + ((m_header[1] & 0x80U) != 0 ? 4U : 0U);
        }
        if (m_headerSize == wanted)
            return true;
        if (bytes.empty())
            return false;
        m_header[m_headerSize++] = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
    }
}

void WebSocketReader::judgeHeader() {
    const unsigned first = m_header[0];
    const unsigned second = m_header[1];
    m_final = (first & 0x80U) != 0;
    m_opcode = static_cast<std::uint8_t>(first & 0x0FU);
    std::size_t at = 2;
    std::uint64_t length = second & 0x7FU;
    const std::uint64_t shortForm = length;
    if (shortForm >= 126) {
        const std::size_t size = shortForm == 126 ? 2 : 8;
        length = 0;
        for (std::size_t i = 0; i < size; ++i)
            length = (length << 8U) | m_header[at++];
    }
    m_headerSize = 0;
    m_inPayload = true;
    m_left = length;
    if ((first & 0x70U) != 0)
        return fail(web_socket::protocolError, "reserved bits are set");
    if ((second & 0x80U) == 0)
        return fail(web_socket::protocolError, "a frame is not masked");
    if ((shortForm == 126 && length < 126) || (shortForm == 127 && (length <= 0xFFFFU || (length >> 63U) != 0)))
        return fail(web_socket::protocolError, "a length is not in its shortest form");
    std::copy_n(m_header.begin() + static_cast<std::ptrdiff_t>(at), 4, m_mask.begin());
    m_maskAt = 0;
    m_control.clear();
    if (isControl()) {
        if (!m_final || length > mostControl || m_opcode > pongOpcode)
            fail(web_socket::protocolError, "a control frame is wrong");
        return;
    }
    if (m_opcode == static_cast<std::uint8_t>(Opcode::Binary))
        return fail(web_socket::unsupportedData, "messages are text");
    if (m_opcode > static_cast<std::uint8_t>(Opcode::Binary) ||
        m_inMessage != (m_opcode == static_cast<std::uint8_t>(Opcode::Continuation)))
        return fail(web_socket::protocolError, "a frame is out of order");
    m_inMessage = true;
    if (length > m_most || m_message.size() + length > m_most)
        fail(web_socket::tooLarge, "the message is too large");
}

void WebSocketReader::takePayload(std::string_view& bytes) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
    std::string& target = isControl() ? m_control : m_message;
    const std::size_t before = target.size();
    target.append(bytes.substr(0, size));
    for (std::size_t i = before; i < target.size(); ++i)
        target[i] = static_cast<char>(static_cast<unsigned char>(target[i]) ^ m_mask[m_maskAt++ & 3U]);
    bytes.remove_prefix(size);
    m_left -= size;
}

void WebSocketReader::endFrame() {
    m_inPayload = false;
    switch (static_cast<Opcode>(m_opcode)) {
    case Opcode::Close:
        if (m_control.size() == 1 || (m_control.size() > 2 && !isValidUtf8(m_control.substr(2))))
            return fail(web_socket::protocolError, "a close frame is wrong");
        m_closeBody = m_control;
        return;
    case Opcode::Ping:
        m_ping = m_control;
        return;
    case Opcode::Pong:
        return;
    default:
        if (m_final)
            endMessage();
    }
}

void WebSocketReader::endMessage() {
    m_inMessage = false;
    if (!isValidUtf8(m_message))
        return fail(web_socket::invalidText, "the text is not UTF-8");
    if (m_waiting.size() == mostWaiting || m_waitingBytes + m_message.size() > m_most)
        return fail(web_socket::policy, "too many messages wait");
    m_waitingBytes += m_message.size();
    m_waiting.push_back(std::move(m_message));
    m_message = std::string();
}

std::optional<std::string> WebSocketReader::takeMessage() {
    if (m_waiting.empty())
        return std::nullopt;
    std::string message = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_waitingBytes -= message.size();
    return message;
}

std::optional<std::string> WebSocketReader::takePing() {
    return std::exchange(m_ping, std::nullopt);
}

void appendFrameHead(std::string& out, std::uint8_t opcode, std::size_t payload) {
    out += static_cast<char>(0x80U | opcode);
    int size = 0;
    if (payload < 126) {
        out += static_cast<char>(payload);
    } else if (payload <= 0xFFFFU) {
        out += static_cast<char>(126);
        size = 2;
    } else {
        out += static_cast<char>(127);
        size = 8;
    }
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8)
        out += static_cast<char>((payload >> static_cast<unsigned>(shift)) & 0xFFU);
}

std::string controlFrame(std::uint8_t opcode, std::string_view body) {
    std::string out;
    body = body.substr(0, mostControl);
    appendFrameHead(out, opcode, body.size());
    out += body;
    return out;
}

std::string closeFrame(std::uint16_t code, std::string_view reason) {
    std::string body;
    body += static_cast<char>(code >> 8U);
    body += static_cast<char>(code & 0xFFU);
    body += reason.substr(0, mostControl - 2);
    return controlFrame(closeOpcode, body);
}

std::string acceptKey(std::string_view key) {
    if (!isKey(key))
        return {};
    std::string joined(key);
    joined += keyMark;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(joined.data(), joined.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1)
        return {};
    std::array<unsigned char, 64> text{};
    const int length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
    return {text.begin(), text.begin() + length};
}

} // namespace gatehouse::http
