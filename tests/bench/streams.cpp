// SPDX-License-Identifier: Apache-2.0
// Both ends of event streams through a gateway.
//
//   streams serve PORT EVENTS RATE        a provider: answers each request with EVENTS events, RATE a second, each in a
//                                         chunk and a write of its own, all streams at the same ticks
//   streams load PORT STREAMS MODEL KEY   opens STREAMS streams, reads them to their end, prints one line of JSON:
//                                         {"streams", "whole", "events", "bytes"}

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

const std::string eventText =
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\","
    "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"},\"finish_reason\":null}]}\n\n";
const std::string endText =
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\","
    "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

std::string chunk(const std::string& text) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", text.size());
    return size + text + "\r\n";
}

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void sendAll(int socket, const std::string& text) {
    (void)::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
}

int serve(int port, long events, long rate) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    (void)::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto address = loopback(port);
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, 4096) != 0)
        return 1;
    const int poll = epoll_create1(0);
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.fd = listener;
    (void)epoll_ctl(poll, EPOLL_CTL_ADD, listener, &wanted);
    std::map<int, long> streams; // socket -> events still to send
    const auto piece = chunk(eventText);
    const auto last = chunk(endText) + "0\r\n\r\n";
    auto tick = Clock::now();
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(tick - Clock::now()).count();
        epoll_event ready[256];
        const int count = epoll_wait(poll, ready, 256, static_cast<int>(std::max<long>(left, 0)));
        for (int i = 0; i < count; ++i) {
            const int socket = ready[i].data.fd;
            if (socket == listener) {
                const int client = ::accept(listener, nullptr, nullptr);
                (void)::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                wanted.data.fd = client;
                (void)epoll_ctl(poll, EPOLL_CTL_ADD, client, &wanted);
                continue;
            }
            char buffer[8192];
            const auto got = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
            if (got <= 0) {
                streams.erase(socket);
                ::close(socket);
            } else if (streams.emplace(socket, events).second) {
                sendAll(socket,
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            }
        }
        if (Clock::now() < tick)
            continue;
        tick += std::chrono::microseconds(1'000'000 / rate);
        for (auto stream = streams.begin(); stream != streams.end();) {
            if (stream->second-- > 0) {
                sendAll(stream->first, piece);
                ++stream;
            } else {
                sendAll(stream->first, last);
                stream = streams.erase(stream);
            }
        }
    }
}

int load(int port, int count, const std::string& model, const std::string& key) {
    const std::string body = R"({"model":")" + model + R"(","stream":true,"messages":[{"role":"user","content":"x"}]})";
    const std::string request = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                "\r\nAuthorization: Bearer " + key +
                                "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                                "\r\n\r\n" + body;
    const int poll = epoll_create1(0);
    std::map<int, std::string> tails; // the last bytes of each stream
    long long bytes = 0;
    long long events = 0;
    int whole = 0;
    const auto address = loopback(port);
    for (int i = 0; i < count; ++i) {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            return 1;
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.fd = socket;
        (void)epoll_ctl(poll, EPOLL_CTL_ADD, socket, &wanted);
        sendAll(socket, request);
        tails[socket];
    }
    const auto end = Clock::now() + std::chrono::minutes(2);
    while (!tails.empty() && Clock::now() < end) {
        epoll_event ready[256];
        const int found = epoll_wait(poll, ready, 256, 1000);
        for (int i = 0; i < found; ++i) {
            const int socket = ready[i].data.fd;
            char buffer[16384];
            const auto got = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
            auto& tail = tails[socket];
            if (got > 0) {
                bytes += got;
                const std::string text = tail.substr(tail.size() > 8 ? tail.size() - 8 : 0) +
                                         std::string(buffer, static_cast<std::size_t>(got));
                for (auto at = text.find("\"word \""); at != std::string::npos; at = text.find("\"word \"", at + 1))
                    ++events;
                tail = text;
            }
            if (got <= 0 || tail.ends_with("0\r\n\r\n")) {
                whole += tail.find("[DONE]") != std::string::npos || tail.ends_with("0\r\n\r\n") ? 1 : 0;
                ::close(socket);
                tails.erase(socket);
            }
        }
    }
    std::printf("{\"streams\": %d, \"whole\": %d, \"events\": %lld, \"bytes\": %lld}\n", count, whole, events, bytes);
    return 0;
}

} // namespace

int main(int count, char** words) {
    rlimit files{};
    (void)getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    const std::string mode = count > 1 ? words[1] : "";
    if (mode == "serve" && count == 5)
        return serve(std::atoi(words[2]), std::atol(words[3]), std::atol(words[4]));
    if (mode == "load" && count == 6)
        return load(std::atoi(words[2]), std::atoi(words[3]), words[4], words[5]);
    std::fprintf(stderr, "usage: streams serve PORT EVENTS RATE | streams load PORT STREAMS MODEL KEY\n");
    return 2;
}
