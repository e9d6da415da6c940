// SPDX-License-Identifier: Apache-2.0
// Load beyond what a gateway can serve, and a provider that answers at once.
//
//   overload serve PORT                                     a provider: answers each request on a kept connection
//   overload peak PORT KEY SECONDS CONNECTIONS BYTES        closed loop: how much goes through
//   overload push PORT KEY SECONDS RATE BYTES               open loop: calls fall due at RATE a second, whatever comes
//                                                           back; beside them a health check each 20 ms
//
// One line of JSON: {"asked", "ok", "refused", "without_retry_after", "other", "lost", "ok_per_s", "ok_p50_us",
// "ok_p99_us", "refused_p99_us", "health_p99_us", "health_max_us", "health_bad"}. Times count
// from when a call was due.

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t mostConnections = 4'000;

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void watch(int poll, int socket, void* owner) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = owner;
    (void)epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

// The end of a message that begins the text, or npos: head and Content-Length.
std::size_t endOfMessage(const std::string& text) {
    const auto head = text.find("\r\n\r\n");
    if (head == std::string::npos)
        return std::string::npos;
    std::size_t length = 0;
    for (const char* name : {"Content-Length: ", "content-length: "}) {
        const auto at = text.find(name);
        if (at < head)
            length = std::strtoul(text.c_str() + at + 16, nullptr, 10);
    }
    const auto end = head + 4 + length;
    return end <= text.size() ? end : std::string::npos;
}

// ---- the provider --------------------------------------------------------------------------------------------------

struct Peer {
    int socket = -1;
    std::string text;
};

int serve(int port) {
    const std::string body =
        R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":)"
        R"("assistant","content":"yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,)"
        R"("total_tokens":10}})";
    const std::string answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body;
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    (void)::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto address = loopback(port);
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, 4096) != 0)
        return 1;
    const int poll = epoll_create1(0);
    watch(poll, listener, nullptr);
    for (;;) {
        epoll_event ready[256];
        const int count = epoll_wait(poll, ready, 256, -1);
        for (int i = 0; i < count; ++i) {
            auto* peer = static_cast<Peer*>(ready[i].data.ptr);
            if (peer == nullptr) {
                peer = new Peer{::accept(listener, nullptr, nullptr), {}}; // till it closes
                (void)::setsockopt(peer->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                watch(poll, peer->socket, peer);
                continue;
            }
            char buffer[65536];
            const auto got = ::recv(peer->socket, buffer, sizeof buffer, MSG_DONTWAIT);
            if (got <= 0) {
                ::close(peer->socket);
                delete peer;
                continue;
            }
            peer->text.append(buffer, static_cast<std::size_t>(got));
            for (auto end = endOfMessage(peer->text); end != std::string::npos; end = endOfMessage(peer->text)) {
                peer->text.erase(0, end);
                (void)::send(peer->socket, answer.data(), answer.size(), MSG_NOSIGNAL);
            }
        }
    }
}

// ---- the load ------------------------------------------------------------------------------------------------------

struct Connection {
    int socket = -1;
    bool busy = false;
    bool health = false;
    Clock::time_point due;
    std::string answer;
};

