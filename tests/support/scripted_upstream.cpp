// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scripted_upstream.h"

#include "core/base/text.h"
#include "tests/support/test_socket.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace gatehouse::test {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

std::string headOf(int status, const AnswerFields& fields) {
    std::string head = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n";
    for (const auto& [name, value] : fields)
        head.append(name).append(": ").append(value).append("\r\n");
    return head;
}

AnswerFields readFields(std::istringstream& lines) {
    AnswerFields fields;
    for (std::string line; std::getline(lines, line) && line != "\r";) {
        const std::size_t colon = line.find(':');
        if (colon != std::string::npos)
            fields.emplace_back(line.substr(0, colon),
                                std::string(trim(std::string_view(line).substr(colon + 1, line.size() - colon - 2))));
    }
    return fields;
}

// A chunked body that begins at "at"; "end" becomes where the next request begins. No trailers.
bool readChunks(TestSocket& socket, std::string& buffer, std::size_t at, std::string& body, std::size_t& end) {
    for (;;) {
        std::size_t lineEnd = 0;
        while ((lineEnd = buffer.find("\r\n", at)) == std::string::npos) {
            if (!socket.receive(buffer))
                return false;
        }
        const std::size_t size = std::stoul(buffer.substr(at, lineEnd - at), nullptr, 16);
        end = lineEnd + 2 + size + 2;
        while (buffer.size() < end) {
            if (!socket.receive(buffer))
                return false;
        }
        if (size == 0)
            return true;
        body.append(buffer, lineEnd + 2, size);
        at = end;
    }
}

// One request at the front of "buffer"; reads on as far as needed. False when the client left before it was whole.
bool readRequest(TestSocket& socket, std::string& buffer, ArrivedRequest& request) {
    std::size_t headEnd = 0;
    while ((headEnd = buffer.find("\r\n\r\n")) == std::string::npos) {
        if (!socket.receive(buffer))
            return false;
    }
    headEnd += 4;
    std::istringstream lines(buffer.substr(0, headEnd));
    std::string version;
    lines >> request.method >> request.target >> version;
    std::getline(lines, version);
    request.fields = readFields(lines);
    if (request.field("transfer-encoding") == "chunked") {
        std::size_t end = headEnd;
        if (!readChunks(socket, buffer, headEnd, request.body, end))
            return false;
        buffer.erase(0, end);
        return true;
    }
    const std::size_t length = parseUnsigned(request.field("content-length")).value_or(0);
    while (buffer.size() < headEnd + length) {
        if (!socket.receive(buffer))
            return false;
    }
    request.body = buffer.substr(headEnd, length);
    buffer.erase(0, headEnd + length);
    return true;
}

} // namespace

Answer wholeAnswer(int status, std::string_view body, const AnswerFields& fields) {
    Answer answer;
    answer.bytes =
        headOf(status, fields) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
    return answer;
}

Answer chunkedAnswer(int status, const std::vector<std::string>& pieces, const AnswerFields& fields) {
    std::ostringstream out;
    out << headOf(status, fields) << "Transfer-Encoding: chunked\r\n\r\n";
    for (const auto& piece : pieces)
        out << std::hex << piece.size() << "\r\n" << piece << "\r\n";
    out << "0\r\n\r\n";
    Answer answer;
    answer.bytes = out.str();
    return answer;
}

Answer unframedAnswer(int status, std::string_view body, const AnswerFields& fields) {
    return rawAnswer(headOf(status, fields) + "\r\n" + std::string(body));
}

Answer rawAnswer(std::string bytes, After after) {
    Answer answer;
    answer.bytes = std::move(bytes);
    answer.after = after;
    return answer;
}

Answer limitedAnswer(int retryAfterSeconds, std::string_view body) {
    return wholeAnswer(429, body,
                       {{"Content-Type", "application/json"}, {"Retry-After", std::to_string(retryAfterSeconds)}});
}

std::string ArrivedRequest::field(std::string_view name) const {
    for (const auto& [each, value] : fields) {
        if (equalsIgnoringCase(each, name))
            return value;
    }
    return {};
}

