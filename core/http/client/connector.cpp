// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/connector.h"

#include "core/http/client/tls_trust.h"

#include <algorithm>
#include <utility>

namespace gatehouse::http {
namespace {

using SteadyClock = std::chrono::steady_clock;
using boost::system::error_code;

// However many addresses there are, each gets at least this of what is left.
constexpr auto leastShare = std::chrono::seconds(1);

class SocketGuard final : public Watchdog::Guard {
public:
    explicit SocketGuard(TcpSocket& socket) : m_socket(socket) {}
    bool passed() const { return m_passed; }

private:
    void expired() override {
        m_passed = true;
        error_code ignored;
        m_socket.cancel(ignored);
    }
    TcpSocket& m_socket;
    bool m_passed = false;
};

std::string nameOf(const Endpoint& endpoint) {
    return endpoint.host + ":" + std::to_string(endpoint.port);
}

Error connectTimeout() {
    return timeoutError(UpstreamFailure::ConnectTimeout, "did not take the connection");
}

Error connectError(const Endpoint& endpoint, const error_code& code) {
    return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Connect)),
                   "No connection to " + nameOf(endpoint) + " (" + code.message() +
                       "). Check the base URL, and that the provider runs and can be reached from here.")
        .value();
}

Task<Result<void>> connectTo(UpstreamCore& core, TcpSocket& socket, asio::ip::tcp::endpoint address,
                             const Endpoint& endpoint, SteadyClock::time_point deadline) {
    SocketGuard guard(socket);
    guard.arm(core.watchdog, deadline);
    const auto [code] = co_await socket.async_connect(address, asTask);
    guard.disarm();
    if (!code)
        co_return Result<void>();
    if (guard.passed())
        co_return tl::unexpected(connectTimeout());
    if (code == asio::error::operation_aborted)
        co_return tl::unexpected(cancelledError("connecting"));
    co_return tl::unexpected(connectError(endpoint, code));
}

Task<Result<TcpSocket>> connectToAny(UpstreamCore& core, const NameCache::Addresses& addresses,
                                     const Endpoint& endpoint, SteadyClock::time_point deadline) {
    Error last = connectError(endpoint, asio::error::host_not_found);
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto now = SteadyClock::now();
        if (now >= deadline)
            break;
        const auto left = deadline - now;
        const auto share = std::max<SteadyClock::duration>(left / static_cast<int>(addresses.size() - i), leastShare);
        TcpSocket socket(core.executor);
        const asio::ip::tcp::endpoint address(addresses[i], endpoint.port);
        auto connected = co_await connectTo(core, socket, address, endpoint, now + std::min(share, left));
        if (connected)
            co_return Result<TcpSocket>(std::move(socket));
        last = std::move(connected.error());
        if (last.kind == ErrorKind::Cancelled)
            break;
    }
    co_return tl::unexpected(std::move(last));
}

Error tlsError(Connection& connection, const error_code& code) {
    const std::string& host = connection.endpoint().host;
    const std::string reason = connection.transport().verifyError();
    if (!reason.empty())
        return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Tls)),
                       "The certificate of " + host + " was refused: " + reason +
                           ". Check the base URL's host name, and that the authority is among the system's roots.")
            .value();
    return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Tls)),
                   "No secure connection to " + host + " (" + code.message() +
                       "). The provider must speak TLS 1.2 or later on this port.")
        .value();
}

Task<Result<void>> secure(UpstreamCore& core, Connection& connection, SteadyClock::time_point deadline) {
    connection.guard(core.watchdog, deadline);
    const error_code code =
        co_await connection.transport().handshakeClient(core.trust->context(), connection.endpoint().host);
    connection.disarm();
    if (!code)
        co_return Result<void>();
    if (connection.timedOut())
        co_return tl::unexpected(timeoutError(UpstreamFailure::ConnectTimeout, "did not finish the TLS handshake"));
    if (code == asio::error::operation_aborted)
        co_return tl::unexpected(cancelledError("the TLS handshake was made"));
    co_return tl::unexpected(tlsError(connection, code));
}

} // namespace

Task<Result<ConnectionPtr>> connect(std::shared_ptr<UpstreamCore> core, Endpoint endpoint,
                                    std::chrono::milliseconds connectTimeout, TimingWriter timing) {
    const auto deadline = SteadyClock::now() + connectTimeout;
    timing.stage(UpstreamStage::Resolve);
    const auto addresses = co_await core->names.resolve(endpoint.host, deadline);
    if (!addresses)
        co_return tl::unexpected(addresses.error());
    timing.reached(&UpstreamTiming::resolved);

    timing.stage(UpstreamStage::Connect);
    auto socket = co_await connectToAny(*core, *addresses, endpoint, deadline);
    if (!socket)
        co_return tl::unexpected(std::move(socket.error()));
    timing.reached(&UpstreamTiming::connected);

    const bool tls = endpoint.tls;
    auto connection = std::make_shared<Connection>(Transport(std::move(*socket)), std::move(endpoint), core->counters);
    if (tls) {
        timing.stage(UpstreamStage::Tls);
        auto secured = co_await secure(*core, *connection, deadline);
        if (!secured)
            co_return tl::unexpected(std::move(secured.error()));
        timing.reached(&UpstreamTiming::secured);
    }
    core->counters->opened.fetch_add(1, std::memory_order_relaxed);
    co_return connection;
}

} // namespace gatehouse::http
