// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/certificate.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::test {

// What a provider does behind its last byte.
enum class After {
    KeepAlive, // waits for the next request
    Close,     // an orderly end (with TLS: close_notify first)
    Abort,     // TCP reset
    HalfClose, // shuts its sending side down and keeps reading
    Truncate,  // TLS: closes without close_notify; plain: as Close
    Silence    // sends nothing more and stays, until the client leaves
};

// One answer, byte for byte as it is to be sent.
struct Answer {
    std::string bytes;
    std::size_t slice = 0;                                          // bytes per send; 0 = all at once
    std::chrono::milliseconds wait{0};                              // before the first byte
    std::chrono::milliseconds pause{0};                             // between slices
    std::size_t cutAfter = std::numeric_limits<std::size_t>::max(); // only so many bytes are sent
    std::size_t holdAt = std::numeric_limits<std::size_t>::max();   // waits there for release()
    std::string endless; // sent again and again behind bytes until the client leaves
    After after = After::KeepAlive;
    bool readsRequest = true; // false: answers as soon as the client has connected

    Answer& sliced(std::size_t size, std::chrono::milliseconds between = {}) {
        slice = size;
        pause = between;
        return *this;
    }
    Answer& slow(std::chrono::milliseconds first) {
        wait = first;
        return *this;
    }
    Answer& cut(std::size_t count, After then = After::Close) {
        cutAfter = count;
        after = then;
        return *this;
    }
    Answer& held(std::size_t at) {
        holdAt = at;
        return *this;
    }
    Answer& then(After what) {
        after = what;
        return *this;
    }
};

using AnswerFields = std::vector<std::pair<std::string, std::string>>;

// With Content-Length.
Answer wholeAnswer(int status, std::string_view body,
                   const AnswerFields& fields = {{"Content-Type", "application/json"}});
// Chunked, a chunk for each piece.
Answer chunkedAnswer(int status, const std::vector<std::string>& pieces,
                     const AnswerFields& fields = {{"Content-Type", "text/event-stream"}});
// Without framing: the end is the close.
Answer unframedAnswer(int status, std::string_view body,
                      const AnswerFields& fields = {{"Content-Type", "application/json"}});
Answer rawAnswer(std::string bytes, After after = After::Close);
// 429 with Retry-After.
Answer limitedAnswer(int retryAfterSeconds, std::string_view body = R"({"error":{"message":"slow down"}})");

struct ArrivedRequest {
    std::size_t connection = 0; // numbered from 0 in the order of accepting
    std::string method;
    std::string target;
    AnswerFields fields;                            // as sent
    std::string body;                               // decoded
    std::string field(std::string_view name) const; // "" when absent
};

// A provider in the test's own process, on 127.0.0.1 and a port of its own. Each connection has a thread; everything
// ends with the destructor. Thread-safe.
class ScriptedUpstream {
public:
    using Script = std::function<Answer(const ArrivedRequest&)>;

    ScriptedUpstream();
    // TLS with that certificate.
    explicit ScriptedUpstream(const Certificate& certificate);
    // On that address of this machine.
    explicit ScriptedUpstream(const std::string& address);
    ScriptedUpstream(const ScriptedUpstream&) = delete;
    ScriptedUpstream& operator=(const ScriptedUpstream&) = delete;
    ~ScriptedUpstream();

    std::uint16_t port() const;
    std::string baseUrl() const; // "http://127.0.0.1:PORT"

    // Answers are used up in this order; the last one serves all that follow. Without any: 500.
    void answer(Answer answer);
    // In place of the list: decides for each request.
    void answerWith(Script script);
    // Forgets answers, requests and departures.
    void reset();
    // Lets one answer that waits at its holdAt, now or later, go on: call it once for each.
    void release();

    std::vector<ArrivedRequest> requests() const;
    std::size_t connections() const; // accepted so far
    std::size_t departures() const;  // connections that the client has closed while we still had or owed something
    // Wait at most so long; false when it did not come to that.
    bool waitForRequests(std::size_t count, std::chrono::milliseconds most = std::chrono::seconds(5)) const;
    bool waitForDepartures(std::size_t count, std::chrono::milliseconds most = std::chrono::seconds(5)) const;
    // When the client's end of that connection was seen to be closed.
    std::optional<std::chrono::steady_clock::time_point> departureOf(std::size_t connection) const;
    // Closes the idle connections now, as a server does whose keep-alive time has passed; true when count were closed.
    bool closeIdleConnections(std::size_t count, std::chrono::milliseconds most = std::chrono::seconds(5));

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::test
