// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/worker.h"

#include "core/base/log.h"
#include "core/http/server/client_connection.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>

namespace gatehouse::http {

using boost::system::error_code;

namespace {

void unlink(ConnectionLink& link) {
    link.linkBefore->linkBehind = link.linkBehind;
    link.linkBehind->linkBefore = link.linkBefore;
    link.linkBefore = link.linkBehind = nullptr;
}

// At the end of the circular list with that head.
void append(ConnectionLink& list, ConnectionLink& link) {
    link.linkBefore = list.linkBefore;
    link.linkBehind = &list;
    list.linkBefore->linkBehind = &link;
    list.linkBefore = &link;
}

bool isShortage(const error_code& error) {
    return error == asio::error::no_descriptors || error == asio::error::no_buffer_space ||
           error == asio::error::no_memory || error == boost::system::errc::too_many_files_open_in_system;
}

Task<void> serveConnection(std::shared_ptr<Worker> worker, std::shared_ptr<Lifeline> lifeline, TcpSocket socket,
                           asio::ip::tcp::endpoint peer, std::atomic<std::uint32_t>* peerCount) {
    ClientConnection connection(std::move(worker), std::move(lifeline), std::move(socket), peer, peerCount);
    co_await connection.run();
}

// Keeps the signal until the coroutine and everything bound to it have gone.
struct Ended {
    std::shared_ptr<Lifeline> lifeline;
    Log* log;
    void operator()(const std::exception_ptr& failed) const {
        if (!failed || log == nullptr)
            return;
        try {
            std::rethrow_exception(failed);
        } catch (const std::exception& exception) {
            log->error("http.connection_failed", {{"what", exception.what()}});
        } catch (...) {
            log->error("http.connection_failed");
        }
    }
};

// Registers an object of a coroutine's frame with the worker for as long as the frame lives.
template <typename Leave>
struct OnLeaving {
    Leave leave;
    ~OnLeaving() { leave(); }
};

} // namespace

Worker::Worker(std::shared_ptr<ServerShared> shared, Executor executor, Handler& handler)
    : m_shared(std::move(shared)), m_executor(executor), m_handler(&handler) {
    for (auto* list : {&m_active, &m_idle})
        list->linkBefore = list->linkBehind = list;
}

Worker::~Worker() = default;

Task<void> acceptConnections(std::shared_ptr<Worker> worker, TcpAcceptor acceptor) {
    co_await asio::this_coro::throw_if_cancelled(false);
    worker->m_acceptors.push_back(&acceptor);
    const auto leave = [&] { std::erase(worker->m_acceptors, &acceptor); };
    const OnLeaving<decltype(leave)> registered{leave};
    SteadyTimer pause(worker->m_executor);
    asio::ip::tcp::endpoint peer;
    while (!worker->m_stopping) {
        auto [error, socket] = co_await acceptor.async_accept(peer, asTask);
        if (!error) {
            worker->take(std::move(socket), peer);
            continue;
        }
        if (error == asio::error::operation_aborted || worker->m_stopping)
            continue;
        worker->m_counters.acceptFailed.add();
        if (isShortage(error)) {
            // The connection stays in the queue; at once it would fail again.
            pause.expires_after(Worker::tickLength);
            co_await pause.async_wait(asTask);
        }
    }
    // Who has connected before the end was said is still served.
    error_code error;
    acceptor.non_blocking(true, error);
    while (!error) {
        TcpSocket socket(worker->m_executor);
        acceptor.accept(socket, peer, error);
        if (!error)
            worker->take(std::move(socket), peer);
    }
}

Task<void> keepTime(std::shared_ptr<Worker> worker) {
    co_await asio::this_coro::throw_if_cancelled(false);
    SteadyTimer timer(worker->m_executor);
    worker->m_timer = &timer;
    const auto leave = [&] { worker->m_timer = nullptr; };
    const OnLeaving<decltype(leave)> registered{leave};
    while (!worker->m_stopping || worker->m_counters.open.value() > 0) {
        // Without connections there is nothing to watch, and the machine may sleep; add() wakes the timer.
        if (worker->m_counters.open.value() > 0)
            timer.expires_after(Worker::tickLength);
        else
            timer.expires_at(SteadyTimer::time_point::max());
        co_await timer.async_wait(asTask);
        worker->tick();
    }
}

void Worker::start(std::vector<TcpAcceptor> acceptors) {
    asio::co_spawn(m_executor, keepTime(shared_from_this()), asio::detached);
    for (auto& acceptor : acceptors)
        asio::co_spawn(m_executor, acceptConnections(shared_from_this(), std::move(acceptor)), asio::detached);
}

void Worker::stopAccepting() {
    m_stopping = true;
    for (auto* acceptor : m_acceptors) {
        error_code ignored;
        acceptor->cancel(ignored);
    }
    if (m_timer != nullptr)
        m_timer->cancel();
}

void Worker::drain() {
    stopAccepting();
    m_draining = true;
    forEach(m_active, [](ClientConnection& connection) { connection.closeIfIdle(); });
    forEach(m_idle, [](ClientConnection& connection) { connection.closeIfIdle(); });
}

void Worker::closeAll() {
    stopAccepting();
    m_draining = true;
    forEach(m_active, [](ClientConnection& connection) { connection.end(); });
    forEach(m_idle, [](ClientConnection& connection) { connection.end(); });
}

template <typename Visit>
void Worker::forEach(ConnectionLink& list, Visit visit) {
    for (auto* link = list.linkBehind; link != &list;) {
        auto* next = link->linkBehind; // visiting may end the connection
        visit(static_cast<ClientConnection&>(*link));
        link = next;
    }
}

void Worker::tick() {
    m_now = std::chrono::steady_clock::now();
    forEach(m_active, [this](ClientConnection& connection) { connection.tick(m_now); });
    for (auto* link = m_idle.linkBehind; link != &m_idle;) {
        auto& connection = static_cast<ClientConnection&>(*link);
        link = link->linkBehind;
        if (!connection.needsTick(m_now))
            break; // the others' deadlines are later
        connection.tick(m_now);
    }
}

bool Worker::admit(const asio::ip::tcp::endpoint& peer, std::atomic<std::uint32_t>& peerCount) {
    if (m_shared->open.fetch_add(1, std::memory_order_relaxed) >= m_shared->limits.connections) {
        m_shared->open.fetch_sub(1, std::memory_order_relaxed);
        m_counters.tooManySockets.add();
        return false;
    }
    const auto ofPeer = peerCount.fetch_add(1, std::memory_order_relaxed);
    if (ofPeer >= m_shared->limits.connectionsPerAddress && !peer.address().is_loopback()) {
        peerCount.fetch_sub(1, std::memory_order_relaxed);
        m_shared->open.fetch_sub(1, std::memory_order_relaxed);
        m_counters.tooManyOfPeer.add();
        return false;
    }
    return true;
}

void Worker::take(TcpSocket socket, const asio::ip::tcp::endpoint& peer) {
    auto& peerCount = m_shared->peers.of(peer.address());
    if (!admit(peer, peerCount))
        return; // the socket closes here
    m_counters.accepted.add();
    auto lifeline = std::make_shared<Lifeline>();
    auto slot = lifeline->signal.slot();
    Ended ended{lifeline, m_shared->log};
    asio::co_spawn(m_executor,
                   serveConnection(shared_from_this(), std::move(lifeline), std::move(socket), peer, &peerCount),
                   asio::bind_cancellation_slot(slot, std::move(ended)));
}

void Worker::add(ClientConnection& connection) {
    m_counters.open.add();
    if (m_counters.open.value() == 1) {
        m_now = std::chrono::steady_clock::now();
        if (m_timer != nullptr)
            m_timer->cancel();
    }
    append(m_active, connection);
}

void Worker::remove(ClientConnection& connection) {
    unlink(connection);
    m_counters.open.subtract();
    m_shared->open.fetch_sub(1, std::memory_order_relaxed);
    if (m_stopping && m_counters.open.value() == 0 && m_timer != nullptr)
        m_timer->cancel();
}

void Worker::moveToIdle(ClientConnection& connection) {
    unlink(connection);
    append(m_idle, connection);
}

void Worker::moveToActive(ClientConnection& connection) {
    unlink(connection);
    append(m_active, connection);
}

} // namespace gatehouse::http
