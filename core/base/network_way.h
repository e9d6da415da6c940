// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// How a provider's host is reached over the network, as values: which proxy, whom TLS believes. Made by the control
// thread with a snapshot, read by the I/O threads; holds the contents of files, so that nobody reads files later.
namespace gatehouse {

struct ProxyAddress {
    enum class Scheme {
        Http,   // CONNECT (RFC 9110 §9.3.6) to an https provider, absolute form (RFC 9112 §3.2.2) to an http one
        Https,  // the same, over TLS to the proxy
        Socks5, // RFC 1928; the name is resolved here
        Socks5h // RFC 1928; the proxy resolves the name
    };
    Scheme scheme = Scheme::Http;
    std::string host; // a name or an address, without brackets
    std::uint16_t port = 0;
    std::string user;      // empty: no credential
    SharedSecret password; // may be null
    bool isHttp() const { return scheme == Scheme::Http || scheme == Scheme::Https; }
};

enum class LeastTls { Tls12, Tls13 };

struct TlsSettings {
    bool systemAuthorities = true;
    std::string authorities;          // PEM: believed too, or alone without systemAuthorities
    std::string clientCertificate;    // PEM: the chain shown to who asks for one; empty = none
    SharedSecret clientKey;           // PEM; null = none
    std::vector<std::string> pins;    // base 64 of SHA-256 over a SubjectPublicKeyInfo (RFC 7469 §2.4); empty = any
    LeastTls least = LeastTls::Tls12; // older versions are never spoken
};

struct NetworkWay {
    std::optional<ProxyAddress> proxy;
    TlsSettings tls;
    TlsSettings proxyTls; // towards an https proxy: the same authorities, without client certificate and pins
    // Digests of all that is above, in memory only: ways with equal keys may share connections and TLS contexts.
    std::string key;
    std::string tlsKey;
    std::string proxyTlsKey;
    // What core/http made of tls and proxyTls; null where it was not asked.
    std::shared_ptr<const void> tlsContext;
    std::shared_ptr<const void> proxyTlsContext;
};
using NetworkWayPtr = std::shared_ptr<const NetworkWay>;

// Makes TLS contexts of settings; equal keys give the same one. Implemented by core/http (TlsContexts), called on the
// control thread. Errors: Invalid (upstream_tls_setup), field = the setting that cannot be used.
class TlsContextMaker {
public:
    virtual ~TlsContextMaker() = default;
    virtual Result<std::shared_ptr<const void>> contextFor(const TlsSettings& settings, const std::string& key) = 0;
};

// Fills in proxyTls, the keys and, with a maker, the contexts.
Result<NetworkWayPtr> makeNetworkWay(std::optional<ProxyAddress> proxy, TlsSettings tls, TlsContextMaker* maker);

// Orders by key; null (directly, with the system's authorities) comes first.
std::strong_ordering compareWays(const NetworkWayPtr& a, const NetworkWayPtr& b);

} // namespace gatehouse
