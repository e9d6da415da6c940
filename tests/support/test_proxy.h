// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/certificate.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::test {

enum class ProxyKind { Http, Socks };

// What a proxy does with those that come.
struct ProxyScript {
    ProxyKind kind = ProxyKind::Http;
    std::string user; // empty: wants no credential
    std::string password;
    int refuse = 0;              // HTTP: this status; SOCKS: this reply
    std::string body;            // of an HTTP refusal
    std::string rawAnswer;       // in place of any answer of its own; then it closes
    std::string behindAnswer;    // bytes of its own behind a good answer
    std::size_t refuseFirst = 0; // SOCKS: "host unreachable" to so many, before it leads on
    bool hang = false;           // takes the connection and the words, says nothing
    bool cut = false;            // closes when it has read the first words
};

// What somebody asked of it.
struct ProxyAsked {
    std::string how;        // "CONNECT", "absolute", "socks name", "socks address"
    std::string target;     // "provider.example:443"
    std::string credential; // as it came: "Basic …", or "user:password"
};

// A proxy in the test's own process, on 127.0.0.1 and a port of its own. Whatever name it is asked for, it leads to
// that port of 127.0.0.1. Each connection has a thread; everything ends with the destructor. Thread-safe.
class TestProxy {
public:
    explicit TestProxy(ProxyScript script);
    TestProxy(ProxyScript script, const Certificate& certificate); // speaks TLS to its clients
    TestProxy(const TestProxy&) = delete;
    TestProxy& operator=(const TestProxy&) = delete;
    ~TestProxy();

    std::uint16_t port() const;
    std::vector<ProxyAsked> asked() const;
    std::size_t connections() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::test
