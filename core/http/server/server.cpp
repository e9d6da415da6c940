// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/server.h"

#include "core/http/server/listening.h"
#include "core/http/server/server_shared.h"
#include "core/http/server/worker.h"

#include <algorithm>
#include <stdexcept>
#include <sys/resource.h>
#include <utility>

namespace gatehouse::http {
namespace {

std::uint64_t descriptorLimit() {
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
}

} // namespace

Server::Server(IoThreads& threads, std::vector<Handler*> handlers, ServerOptions options)
    : m_threads(&threads), m_shared(std::make_shared<ServerShared>()), m_pending(threads.size()) {
    if (handlers.size() != threads.size())
        throw std::invalid_argument("a server needs one handler for each I/O thread");
    m_shared->limits = options.limits;
    m_shared->hosts = std::move(options.hosts);
    m_shared->log = options.log;
    m_shared->refusals = options.refusals;
    m_shared->refusalWriter = std::move(options.refusalWriter);
    m_shared->proxyPeers = std::move(options.proxyPeers);
    m_shared->trustedProxies = std::move(options.trustedProxies);
    m_shared->compression = options.compression;
    m_shared->gated = options.gated;
    m_shared->memory = options.memory ? std::move(options.memory) : std::make_shared<MemoryWatch>(0);
    m_shared->descriptors = descriptorLimit();
    m_shared->tls = options.tls != nullptr;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        const auto* pages = options.pageGates.empty() ? nullptr : options.pageGates.at(i);
        m_workers.push_back(std::make_shared<Worker>(m_shared, threads.at(i).executor(), *handlers[i], pages));
        m_workers.back()->setTls(options.tls);
    }
}

Server::~Server() {
    m_pending.clear();
    if (m_started)
        closeAll();
}

Result<std::uint16_t> Server::listen(const std::string& host, std::uint16_t port) {
    auto endpoints = endpointsOf(host, port);
    if (!endpoints)
        return tl::unexpected(endpoints.error());
    std::vector<Executor> executors;
    for (std::size_t i = 0; i < m_threads->size(); ++i)
        executors.push_back(m_threads->at(i).executor());
    for (auto endpoint : *endpoints) {
        endpoint.port(port);
        auto acceptors = bindAll(endpoint, executors);
        if (!acceptors)
            return tl::unexpected(acceptors.error());
        boost::system::error_code ignored;
        port = acceptors->front().local_endpoint(ignored).port();
        for (std::size_t i = 0; i < acceptors->size(); ++i)
            m_pending[i].push_back(std::move((*acceptors)[i]));
    }
    return port;
}

void Server::start() {
    m_started = true;
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        m_threads->at(i).post([worker = m_workers[i], acceptors = std::exchange(m_pending[i], {})]() mutable {
            worker->start(std::move(acceptors));
        });
    }
}

template <typename Action>
void Server::onAllWorkers(Action action) {
    for (std::size_t i = 0; i < m_workers.size(); ++i)
        m_threads->at(i).post([worker = m_workers[i], action] { action(*worker); });
}

void Server::setTls(std::shared_ptr<asio::ssl::context> context) {
    onAllWorkers([context](Worker& worker) { worker.setTls(context); });
}

void Server::stopAccepting() {
    onAllWorkers([](Worker& worker) { worker.stopAccepting(); });
}

void Server::drain() {
    onAllWorkers([](Worker& worker) { worker.drain(); });
}

void Server::closeAll() {
    onAllWorkers([](Worker& worker) { worker.closeAll(); });
}

std::uint64_t Server::running() const {
    std::uint64_t sum = 0;
    for (const auto& worker : m_workers)
        sum += std::as_const(*worker).counters().running.value();
    return sum;
}

std::uint64_t Server::open() const {
    return m_shared->open.load(std::memory_order_relaxed);
}

ServerCounters Server::counters() const {
    ServerCounters sum;
    for (const auto& worker : m_workers) {
        const auto& counted = std::as_const(*worker).counters();
        sum.accepted += counted.accepted.value();
        sum.open += counted.open.value();
        sum.running += counted.running.value();
        sum.calls += counted.calls.value();
        sum.left += counted.left.value();
        sum.timedOut += counted.timedOut.value();
        sum.idleClosed += counted.idleClosed.value();
        sum.silentClosed += counted.silentClosed.value();
        sum.writeStalled += counted.writeStalled.value();
        sum.tooManySockets += counted.tooManySockets.value();
        sum.tooManyOfPeer += counted.tooManyOfPeer.value();
        sum.acceptFailed += counted.acceptFailed.value();
        sum.handshakeFailed += counted.handshakeFailed.value();
        sum.idleGaveWay += counted.idleGaveWay.value();
        sum.leastShare = std::min(sum.leastShare, counted.share.load(std::memory_order_relaxed));
        for (std::size_t i = 0; i < refusalCount; ++i)
            sum.refused[i] += counted.refused[i].value();
    }
    return sum;
}

std::uint64_t raiseDescriptorLimit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    if (limit.rlim_cur < limit.rlim_max) {
        rlimit raised = limit;
        raised.rlim_cur = raised.rlim_max;
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return limit.rlim_cur;
}

} // namespace gatehouse::http
