// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

namespace gatehouse::http {

// Bounds of a listener (rule 3 of the threat model: limits with names). All can be set; hits are counted by reason.
struct ServerLimits {
    std::size_t requestLine = 8 * 1024;
    std::size_t headerBlock = 64 * 1024; // all field lines
    std::size_t fields = 100;
    std::size_t body = 32 * 1024 * 1024;                 // after chunked decoding; a handler may ask for less
    std::size_t upload = std::size_t{512} * 1024 * 1024; // of a body that the handler reads piece by piece

    std::chrono::milliseconds header{10'000}; // from accepting, or from the first byte, to the end of the head
    std::chrono::milliseconds bodyIdle{10'000};
    std::chrono::milliseconds bodyTotal{30'000}; // plus one second for each
    std::size_t bodyBytesPerSecond = 64 * 1024;  // … so many bytes received
    std::chrono::milliseconds keepAlive{75'000}; // between two requests
    std::chrono::milliseconds writeIdle{60'000}; // a client that takes no byte of its answer so long has left
    std::chrono::milliseconds linger{2'000};     // reading on after a refusal, so that no reset overtakes the answer

    std::size_t connections = 16'384;          // of all I/O threads together
    std::size_t connectionsPerAddress = 1'024; // of a peer (IPv6: of a /64); loopback peers are exempt
    // A thread that has been busy for so long without a pause refuses some of its new calls; zero: never.
    std::chrono::milliseconds shedAfter{25};
    std::size_t unreadBody = 64 * 1024; // a body nobody read is skipped up to here, beyond it the connection ends
};

} // namespace gatehouse::http