class Load {
public:
    Load(int port, const std::string& key, std::size_t bytes) : m_port(port), m_poll(epoll_create1(0)) {
        const std::string body = R"({"model":"up/m","messages":[{"role":"user","content":")" +
                                 std::string(bytes > 70 ? bytes - 70 : 1, 'x') + R"("}]})";
        const std::string host = " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n";
        m_call = "POST /v1/chat/completions" + host + "Authorization: Bearer " + key +
                 "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                 body;
        m_check = "GET /healthz" + host + "\r\n";
    }

    // Each of so many connections asks again as soon as it has its answer.
    void closedLoop(int seconds, int connections) {
        m_end = Clock::now() + std::chrono::seconds(seconds);
        for (int i = 0; i < connections; ++i)
            ask(false, Clock::now());
        m_closed = true;
        while (Clock::now() < m_end)
            receive(std::chrono::milliseconds(10));
        m_closed = false;
        drain();
    }

    void openLoop(int seconds, int rate) {
        const auto start = Clock::now();
        m_end = start + std::chrono::seconds(seconds);
        const long total = static_cast<long>(rate) * seconds;
        auto nextCheck = start;
        long sent = 0;
        for (;;) {
            const auto now = Clock::now();
            if (now >= m_end)
                break;
            if (now >= nextCheck) {
                ask(true, now);
                nextCheck += std::chrono::milliseconds(20);
            }
            // What is due by now goes at once; answers are read in between.
            for (int burst = 0; burst < 32 && sent < total; ++burst, ++sent) {
                const auto due = start + std::chrono::nanoseconds(1'000'000'000LL * sent / rate);
                if (due > now)
                    break;
                ask(false, due);
            }
            receive(std::chrono::microseconds(200));
        }
        drain();
    }

    void print(int seconds) {
        const auto at = [](std::vector<long>& values, double q) {
            std::sort(values.begin(), values.end());
            return values.empty() ? 0L : values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
        };
        std::printf("{\"asked\": %ld, \"ok\": %zu, \"refused\": %zu, \"without_retry_after\": %ld, \"other\": %ld, "
                    "\"lost\": %ld, \"ok_per_s\": %.0f, \"ok_p50_us\": %ld, \"ok_p99_us\": %ld, \"refused_p99_us\": "
                    "%ld, \"health_p99_us\": %ld, \"health_max_us\": %ld, \"health_bad\": %ld}\n",
                    m_asked, m_ok.size(), m_refused.size(), m_withoutRetryAfter, m_other, m_lost,
                    static_cast<double>(m_ok.size()) / seconds, at(m_ok, 0.5), at(m_ok, 0.99), at(m_refused, 0.99),
                    at(m_health, 0.99), at(m_health, 1.0), m_healthBad);
    }

private:
    Connection* idle(bool health) {
        auto& free = health ? m_freeForHealth : m_free;
        if (!free.empty()) {
            auto* connection = free.back();
            free.pop_back();
            return connection;
        }
        if (m_connections.size() >= mostConnections)
            return nullptr;
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto address = loopback(m_port);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            ::close(socket);
            return nullptr;
        }
        const int on = 1;
        (void)::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto& fresh = m_connections.emplace_back();
        fresh.socket = socket;
        fresh.health = health;
        watch(m_poll, socket, &fresh);
        return &fresh;
    }

    void ask(bool health, Clock::time_point due) {
        m_asked += health ? 0 : 1;
        auto* connection = idle(health);
        if (connection == nullptr) {
            ++m_lost;
            return;
        }
        send(*connection, due);
    }

    void send(Connection& connection, Clock::time_point due) {
        connection.busy = true;
        connection.due = due;
        const auto& text = connection.health ? m_check : m_call;
        if (::send(connection.socket, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size()))
            end(connection);
    }

    void receive(Clock::duration patience) {
        const auto nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(patience).count();
        timespec limit{nanos / 1'000'000'000, nanos % 1'000'000'000};
        epoll_event events[256];
        const int count = epoll_pwait2(m_poll, events, 256, &limit, nullptr);
        for (int i = 0; i < count; ++i)
            readFrom(*static_cast<Connection*>(events[i].data.ptr));
    }

    void readFrom(Connection& connection) {
        char buffer[16384];
        const auto got = ::recv(connection.socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (got <= 0) {
            if (got == 0 || errno != EAGAIN)
                end(connection);
            return;
        }
        connection.answer.append(buffer, static_cast<std::size_t>(got));
        const auto whole = endOfMessage(connection.answer);
        if (whole == std::string::npos)
            return;
        note(connection);
        const bool closes = connection.answer.find("\r\nConnection: close") < whole;
        connection.answer.erase(0, whole);
        connection.busy = false;
        if (closes)
            end(connection);
        else if (m_closed && !connection.health)
            ++m_asked, send(connection, Clock::now());
        else
            (connection.health ? m_freeForHealth : m_free).push_back(&connection);
    }

    void note(const Connection& connection) {
        const long micros =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - connection.due).count();
        const auto status = connection.answer.substr(9, 3);
        if (connection.health) {
            m_health.push_back(micros);
            m_healthBad += status == "200" ? 0 : 1;
        } else if (status == "200") {
            m_ok.push_back(micros);
        } else if (status == "503" || status == "429") {
            m_refused.push_back(micros);
            m_withoutRetryAfter += connection.answer.find("Retry-After: ") == std::string::npos ? 1 : 0;
        } else {
            ++m_other;
        }
    }

    void end(Connection& connection) {
        m_lost += connection.busy ? 1 : 0;
        connection.busy = false;
        (void)epoll_ctl(m_poll, EPOLL_CTL_DEL, connection.socket, nullptr);
        ::close(connection.socket);
        connection.socket = -1;
    }

    void drain() {
        const auto until = Clock::now() + std::chrono::seconds(2);
        const auto running = [this] {
            return std::any_of(m_connections.begin(), m_connections.end(), [](const auto& c) { return c.busy; });
        };
        while (Clock::now() < until && running())
            receive(std::chrono::milliseconds(10));
        for (auto& connection : m_connections)
            m_lost += connection.busy ? 1 : 0;
    }

    int m_port;
    int m_poll;
    std::string m_call;
    std::string m_check;
    std::deque<Connection> m_connections; // addresses stay: epoll holds them
    std::vector<Connection*> m_free;
    std::vector<Connection*> m_freeForHealth;
    std::vector<long> m_ok;
    std::vector<long> m_refused;
    std::vector<long> m_health;
    long m_asked = 0;
    long m_lost = 0;
    long m_other = 0;
    long m_withoutRetryAfter = 0;
    long m_healthBad = 0;
    bool m_closed = false;
    Clock::time_point m_end;
};

} // namespace

int main(int count, char** words) {
    rlimit files{};
    (void)getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    const std::string mode = count > 1 ? words[1] : "";
    if (mode == "serve" && count == 3)
        return serve(std::atoi(words[2]));
    if ((mode == "peak" || mode == "push") && count == 7) {
        Load load(std::atoi(words[2]), words[3], static_cast<std::size_t>(std::atol(words[6])));
        const int seconds = std::atoi(words[4]);
        if (mode == "peak")
            load.closedLoop(seconds, std::atoi(words[5]));
        else
            load.openLoop(seconds, std::atoi(words[5]));
        load.print(seconds);
        return 0;
    }
    std::fprintf(stderr, "usage: overload serve PORT | peak PORT KEY SECONDS CONNECTIONS BYTES | push PORT KEY SECONDS "
                         "RATE BYTES\n");
    return 2;
}
