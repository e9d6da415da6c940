// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::http {

// An answer as read off the wire; names in lower case.
struct RawAnswer {
    int status = 0;
    std::map<std::string, std::string> fields;
    std::string body;
    bool whole = true; // false: cut before its announced end
    std::string field(const std::string& name) const {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    }
};

// A blocking socket that sends exactly the bytes it is given and reads answers strictly. Every wait is bounded.
class RawClient {
public:
    explicit RawClient(std::uint16_t port, const char* address = "127.0.0.1");
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool isConnected() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }
    bool send(std::string_view bytes);
    bool sendSliced(std::string_view bytes); // a segment for each byte
    void endSending();
    void close();
    void reset(); // closes with RST

    // The next final answer (interim ones are counted in interims()). nullopt: nothing more came.
    std::optional<RawAnswer> readAnswer(bool toHead = false);
    int interims() const { return m_interims; }
    // The server has ended its side within the time; discards what still comes.
    bool isClosedWithin(std::chrono::milliseconds time);
    // Unread bytes are there, or come within the time.
    bool hasMore(std::chrono::milliseconds time = std::chrono::milliseconds(0));

private:
    bool fill(std::chrono::milliseconds time);
    std::optional<std::string> line();
    std::optional<std::string> take(std::size_t size);

    int m_descriptor = -1;
    int m_interims = 0;
    std::string m_buffer;
    bool m_ended = false;
};

} // namespace gatehouse::http
