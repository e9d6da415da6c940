// SPDX-License-Identifier: Apache-2.0
// The listener with the test handler as a program, for load makers and runners in other languages:
//   http_test_server [--threads N] [--port P] [--cert FILE --key FILE]
// Prints "ready PORT" and serves until standard input ends.
#include "core/http/server/server.h"
#include "core/http/transport.h"
#include "support/test_handler.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace gatehouse;

int main(int count, char** values) {
    std::size_t threads = 1;
    std::uint16_t port = 0;
    std::string certificate;
    std::string key;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = values[i];
        if (name == "--threads")
            threads = static_cast<std::size_t>(std::strtoul(values[i + 1], nullptr, 10));
        else if (name == "--port")
            port = static_cast<std::uint16_t>(std::strtoul(values[i + 1], nullptr, 10));
        else if (name == "--cert")
            certificate = values[i + 1];
        else if (name == "--key")
            key = values[i + 1];
    }
    http::raiseDescriptorLimit();
    http::TestHandler handler;
    IoThreads io(threads);
    http::ServerOptions options;
    if (!certificate.empty()) {
        auto context = http::makeServerContext(certificate, key);
        if (!context) {
            std::fprintf(stderr, "%s\n", context.error().message.c_str());
            return 1;
        }
        options.tls = *context;
    }
    http::Server server(io, std::vector<http::Handler*>(threads, &handler), std::move(options));
    const auto bound = server.listen("127.0.0.1", port);
    if (!bound) {
        std::fprintf(stderr, "%s\n", bound.error().message.c_str());
        return 4;
    }
    io.start();
    server.start();
    std::printf("ready %u\n", static_cast<unsigned>(*bound));
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    const auto counters = server.counters();
    std::fprintf(stderr, "calls %llu accepted %llu left %llu\n", static_cast<unsigned long long>(counters.calls),
                 static_cast<unsigned long long>(counters.accepted), static_cast<unsigned long long>(counters.left));
    io.stop();
    return 0;
}
