// SPDX-License-Identifier: Apache-2.0
#include "core/base/network_way.h"

#include "core/base/digest.h"

#include <string_view>
#include <utility>

namespace gatehouse {
namespace {

// Each part with its length, so that no two lists of parts look alike. Secrets enter as digests.
class KeyText {
public:
    void add(std::string_view part) { m_text.append(std::to_string(part.size())).append(1, ':').append(part); }
    void add(const SharedSecret& secret) { add(secret ? toHex(sha256(secret->reveal())) : std::string("-")); }
    std::string digest() const { return toHex(sha256(m_text)); }

private:
    std::string m_text;
};

std::string keyOf(const TlsSettings& tls) {
    KeyText text;
    text.add(tls.systemAuthorities ? "system" : "own");
    text.add(tls.authorities);
    text.add(tls.clientCertificate);
    text.add(tls.clientKey);
    text.add(tls.least == LeastTls::Tls13 ? "1.3" : "1.2");
    for (const auto& pin : tls.pins)
        text.add(pin);
    return text.digest();
}

std::string keyOf(const NetworkWay& way) {
    KeyText text;
    text.add(way.tlsKey);
    if (way.proxy) {
        text.add(way.proxyTlsKey);
        text.add(std::to_string(static_cast<int>(way.proxy->scheme)));
        text.add(way.proxy->host);
        text.add(std::to_string(way.proxy->port));
        text.add(way.proxy->user);
        text.add(way.proxy->password);
    }
    return text.digest();
}

} // namespace

Result<NetworkWayPtr> makeNetworkWay(std::optional<ProxyAddress> proxy, TlsSettings tls, TlsContextMaker* maker) {
    auto way = std::make_shared<NetworkWay>();
    way->proxy = std::move(proxy);
    way->proxyTls.systemAuthorities = tls.systemAuthorities;
    way->proxyTls.authorities = tls.authorities;
    way->tls = std::move(tls);
    way->tlsKey = keyOf(way->tls);
    way->proxyTlsKey = keyOf(way->proxyTls);
    way->key = keyOf(*way);
    if (maker != nullptr) {
        auto context = maker->contextFor(way->tls, way->tlsKey);
        if (!context)
            return tl::unexpected<Error>(std::move(context.error()));
        way->tlsContext = std::move(*context);
    }
    if (maker != nullptr && way->proxy && way->proxy->scheme == ProxyAddress::Scheme::Https) {
        auto context = maker->contextFor(way->proxyTls, way->proxyTlsKey);
        if (!context)
            return tl::unexpected<Error>(std::move(context.error()));
        way->proxyTlsContext = std::move(*context);
    }
    return NetworkWayPtr(std::move(way));
}

std::strong_ordering compareWays(const NetworkWayPtr& a, const NetworkWayPtr& b) {
    if (a == b)
        return std::strong_ordering::equal;
    if (!a || !b)
        return a ? std::strong_ordering::greater : std::strong_ordering::less;
    return a->key <=> b->key;
}

} // namespace gatehouse
