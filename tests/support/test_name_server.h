// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::test {

// What the server says of a name.
struct NameRecord {
    std::vector<std::string> addresses; // "192.0.2.1", "2001:db8::1": each is told to who asks for its family
    std::uint32_t ttl = 60;
};

enum class NameServerMood {
    Answers,
    Silent, // hears, says nothing
    Fails,  // SERVFAIL
};

// A name server in the test's own process: UDP on 127.0.0.1 (or another address of this machine) and a port of its
// own. Unknown names do not exist. Thread-safe.
class TestNameServer {
public:
    explicit TestNameServer(const std::string& address = "127.0.0.1");
    TestNameServer(const TestNameServer&) = delete;
    TestNameServer& operator=(const TestNameServer&) = delete;
    ~TestNameServer();

    std::string place() const; // "127.0.0.1:40053"
    void set(const std::string& name, NameRecord record);
    void remove(const std::string& name);
    void setMood(NameServerMood mood);
    std::size_t questions() const; // for addresses of either family

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::test
