// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/server/server.h"
#include "support/raw_client.h"
#include "support/test_handler.h"

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::http {

// The listener with the test handler, on a free port.
class ServerFixture {
public:
    explicit ServerFixture(ServerOptions options = {}, std::size_t threads = 1, const std::string& host = "127.0.0.1")
        : io(threads), server(io, std::vector<Handler*>(threads, &handler), std::move(options)) {
        port = server.listen(host, 0).value_or(std::uint16_t{0});
        io.start();
        server.start();
    }
    ~ServerFixture() { stop(); }

    // As a process that ends: nobody closes the connections.
    void endThreads() {
        io.stop();
        m_ended = true;
    }
    void stop() {
        if (m_ended)
            return;
        server.closeAll();
        eventually([this] { return server.open() == 0; });
        io.stop();
    }

    // Asks until it is so, at most ten seconds.
    static bool eventually(const std::function<bool()>& condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end)
                return false;
            std::this_thread::yield();
        }
        return true;
    }

    std::uint64_t refused(Refusal refusal) const {
        return server.counters().refused[static_cast<std::size_t>(refusal)];
    }
    RawClient connect() const { return RawClient(port); }
    // A good request on a connection of its own is answered.
    bool serves() const {
        RawClient client(port);
        client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const auto answer = client.readAnswer();
        return answer && answer->status == 200 && answer->body == "ok";
    }

    TestHandler handler;
    IoThreads io;
    Server server;
    std::uint16_t port = 0;

private:
    bool m_ended = false;
};

} // namespace gatehouse::http
