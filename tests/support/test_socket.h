// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/certificate.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct ssl_ctx_st;
struct ssl_st;

// Blocking sockets for fakes, plain or TLS, that a signal can end.
namespace gatehouse::test {

// Readable from the moment it is raised.
class StopSignal {
public:
    StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;
    ~StopSignal();
    void raise();
    bool raised() const;
    int descriptor() const { return m_ends[0]; }

private:
    int m_ends[2] = {-1, -1};
};

class TestTls {
public:
    explicit TestTls(const Certificate& certificate);
    TestTls(const TestTls&) = delete;
    TestTls& operator=(const TestTls&) = delete;
    ~TestTls();
    ssl_ctx_st* context() const { return m_context; }

private:
    ssl_ctx_st* m_context = nullptr;
};

class TestSocket {
public:
    TestSocket() = default;
    explicit TestSocket(int descriptor) : m_descriptor(descriptor) {}
    TestSocket(TestSocket&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1)), m_ssl(std::exchange(other.m_ssl, nullptr)) {}
    TestSocket& operator=(TestSocket&& other) noexcept;
    TestSocket(const TestSocket&) = delete;
    TestSocket& operator=(const TestSocket&) = delete;
    ~TestSocket() { close(); }

    bool secure(const TestTls& tls);   // the server's side of the handshake
    bool receive(std::string& buffer); // appends; false at the end
    bool send(std::string_view bytes); // all of it; false when the peer has gone
    // Waits; false as soon as the peer closes its side or the signal is raised.
    bool stays(std::chrono::milliseconds time, const StopSignal& stop);
    void halfClose();
    // Says the end and, where the peer may still be sending, reads it away so that no reset overtakes the answer.
    void endOrderly(bool drain, const StopSignal& stop);
    void abort(); // with a reset
    int descriptor() const { return m_descriptor; }
    bool hasPending() const; // TLS holds bytes that the descriptor no longer shows
    void shutdown();         // from any thread: ends blocking calls
    void close();

private:
    int m_descriptor = -1;
    ssl_st* m_ssl = nullptr;
};

// Connected to that port of 127.0.0.1, or nothing.
std::optional<TestSocket> connectTestSocket(std::uint16_t port);

// On 127.0.0.1, or another address of this machine of either family, and a free port.
class TestListener {
public:
    explicit TestListener(const std::string& address = "127.0.0.1");
    TestListener(const TestListener&) = delete;
    TestListener& operator=(const TestListener&) = delete;
    ~TestListener();
    std::uint16_t port() const { return m_port; }
    std::optional<TestSocket> accept(const StopSignal& stop);

private:
    int m_descriptor = -1;
    std::uint16_t m_port = 0;
};

} // namespace gatehouse::test