class ScriptedUpstream::Impl {
public:
    explicit Impl(const Certificate* certificate, const std::string& address = "127.0.0.1") : m_listener(address) {
        if (certificate != nullptr)
            m_tls = std::make_unique<TestTls>(*certificate);
        m_acceptor = std::thread([this] { acceptAll(); });
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    ~Impl() {
        m_stop.raise();
        m_acceptor.join();
        {
            const std::lock_guard lock(m_mutex);
            for (auto& connection : m_connections)
                connection.socket.shutdown();
        }
        for (auto& connection : m_connections)
            connection.thread.join();
    }

    struct Connection {
        std::size_t number = 0;
        TestSocket socket;
        std::thread thread;
        bool idle = false;
        bool ended = false;
    };

    void acceptAll() {
        while (auto accepted = m_listener.accept(m_stop)) {
            const std::lock_guard lock(m_mutex);
            Connection& connection = m_connections.emplace_back();
            connection.number = m_accepted++;
            connection.socket = std::move(*accepted);
            connection.thread = std::thread([this, &connection] { serve(connection); });
            m_changed.notify_all();
        }
    }

    void serve(Connection& connection) {
        TestSocket& socket = connection.socket;
        if (!m_tls || socket.secure(*m_tls)) {
            std::string buffer;
            while (serveOne(connection, buffer)) {
            }
        }
        const std::lock_guard lock(m_mutex);
        connection.socket.close();
        connection.idle = false;
        connection.ended = true;
        m_changed.notify_all();
    }

    // False when the connection has come to its end.
    bool serveOne(Connection& connection, std::string& buffer) {
        TestSocket& socket = connection.socket;
        ArrivedRequest request;
        request.connection = connection.number;
        const Answer early = peekAnswer();
        if (early.readsRequest) {
            setIdle(connection, true);
            const bool more = !buffer.empty() || socket.receive(buffer);
            setIdle(connection, false);
            if (!more || !readRequest(socket, buffer, request)) {
                left(connection, !buffer.empty());
                return false;
            }
        }
        const Answer answer = record(request);
        if (!send(socket, answer)) {
            left(connection, true);
            return false;
        }
        return end(connection, answer);
    }

    bool send(TestSocket& socket, const Answer& answer) {
        if (answer.wait.count() > 0 && !socket.stays(answer.wait, m_stop))
            return false;
        const std::size_t all = std::min(answer.bytes.size(), answer.cutAfter);
        const std::size_t step = answer.slice == 0 ? std::max<std::size_t>(all, 1) : answer.slice;
        std::size_t at = 0;
        while (true) {
            if (answer.holdAt <= at && !hold(socket, answer.holdAt == at))
                return false;
            if (at >= all)
                break;
            std::size_t part = std::min(step, all - at);
            if (answer.holdAt > at)
                part = std::min(part, answer.holdAt - at);
            if (!socket.send(std::string_view(answer.bytes).substr(at, part)))
                return false;
            at += part;
            if (at < all && answer.pause.count() > 0 && !socket.stays(answer.pause, m_stop))
                return false;
        }
        while (!answer.endless.empty()) {
            if (!socket.send(answer.endless) || !socket.stays(answer.pause, m_stop))
                return false;
        }
        return true;
    }

    // Waits at the place that the script names for a release; passes later places at once.
    bool hold(TestSocket& socket, bool here) {
        while (here) {
            {
                const std::lock_guard lock(m_mutex);
                if (m_releases > 0) {
                    --m_releases;
                    return true;
                }
            }
            if (!socket.stays(Milliseconds(2), m_stop))
                return false;
        }
        return true;
    }

    bool end(Connection& connection, const Answer& answer) {
        TestSocket& socket = connection.socket;
        switch (answer.after) {
        case After::KeepAlive:
            return true;
        case After::Close:
            socket.endOrderly(!answer.readsRequest, m_stop);
            return false;
        case After::Truncate:
            return false;
        case After::Abort: {
            const std::lock_guard lock(m_mutex); // the destructor looks at every descriptor
            socket.abort();
            return false;
        }
        case After::HalfClose:
            socket.halfClose();
            [[fallthrough]];
        case After::Silence:
            while (socket.stays(std::chrono::seconds(60), m_stop)) {
            }
            left(connection, true);
            return false;
        }
        return false;
    }

    void setIdle(Connection& connection, bool idle) {
        const std::lock_guard lock(m_mutex);
        connection.idle = idle;
        m_changed.notify_all();
    }

    void left(const Connection& connection, bool owed) {
        if (m_stop.raised())
            return;
        const std::lock_guard lock(m_mutex);
        m_departed.emplace(connection.number, SteadyClock::now());
        m_departures += owed ? 1U : 0U;
        m_changed.notify_all();
    }

    Answer peekAnswer() {
        const std::lock_guard lock(m_mutex);
        return m_answers.empty() ? Answer{} : m_answers.front();
    }

    Answer record(const ArrivedRequest& request) {
        Script script;
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(request);
            m_changed.notify_all();
            script = m_script;
            if (!script) {
                if (m_answers.empty())
                    return wholeAnswer(500, "nothing scripted");
                Answer answer = m_answers.front();
                if (m_answers.size() > 1)
                    m_answers.pop_front();
                return answer;
            }
        }
        return script(request);
    }

