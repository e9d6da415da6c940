// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/connector.h"

#include "core/http/client/address_guard.h"
#include "core/http/client/address_race.h"
#include "core/http/client/proxy_tunnel.h"
#include "core/http/client/tls_pins.h"
#include "core/http/client/tls_trust.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace gatehouse::http {
namespace {

using SteadyClock = std::chrono::steady_clock;
using boost::system::error_code;

// Of a name that is resolved here and reached through a SOCKS proxy.
constexpr std::size_t mostSocksAddresses = 3;

std::string placeOf(const Endpoint& endpoint) {
    return endpoint.host + ":" + std::to_string(endpoint.port);
}

TlsTrustPtr trustOf(const std::shared_ptr<const void>& context, const UpstreamCore& core) {
    return context ? std::static_pointer_cast<const TlsTrust>(context) : core.trust;
}

Error tlsError(Connection& connection, const std::string& host, const error_code& code) {
    const auto refused = [](std::string text) {
        return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Tls)), std::move(text)).value();
    };
    if (failedByPins(connection.transport().ssl()))
        return refused("No certificate of " + host + " has a pinned key. If the provider has changed its keys, check " +
                       "them on another way and give the new ones in tls.pins; if not, somebody is in between.");
    const std::string reason = connection.transport().verifyError();
    if (!reason.empty())
        return refused("The certificate of " + host + " was refused: " + reason +
                       ". Check the base URL's host name, and that the authority is among the system's roots or named "
                       "in tls.ca.");
    return refused("No secure connection to " + host + " (" + code.message() +
                   "). The provider must speak TLS 1.2 or later on this port, or the version that tls.min_version "
                   "demands, and may ask for a client certificate (tls.client_cert).");
}

// TLS with whoever is at the other end now: a proxy, or the provider.
Task<Result<void>> secure(UpstreamCore& core, Connection& connection, TlsTrustPtr trust, std::string host,
                          TlsPreparation* preparation, SteadyClock::time_point deadline) {
    connection.guard(core.watchdog, deadline);
    const error_code code = co_await connection.transport().handshakeClient(trust->context(), host, preparation);
    connection.disarm();
    if (!code)
        co_return Result<void>();
    if (connection.timedOut())
        co_return tl::unexpected(timeoutError(UpstreamFailure::ConnectTimeout, "did not finish the TLS handshake"));
    if (code == asio::error::operation_aborted)
        co_return tl::unexpected(cancelledError("the TLS handshake was made"));
    co_return tl::unexpected(tlsError(connection, host, code));
}

// What may be connected to of a host's addresses.
Task<Result<NameCache::Addresses>> addressesOf(std::shared_ptr<UpstreamCore> core, std::string host, AddressGuard guard,
                                               SteadyClock::time_point deadline) {
    auto addresses = co_await core->names.resolve(host, deadline);
    if (!addresses || !guard)
        co_return addresses;
    if (auto guarded = guard(host, *addresses); !guarded)
        co_return tl::unexpected(std::move(guarded.error()));
    co_return addresses;
}

AddressGuard guardOf(const UpstreamCore& core, const Endpoint& endpoint) {
    return endpoint.machine ? AddressGuard() : core.options.guard;
}

// What a proxy is asked for by name it resolves itself; addresses can be looked at here.
Result<void> checkWritten(const UpstreamCore& core, const Endpoint& endpoint) {
    error_code notAnAddress;
    NameCache::Addresses written{asio::ip::make_address(endpoint.host, notAnAddress)};
    const auto guard = guardOf(core, endpoint);
    return notAnAddress || !guard ? Result<void>() : guard(endpoint.host, written);
}

Task<Result<ConnectionPtr>> reachDirectly(std::shared_ptr<UpstreamCore> core, Endpoint endpoint,
                                          SteadyClock::time_point deadline, TimingWriter timing) {
    timing.stage(UpstreamStage::Resolve);
    auto addresses = co_await addressesOf(core, endpoint.host, guardOf(*core, endpoint), deadline);
    if (!addresses)
        co_return tl::unexpected(std::move(addresses.error()));
    timing.reached(&UpstreamTiming::resolved);
    timing.stage(UpstreamStage::Connect);
    auto socket = co_await connectToAny(*core, std::move(*addresses), endpoint.port, placeOf(endpoint), deadline);
    if (!socket)
        co_return tl::unexpected(std::move(socket.error()));
    timing.reached(&UpstreamTiming::connected);
    co_return std::make_shared<Connection>(Transport(std::move(*socket)), std::move(endpoint), core->pool,
                                           core->counters);
}

// A proxy that cannot be reached is told as such: the provider has nothing to do with it.
Error unreachableProxy(const ProxyAddress& proxy, Error error) {
    if (error.kind != ErrorKind::Unavailable)
        return error;
    if (error.code == codeOf(UpstreamFailure::Resolve))
        return proxyError(proxy, "has a name that cannot be resolved");
    if (error.code == codeOf(UpstreamFailure::Address))
        return proxyError(proxy, "lies at an address that is never connected to");
    return error.code == codeOf(UpstreamFailure::Tls)
               ? proxyError(proxy, "cannot be spoken to over TLS: " + error.message.substr(0, error.message.find(". ")))
               : proxyError(proxy, "cannot be reached");
}

