// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/service_checks.h"

#include "core/config/products.h"

#include <algorithm>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace gatehouse::pipeline {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr milliseconds lookEvery{250};
constexpr milliseconds longestPhase{5'000};
constexpr std::size_t mostRead = std::size_t{64} << 10U;

std::int64_t microsOf(MonotonicTime time) {
    return std::chrono::duration_cast<microseconds>(time.time_since_epoch()).count();
}

// Is it due, and is it ours?
bool takeTurn(services::ServerState& state, MonotonicTime now, milliseconds every) {
    auto due = state.nextCheck.load(std::memory_order_relaxed);
    return due <= microsOf(now) && state.nextCheck.compare_exchange_strong(due, microsOf(now + every));
}

} // namespace

void ServiceChecks::start() {
    asio::co_spawn(m_executor, run(shared_from_this()), asio::detached);
}

Task<void> ServiceChecks::run(std::shared_ptr<ServiceChecks> self) {
    Timer timer(self->m_executor);
    for (;;) {
        self->lookAround();
        timer.expires_after(lookEvery);
        const auto [failed] = co_await timer.async_wait(asTask);
        if (failed)
            co_return;
    }
}

void ServiceChecks::lookAround() {
    const auto snapshot = m_snapshot.current();
    if (!snapshot || !snapshot->products)
        return;
    for (const auto& api : snapshot->products->apis) {
        for (const auto& version : api.versions) {
            if (version.service)
                look(version.service);
        }
    }
}

void ServiceChecks::look(const services::ServicePtr& service) {
    for (std::size_t g = 0; g < service->groups.size(); ++g) {
        const auto& group = service->groups[g];
        for (std::size_t s = 0; group.health && s < group.servers.size(); ++s) {
            const auto& server = group.servers[s];
            if (server.broken.empty() && takeTurn(*server.state, m_clock.monotonic(), group.health->every))
                asio::co_spawn(m_executor, check(shared_from_this(), service, g, s), asio::detached);
        }
    }
}

Task<void> ServiceChecks::check(std::shared_ptr<ServiceChecks> self, services::ServicePtr service, std::size_t group,
                                std::size_t server) {
    const auto& of = service->groups[group];
    const bool well = co_await self->isWell(of, of.servers[server]);
    (void)services::noteCheck(of, of.servers[server], well, self->m_clock.wall());
}

Task<bool> ServiceChecks::isWell(const services::Group& group, const services::Server& server) {
    const http::Endpoint endpoint{server.tls, server.host, server.port, server.way};
    http::UpstreamRequest request;
    request.endpoint = &endpoint;
    request.method = http::Method::Get;
    request.target = server.basePath + group.health->path;
    request.fields.push_back({"Accept", "*/*"});
    if (group.credential) {
        http::Field credential{group.credentialHeader, group.credentialPrefix};
        credential.value.append(group.credential->reveal());
        request.fields.push_back(std::move(credential));
    }
    const auto bounded = [](milliseconds time) { return std::min(time, longestPhase); };
    request.connectTimeout = bounded(group.connect);
    request.firstByteTimeout = bounded(group.firstByte);
    request.idleTimeout = bounded(group.idle);
    auto opened = co_await m_network.open(std::move(request));
    if (!opened || (*opened)->head().status >= 400)
        co_return false;
    for (std::size_t read = 0; read < mostRead;) {
        auto piece = co_await (*opened)->next();
        if (!piece)
            co_return false;
        if (piece->empty())
            break;
        read += piece->size();
    }
    co_return true;
}

} // namespace gatehouse::pipeline
