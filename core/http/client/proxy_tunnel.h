// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/client/upstream_core.h"

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <string>
#include <variant>

namespace gatehouse::http {

// Where a proxy is to lead to: by name, or by the address that was resolved here (socks5).
struct TunnelTarget {
    std::variant<std::string, asio::ip::address> host;
    std::uint16_t port = 0;
};

// Asks the proxy at the other end of a fresh connection to lead on to the target; from then on the connection's bytes
// are the target's. HTTP proxies by CONNECT (RFC 9110 §9.3.6) with Basic authentication (RFC 7617), SOCKS proxies by
// RFC 1928 with RFC 1929. What the proxy says is hostile input: only its status is told, never its text. Errors:
// Unavailable (upstream_proxy), Timeout (upstream_connect_timeout), Cancelled.
Task<Result<void>> openTunnel(UpstreamCore& core, Connection& connection, const ProxyAddress& proxy,
                              TunnelTarget target, std::chrono::steady_clock::time_point deadline);

// "Basic …" of the proxy's credential, or "" where there is none. To be wiped.
std::string proxyAuthorization(const ProxyAddress& proxy);
// "proxy.example:3128": for texts, without the credential.
std::string nameOf(const ProxyAddress& proxy);
// What is wrong when a proxy answers with that status, and what would mend it.
Error proxyRefusal(const ProxyAddress& proxy, int status);
Error proxyError(const ProxyAddress& proxy, std::string what);

} // namespace gatehouse::http