Task<Result<ConnectionPtr>> reachProxy(std::shared_ptr<UpstreamCore> core, Endpoint endpoint,
                                       SteadyClock::time_point deadline, TimingWriter timing) {
    const NetworkWayPtr way = endpoint.way;
    const ProxyAddress& proxy = *way->proxy;
    timing.stage(UpstreamStage::Resolve);
    auto addresses = co_await addressesOf(core, proxy.host, guardUsually, deadline);
    if (!addresses)
        co_return tl::unexpected(unreachableProxy(proxy, std::move(addresses.error())));
    timing.reached(&UpstreamTiming::resolved);
    timing.stage(UpstreamStage::Connect);
    auto socket = co_await connectToAny(*core, std::move(*addresses), proxy.port, nameOf(proxy), deadline);
    if (!socket)
        co_return tl::unexpected(unreachableProxy(proxy, std::move(socket.error())));
    timing.reached(&UpstreamTiming::connected);
    auto connection =
        std::make_shared<Connection>(Transport(std::move(*socket)), std::move(endpoint), core->pool, core->counters);
    timing.stage(UpstreamStage::Proxy);
    if (proxy.scheme == ProxyAddress::Scheme::Https) {
        auto secured =
            co_await secure(*core, *connection, trustOf(way->proxyTlsContext, *core), proxy.host, nullptr, deadline);
        if (!secured)
            co_return tl::unexpected(unreachableProxy(proxy, std::move(secured.error())));
    }
    co_return connection;
}

// Through a proxy that tunnels. With socks5 the name is resolved here, and an address that the proxy cannot reach is
// followed by the next: each needs a connection of its own.
Task<Result<ConnectionPtr>> reachThroughProxy(std::shared_ptr<UpstreamCore> core, Endpoint endpoint,
                                              SteadyClock::time_point deadline, TimingWriter timing) {
    const NetworkWayPtr way = endpoint.way;
    std::vector<TunnelTarget> targets;
    if (way->proxy->scheme == ProxyAddress::Scheme::Socks5) {
        timing.stage(UpstreamStage::Resolve);
        auto addresses = co_await addressesOf(core, endpoint.host, guardOf(*core, endpoint), deadline);
        if (!addresses)
            co_return tl::unexpected(std::move(addresses.error()));
        interleaveFamilies(*addresses);
        addresses->resize(std::min(addresses->size(), mostSocksAddresses));
        for (const auto& address : *addresses)
            targets.push_back({address, endpoint.port});
    } else {
        targets.push_back({endpoint.host, endpoint.port});
    }
    Result<ConnectionPtr> last;
    for (const auto& target : targets) {
        last = co_await reachProxy(core, endpoint, deadline, timing);
        if (!last)
            co_return last;
        auto opened = co_await openTunnel(*core, **last, *way->proxy, target, deadline);
        if (opened) {
            timing.reached(&UpstreamTiming::proxied);
            co_return last;
        }
        last = tl::unexpected(std::move(opened.error()));
        if (last.error().kind != ErrorKind::Unavailable)
            break;
    }
    co_return last;
}

} // namespace

Task<Result<ConnectionPtr>> connect(std::shared_ptr<UpstreamCore> core, Endpoint endpoint,
                                    std::chrono::milliseconds connectTimeout, TimingWriter timing) {
    const auto deadline = SteadyClock::now() + connectTimeout;
    const NetworkWayPtr way = endpoint.way;
    const bool proxied = way && way->proxy;
    const bool tls = endpoint.tls;
    const std::string host = endpoint.host;
    Result<ConnectionPtr> connection;
    if (proxied) {
        if (auto checked = checkWritten(*core, endpoint); !checked)
            co_return tl::unexpected(std::move(checked.error()));
    }
    if (!proxied)
        connection = co_await reachDirectly(core, std::move(endpoint), deadline, timing);
    else if (tls || !way->proxy->isHttp())
        connection = co_await reachThroughProxy(core, std::move(endpoint), deadline, timing);
    else
        connection =
            co_await reachProxy(core, std::move(endpoint), deadline, timing); // the request is in absolute form
    if (!connection)
        co_return connection;
    if (tls) {
        timing.stage(UpstreamStage::Tls);
        const TlsTrustPtr trust = trustOf(way ? way->tlsContext : nullptr, *core);
        (*connection)->useSessions(core->sessions.slotFor((*connection)->endpoint(), trust));
        auto secured = co_await secure(*core, **connection, trust, host, (*connection)->sessions(), deadline);
        if (!secured)
            co_return tl::unexpected(std::move(secured.error()));
        timing.reached(&UpstreamTiming::secured);
        if (SSL_session_reused((*connection)->transport().ssl()) == 1)
            core->counters->tlsResumed.fetch_add(1, std::memory_order_relaxed);
    }
    core->counters->opened.fetch_add(1, std::memory_order_relaxed);
    co_return connection;
}

} // namespace gatehouse::http
