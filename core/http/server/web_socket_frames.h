// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::http {

// Cuts what a client sends into messages (RFC 6455 §5), strictly: masked frames only, no reserved bits, shortest
// lengths, whole control frames, text in UTF-8. Fed any slices, it holds one message that grows and those that wait to
// be taken. (Boost.Beast's WebSocket stream wants to own reading and writing; here a close or a ping must be seen by
// the watch on a client that is being served, without a coroutine.)
class WebSocketReader {
public:
    // "most": bytes of one message, and of all that wait.
    explicit WebSocketReader(std::size_t most) : m_most(most) {}

    void feed(std::string_view bytes);

    std::optional<std::string> takeMessage();
    // Bodies of pings that have not been answered: only the last one counts (§5.5.3).
    std::optional<std::string> takePing();
    // The client has said Close; what it said comes back to it.
    const std::optional<std::string>& closeBody() const { return m_closeBody; }
    // A code of §7.4.1 once the rules were broken; 0: not so. Nothing is read from then on.
    std::uint16_t fault() const { return m_fault; }
    std::string_view faultText() const { return m_faultText; }

private:
    enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

    bool takeHeader(std::string_view& bytes);
    void judgeHeader();
    void takePayload(std::string_view& bytes);
    void endFrame();
    void endMessage();
    void fail(std::uint16_t code, std::string_view why);
    bool isControl() const { return m_opcode >= 8; }

    std::size_t m_most;
    std::array<unsigned char, 14> m_header{};
    std::size_t m_headerSize = 0;
    bool m_inPayload = false;
    std::uint8_t m_opcode = 0;
    bool m_final = false;
    std::uint64_t m_left = 0; // of the frame's payload
    std::array<unsigned char, 4> m_mask{};
    std::size_t m_maskAt = 0;
    bool m_inMessage = false; // a text has begun and not ended
    std::string m_message;
    std::string m_control;
    std::deque<std::string> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::optional<std::string> m_ping;
    std::optional<std::string> m_closeBody;
    std::uint16_t m_fault = 0;
    std::string_view m_faultText;
};

// The head of an unmasked, whole frame of a server; the payload follows.
void appendFrameHead(std::string& out, std::uint8_t opcode, std::size_t payload);
std::string closeFrame(std::uint16_t code, std::string_view reason); // the reason cut to what fits
std::string controlFrame(std::uint8_t opcode, std::string_view body);
inline constexpr std::uint8_t textOpcode = 1;
inline constexpr std::uint8_t closeOpcode = 8;
inline constexpr std::uint8_t pingOpcode = 9;
inline constexpr std::uint8_t pongOpcode = 10;

// Sec-WebSocket-Accept for a key (§4.2.2); empty where the key is none.
std::string acceptKey(std::string_view key);

} // namespace gatehouse::http