    template <typename Condition>
    bool waitFor(Milliseconds most, Condition condition) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, most, condition);
    }

    TestListener m_listener;
    StopSignal m_stop;
    std::unique_ptr<TestTls> m_tls;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::list<Connection> m_connections;
    std::size_t m_accepted = 0;
    std::deque<Answer> m_answers;
    Script m_script;
    std::vector<ArrivedRequest> m_requests;
    std::map<std::size_t, SteadyClock::time_point> m_departed;
    std::size_t m_departures = 0;
    std::size_t m_releases = 0;
    std::thread m_acceptor; // last: it uses all of the above
};

ScriptedUpstream::ScriptedUpstream() : m_impl(std::make_unique<Impl>(nullptr)) {}
ScriptedUpstream::ScriptedUpstream(const Certificate& certificate) : m_impl(std::make_unique<Impl>(&certificate)) {}
ScriptedUpstream::ScriptedUpstream(const std::string& address) : m_impl(std::make_unique<Impl>(nullptr, address)) {}
ScriptedUpstream::~ScriptedUpstream() = default;

std::uint16_t ScriptedUpstream::port() const {
    return m_impl->m_listener.port();
}

std::string ScriptedUpstream::baseUrl() const {
    return (m_impl->m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port());
}

void ScriptedUpstream::answer(Answer answer) {
    const std::lock_guard lock(m_impl->m_mutex);
    m_impl->m_answers.push_back(std::move(answer));
}

void ScriptedUpstream::answerWith(Script script) {
    const std::lock_guard lock(m_impl->m_mutex);
    m_impl->m_script = std::move(script);
}

void ScriptedUpstream::reset() {
    const std::lock_guard lock(m_impl->m_mutex);
    m_impl->m_answers.clear();
    m_impl->m_script = nullptr;
    m_impl->m_requests.clear();
    m_impl->m_departed.clear();
    m_impl->m_departures = 0;
    m_impl->m_releases = 0;
}

void ScriptedUpstream::release() {
    const std::lock_guard lock(m_impl->m_mutex);
    ++m_impl->m_releases;
}

std::vector<ArrivedRequest> ScriptedUpstream::requests() const {
    const std::lock_guard lock(m_impl->m_mutex);
    return m_impl->m_requests;
}

std::size_t ScriptedUpstream::connections() const {
    const std::lock_guard lock(m_impl->m_mutex);
    return m_impl->m_accepted;
}

std::size_t ScriptedUpstream::departures() const {
    const std::lock_guard lock(m_impl->m_mutex);
    return m_impl->m_departures;
}

bool ScriptedUpstream::waitForRequests(std::size_t count, Milliseconds most) const {
    return m_impl->waitFor(most, [&] { return m_impl->m_requests.size() >= count; });
}

bool ScriptedUpstream::waitForDepartures(std::size_t count, Milliseconds most) const {
    return m_impl->waitFor(most, [&] { return m_impl->m_departures >= count; });
}

std::optional<SteadyClock::time_point> ScriptedUpstream::departureOf(std::size_t connection) const {
    const std::lock_guard lock(m_impl->m_mutex);
    const auto found = m_impl->m_departed.find(connection);
    return found == m_impl->m_departed.end() ? std::nullopt : std::optional(found->second);
}

bool ScriptedUpstream::closeIdleConnections(std::size_t count, Milliseconds most) {
    std::vector<Impl::Connection*> closing;
    const bool found = m_impl->waitFor(most, [&] {
        closing.clear();
        for (auto& connection : m_impl->m_connections) {
            if (connection.idle && !connection.ended)
                closing.push_back(&connection);
        }
        return closing.size() >= count;
    });
    if (!found)
        return false;
    {
        const std::lock_guard lock(m_impl->m_mutex);
        for (auto* connection : closing)
            connection->socket.shutdown();
    }
    return m_impl->waitFor(most, [&] {
        return std::all_of(closing.begin(), closing.end(), [](const auto* each) { return each->ended; });
    });
}

} // namespace gatehouse::test
