// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/proxy_tunnel.h"

#include "core/http/client/response_parser.h"
#include "core/http/client/socks.h"

#include <array>
#include <openssl/evp.h>
#include <utility>

namespace gatehouse::http {
namespace {

constexpr std::size_t mostHead = std::size_t{16} * 1024;

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string authorityOf(const TunnelTarget& target) {
    const auto* name = std::get_if<std::string>(&target.host);
    return bracketed(name != nullptr ? *name : std::get<asio::ip::address>(target.host).to_string()) + ":" +
           std::to_string(target.port);
}

std::string connectRequest(const ProxyAddress& proxy, const TunnelTarget& target) {
    const std::string authority = authorityOf(target);
    std::string credential = proxyAuthorization(proxy);
    std::string text;
    text.reserve(2 * authority.size() + credential.size() + 64);
    text.append("CONNECT ").append(authority).append(" HTTP/1.1\r\nHost: ").append(authority).append("\r\n");
    if (!credential.empty())
        text.append("Proxy-Authorization: ").append(credential).append("\r\n");
    text.append("\r\n");
    wipe(credential);
    return text;
}

// The status of "HTTP/1.1 200 …", or 0. Nothing else of a proxy's answer is looked at: CONNECT has no body, whatever
// its fields say.
int statusOf(std::string_view head) {
    constexpr std::string_view start = "HTTP/1.";
    constexpr std::size_t digitsAt = start.size() + 2;
    if (head.size() < digitsAt + 4 || !head.starts_with(start) || head[digitsAt - 1] != ' ')
        return 0;
    int status = 0;
    for (const char c : head.substr(digitsAt, 3)) {
        if (c < '0' || c > '9')
            return 0;
        status = status * 10 + (c - '0');
    }
    const char behind = head[digitsAt + 3];
    return behind == ' ' || behind == '\r' ? status : 0;
}

Task<Result<void>> connectByHttp(TunnelTalk& talk, const ProxyAddress& proxy, const TunnelTarget& target) {
    std::string request = connectRequest(proxy, target);
    auto sent = co_await talk.send(request);
    wipe(request);
    if (!sent)
        co_return sent;
    std::string head;
    HeadEndFinder finder;
    for (int interim = 0; interim < 8; ++interim) {
        std::size_t size = finder.find(head);
        while (size == 0) {
            if (head.size() >= mostHead)
                co_return tl::unexpected(proxyError(proxy, "answered with a head without end"));
            auto read = co_await talk.readSome(head, mostHead);
            if (!read)
                co_return read;
            size = finder.find(head);
        }
        const int status = statusOf(head);
        if (status == 0)
            co_return tl::unexpected(proxyError(proxy, "did not answer in HTTP"));
        if (status >= 200 && status < 300) {
            // The target speaks only when it is spoken to: what is here already comes from nobody that was asked.
            if (head.size() > size)
                co_return tl::unexpected(proxyError(proxy, "sent bytes of its own behind its answer"));
            co_return Result<void>();
        }
        if (status >= 200)
            co_return tl::unexpected(proxyRefusal(proxy, status));
        head.erase(0, size);
        finder.restart();
    }
    co_return tl::unexpected(proxyError(proxy, "sends interim answers without end"));
}

} // namespace

std::string nameOf(const ProxyAddress& proxy) {
    return bracketed(proxy.host) + ":" + std::to_string(proxy.port);
}

std::string proxyAuthorization(const ProxyAddress& proxy) {
    if (proxy.user.empty())
        return {};
    std::string plain;
    plain.reserve(proxy.user.size() + (proxy.password ? proxy.password->size() : 0) + 1);
    plain.append(proxy.user).append(1, ':');
    if (proxy.password)
        plain.append(proxy.password->reveal()); // onto the wire
    std::string text("Basic ");
    const std::size_t start = text.size();
    text.resize(start + 4 * ((plain.size() + 2) / 3) + 1);
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data() + start),
                        reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
    text.resize(start + static_cast<std::size_t>(size));
    wipe(plain);
    return text;
}

Error proxyError(const ProxyAddress& proxy, std::string what) {
    return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Proxy)),
                   "The proxy " + nameOf(proxy) + " " + std::move(what) +
                       ". Check the proxy's address and kind, or set proxy: direct where none is needed.")
        .value();
}

Error proxyRefusal(const ProxyAddress& proxy, int status) {
    std::string advice = "Check the proxy's address, and look at its own log";
    if (status == 407)
        advice = proxy.user.empty() ? "It wants a credential: put the user into the proxy's URL and give proxy_password"
                                    : "It did not take the user or the password";
    else if (status == 403 || status == 405)
        advice = "Its rules do not let this host or port through: ask who runs it";
    else if (status >= 500)
        advice = "It could not reach the provider: try again, and check the provider's address";
    return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Proxy)),
                   "The proxy " + nameOf(proxy) + " answered " + std::to_string(status) + " instead of leading on. " +
                       advice + ".")
        .value();
}

Task<Result<void>> openTunnel(UpstreamCore& core, Connection& connection, const ProxyAddress& proxy,
                              TunnelTarget target, std::chrono::steady_clock::time_point deadline) {
    connection.guard(core.watchdog, deadline);
    TunnelTalk talk(connection, proxy);
    Result<void> done;
    if (proxy.isHttp())
        done = co_await connectByHttp(talk, proxy, target);
    else
        done = co_await connectBySocks(talk, proxy, target);
    connection.disarm();
    co_return done;
}

} // namespace gatehouse::http
