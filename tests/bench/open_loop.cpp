// SPDX-License-Identifier: Apache-2.0
// Open-loop load: POSTs one body to several gateways in turn at a fixed rate and prints the latency of each, counted
// from the time a call was due (so a stalled server cannot hide behind a waiting client).
//
//   open_loop RATE SECONDS BODY-FILE NAME=PORT[:HEADER] …
//
// One line of JSON a name: {"name", "calls", "errors", "p50_us", "p99_us", "max_us"}.

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <iterator>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Target {
    std::string name;
    std::uint16_t port = 0;
    std::string request;
};

struct Connection {
    int socket = -1;
    bool busy = false;
    Clock::time_point due;
    std::string answer;
};

class Loop {
public:
    Loop(const Target& target, int rate, int seconds) : m_target(target), m_rate(rate), m_seconds(seconds) {
        m_poll = epoll_create1(0);
    }
    ~Loop() {
        for (const auto& connection : m_connections)
            ::close(connection.socket);
        ::close(m_poll);
    }

    void run() {
        const auto start = Clock::now();
        const long total = static_cast<long>(m_rate) * m_seconds;
        const auto gap = std::chrono::nanoseconds(1'000'000'000L / m_rate);
        long sent = 0;
        const auto end = start + std::chrono::seconds(m_seconds + 5);
        while ((sent < total || m_running > 0) && Clock::now() < end) {
            const auto due = start + gap * sent;
            if (sent < total && Clock::now() >= due) {
                send(due);
                ++sent;
                continue;
            }
            receive(sent < total ? due - Clock::now() : std::chrono::milliseconds(10));
        }
    }

    void print() {
        std::sort(m_micros.begin(), m_micros.end());
        const auto at = [&](double q) {
            return m_micros.empty() ? 0L
                                    : m_micros[static_cast<std::size_t>(q * static_cast<double>(m_micros.size() - 1))];
        };
        std::printf(
            "{\"name\": \"%s\", \"calls\": %zu, \"errors\": %ld, \"p50_us\": %ld, \"p99_us\": %ld, \"max_us\": %ld}\n",
            m_target.name.c_str(), m_micros.size(), m_errors, at(0.5), at(0.99), at(1.0));
        std::fflush(stdout);
    }

private:
    Connection* idle() {
        for (auto& connection : m_connections) {
            if (!connection.busy)
                return &connection;
        }
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_target.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            ::close(socket);
            return nullptr;
        }
        const int on = 1;
        (void)::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        m_connections.push_back({});
        auto& fresh = m_connections.back();
        fresh.socket = socket;
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &fresh;
        (void)epoll_ctl(m_poll, EPOLL_CTL_ADD, socket, &event);
        return &fresh;
    }

    void send(Clock::time_point due) {
        Connection* connection = idle();
        if (connection == nullptr) {
            ++m_errors;
            return;
        }
        connection->busy = true;
        connection->due = due;
        connection->answer.clear();
        ++m_running;
        const auto& request = m_target.request;
        if (::send(connection->socket, request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size()))
            fail(*connection);
    }

    void receive(Clock::duration patience) {
        const auto nanos =
            std::max<std::int64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(patience).count(), 0);
        timespec limit{nanos / 1'000'000'000, nanos % 1'000'000'000};
        epoll_event events[64];
        const int count = epoll_pwait2(m_poll, events, 64, &limit, nullptr);
        for (int i = 0; i < count; ++i)
            readFrom(*static_cast<Connection*>(events[i].data.ptr));
    }

    void readFrom(Connection& connection) {
        char buffer[16384];
        const auto got = ::recv(connection.socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (got <= 0) {
            if (got == 0 || errno != EAGAIN)
                fail(connection);
            return;
        }
        connection.answer.append(buffer, static_cast<std::size_t>(got));
        if (!whole(connection.answer))
            return;
        const auto micros =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - connection.due).count();
        if (connection.answer.compare(9, 3, "200") != 0)
            ++m_errors;
        m_micros.push_back(micros);
        connection.busy = false;
        --m_running;
    }

    static bool whole(const std::string& answer) {
        const auto head = answer.find("\r\n\r\n");
        if (head == std::string::npos)
            return false;
        std::string lower = answer.substr(0, head);
        std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
        const auto at = lower.find("content-length:");
        return at != std::string::npos &&
               answer.size() >= head + 4 + std::strtoul(lower.c_str() + at + 15, nullptr, 10);
    }

    void fail(Connection& connection) {
        ++m_errors;
        if (connection.busy)
            --m_running;
        connection.busy = true; // never taken again
        (void)epoll_ctl(m_poll, EPOLL_CTL_DEL, connection.socket, nullptr);
    }

    const Target& m_target;
    int m_rate;
    int m_seconds;
    int m_poll = -1;
    std::deque<Connection> m_connections; // addresses stay: epoll holds them
    std::vector<long> m_micros;
    long m_running = 0;
    long m_errors = 0;
};

} // namespace

int main(int count, char** words) {
    if (count < 5) {
        std::fprintf(stderr, "usage: open_loop RATE SECONDS BODY-FILE NAME=PORT[:HEADER] …\n");
        return 2;
    }
    std::ifstream file(words[3]);
    const std::string body((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    for (int i = 4; i < count; ++i) {
        const std::string word = words[i];
        const auto equals = word.find('=');
        const auto colon = word.find(':', equals);
        Target target;
        target.name = word.substr(0, equals);
        target.port = static_cast<std::uint16_t>(std::atoi(word.c_str() + equals + 1));
        const std::string header = colon == std::string::npos ? "" : word.substr(colon + 1) + "\r\n";
        target.request = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(target.port) +
                         "\r\nContent-Type: application/json\r\n" + header +
                         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        Loop loop(target, std::atoi(words[1]), std::atoi(words[2]));
        loop.run();
        loop.print();
    }
    return 0;
}
