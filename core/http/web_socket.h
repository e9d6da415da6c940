// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::http {

// Why a WebSocket ends (RFC 6455 §7.4.1).
namespace web_socket {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t goingAway = 1001;
inline constexpr std::uint16_t protocolError = 1002;
inline constexpr std::uint16_t unsupportedData = 1003;
inline constexpr std::uint16_t invalidText = 1007;
inline constexpr std::uint16_t policy = 1008;
inline constexpr std::uint16_t tooLarge = 1009;
} // namespace web_socket

// A client's connection after its change to the WebSocket protocol (RFC 6455, no extensions): text messages both ways.
// Lives as long as the exchange that made it, on its I/O thread. Pings are answered and a Close is obeyed at any time,
// also while nobody receives: a client that closes has left (Exchange::left()), and what runs for it is cancelled.
class WebSocket {
public:
    virtual ~WebSocket() = default;
    // The next message, in valid UTF-8, and from then on another request id of the exchange. Errors: Timeout
    // "no_message" when the wait has passed without one (ask again), Cancelled when the client has left or the listener
    // drains. What the protocol forbids, or is larger than the limit, closes the socket.
    virtual Task<Result<std::string>> receive(std::chrono::milliseconds wait) = 0;
    // Returns when the bytes are handed to the kernel.
    virtual Task<Result<void>> send(std::string_view text) = 0;
    virtual void ping() = 0;
    // Says why and ends: nothing can be sent or received any more.
    virtual Task<void> close(std::uint16_t code, std::string_view reason) = 0;
};

} // namespace gatehouse::http
