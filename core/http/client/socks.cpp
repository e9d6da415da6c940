// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/socks.h"

#include <array>
#include <utility>

namespace gatehouse::http {
namespace {

using boost::system::error_code;

// RFC 1928 §3 to §6, RFC 1929 §2.
constexpr unsigned char version = 5;
constexpr unsigned char loginVersion = 1;
constexpr unsigned char withoutLogin = 0;
constexpr unsigned char withLogin = 2;
constexpr unsigned char connectCommand = 1;
constexpr unsigned char address4 = 1;
constexpr unsigned char domainName = 3;
constexpr unsigned char address6 = 4;
constexpr std::size_t longestPart = 255;

const char* meaningOf(unsigned char reply) {
    static constexpr std::array<const char*, 9> meanings = {"",
                                                            "general failure",
                                                            "not allowed by its rules",
                                                            "network unreachable",
                                                            "host unreachable",
                                                            "connection refused",
                                                            "TTL expired",
                                                            "command not supported",
                                                            "address type not supported"};
    return reply < meanings.size() ? meanings[reply] : "unknown reason";
}

char byte(std::size_t value) {
    return static_cast<char>(static_cast<unsigned char>(value));
}

template <typename Bytes>
void append(std::string& text, const Bytes& bytes) {
    for (const unsigned char each : bytes)
        text.push_back(static_cast<char>(each));
}

Result<std::string> requestFor(const ProxyAddress& proxy, const TunnelTarget& target) {
    std::string text{byte(version), byte(connectCommand), byte(0)};
    if (const auto* name = std::get_if<std::string>(&target.host)) {
        if (name->size() > longestPart)
            return tl::unexpected(proxyError(proxy, "cannot be told a name of more than 255 bytes"));
        text.push_back(byte(domainName));
        text.push_back(byte(name->size()));
        text.append(*name);
    } else {
        const auto& address = std::get<asio::ip::address>(target.host);
        text.push_back(byte(address.is_v4() ? address4 : address6));
        if (address.is_v4())
            append(text, address.to_v4().to_bytes());
        else
            append(text, address.to_v6().to_bytes());
    }
    text.push_back(byte(target.port >> 8U));
    text.push_back(byte(target.port & 0xFFU));
    return text;
}

Task<Result<void>> logIn(TunnelTalk& talk, const ProxyAddress& proxy) {
    const std::string_view password = proxy.password ? proxy.password->reveal() : std::string_view();
    if (proxy.user.size() > longestPart || password.size() > longestPart)
        co_return tl::unexpected(proxyError(proxy, "takes no user or password of more than 255 bytes"));
    std::string text;
    text.reserve(proxy.user.size() + password.size() + 3);
    text.push_back(byte(loginVersion));
    text.push_back(byte(proxy.user.size()));
    text.append(proxy.user);
    text.push_back(byte(password.size()));
    text.append(password); // onto the wire
    auto done = co_await talk.send(text);
    wipe(text);
    std::array<unsigned char, 2> answer{};
    if (done)
        done = co_await talk.readExactly(answer);
    if (done && answer[1] != 0)
        done = tl::unexpected(proxyError(proxy, "did not take the user or the password"));
    co_return done;
}

Task<Result<void>> greet(TunnelTalk& talk, const ProxyAddress& proxy) {
    std::string text{byte(version), byte(1), byte(withoutLogin)};
    if (!proxy.user.empty())
        text = {byte(version), byte(2), byte(withoutLogin), byte(withLogin)};
    auto done = co_await talk.send(text);
    std::array<unsigned char, 2> answer{};
    if (done)
        done = co_await talk.readExactly(answer);
    if (!done)
        co_return done;
    if (answer[0] != version)
        co_return tl::unexpected(proxyError(proxy, "does not speak SOCKS 5"));
    if (answer[1] == withoutLogin)
        co_return Result<void>();
    if (answer[1] == withLogin && !proxy.user.empty())
        co_return co_await logIn(talk, proxy);
    co_return tl::unexpected(proxyError(proxy, proxy.user.empty()
                                                   ? "wants a credential (user in the proxy's URL, and proxy_password)"
                                                   : "takes neither no credential nor user and password"));
}

} // namespace

Error TunnelTalk::broken(const error_code& code) const {
    if (m_connection.timedOut())
        return timeoutError(UpstreamFailure::ConnectTimeout,
                            "was not reached: the proxy " + nameOf(m_proxy) + " did not lead on");
    if (code == asio::error::operation_aborted)
        return cancelledError("a proxy was asked to lead on");
    return proxyError(m_proxy, "ended the connection before it led on");
}

Task<Result<void>> TunnelTalk::send(std::string_view bytes) {
    std::array<asio::const_buffer, 1> pieces{asio::const_buffer(bytes.data(), bytes.size())};
    const error_code code = co_await m_connection.transport().writeAll(pieces);
    if (code || m_connection.timedOut())
        co_return tl::unexpected(broken(code));
    co_return Result<void>();
}

Task<Result<void>> TunnelTalk::readSome(std::string& text, std::size_t most) {
    std::array<char, 1024> bytes{};
    const std::size_t room = std::min(bytes.size(), most - std::min(most, text.size()));
    const Transfer transfer = co_await m_connection.transport().readSome(asio::buffer(bytes.data(), room));
    if (transfer.error || m_connection.timedOut())
        co_return tl::unexpected(broken(transfer.error));
    text.append(bytes.data(), transfer.bytes);
    co_return Result<void>();
}

Task<Result<void>> TunnelTalk::readExactly(std::span<unsigned char> into) {
    while (!into.empty()) {
        const Transfer transfer = co_await m_connection.transport().readSome(asio::buffer(into.data(), into.size()));
        if (transfer.error || m_connection.timedOut())
            co_return tl::unexpected(broken(transfer.error));
        into = into.subspan(transfer.bytes);
    }
    co_return Result<void>();
}

Task<Result<void>> connectBySocks(TunnelTalk& talk, const ProxyAddress& proxy, const TunnelTarget& target) {
    auto done = co_await greet(talk, proxy);
    if (!done)
        co_return done;
    auto request = requestFor(proxy, target);
    if (!request)
        co_return tl::unexpected(std::move(request.error()));
    done = co_await talk.send(*request);
    std::array<unsigned char, 4> answer{};
    if (done)
        done = co_await talk.readExactly(answer);
    if (!done)
        co_return done;
    if (answer[0] != version)
        co_return tl::unexpected(proxyError(proxy, "does not speak SOCKS 5"));
    if (answer[1] != 0)
        co_return tl::unexpected(
            proxyError(proxy, "did not lead on to the provider: " + std::string(meaningOf(answer[1]))));
    // The address that the proxy speaks from: of no use here, but it stands before the target's bytes.
    std::array<unsigned char, longestPart + 2> bound{};
    std::size_t length = answer[3] == address6 ? 16 : 4;
    if (answer[3] == domainName) {
        std::array<unsigned char, 1> size{};
        done = co_await talk.readExactly(size);
        length = size[0];
    } else if (answer[3] != address4 && answer[3] != address6) {
        done = tl::unexpected(proxyError(proxy, "does not speak SOCKS 5"));
    }
    if (!done)
        co_return done;
    co_return co_await talk.readExactly(std::span(bound).first(length + 2));
}

} // namespace gatehouse::http
