// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/worker.h"

#include "core/base/log.h"
#include "core/http/server/client_connection.h"
#include "core/http/server/refusal_text.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <exception>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::http {

using boost::system::error_code;

namespace {

// Near the limit of descriptors idle connections are closed first, then new ones are refused; what is left is for the
// calls that run, the admin listener and the store.
constexpr std::uint64_t idleDescriptorShare = 25;     // the last 4 %
constexpr std::uint64_t reservedDescriptorShare = 50; // the last 2 %
constexpr std::uint64_t leastReserve = 32;
constexpr std::size_t idleAtOnce = 16;
// A thread that used so much of a tick, or came so late to it, is watched.
constexpr std::uint64_t busyCpu = 40'000'000; // nanoseconds
constexpr std::chrono::milliseconds busyLateness{5};
constexpr unsigned sampleEvery = 8;
constexpr std::chrono::seconds returnEvery{1};
constexpr std::uint64_t shedShare = 16; // of the running calls, at each tick

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
                           IpAddress peer, std::atomic<std::uint32_t>* peerCount) {
    ClientConnection connection(std::move(worker), std::move(lifeline), std::move(socket), peer, peerCount);
    co_await connection.run();
}

int openSpare() {
    return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

std::uint64_t threadCpu() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(time.tv_nsec);
}

// How long ago the last bytes of the socket came in.
std::chrono::milliseconds timeInKernel(int socket) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return std::chrono::milliseconds(0);
    return std::chrono::milliseconds(info.tcpi_last_data_recv);
}

IpAddress ipAddressOf(const asio::ip::address& address) {
    IpAddress result;
    if (address.is_v6()) {
        result.bytes = address.to_v6().to_bytes();
        return result;
    }
    result.bytes[10] = result.bytes[11] = 0xff;
    const auto bytes = address.to_v4().to_bytes();
    std::copy(bytes.begin(), bytes.end(), result.bytes.begin() + 12);
    return result;
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

Worker::Worker(std::shared_ptr<ServerShared> shared, Executor executor, Handler& handler, const PageGate* pages)
    : m_shared(std::move(shared)), m_executor(executor), m_handler(&handler), m_pages(pages),
      m_gate(m_shared->limits.shedAfter), m_spare(openSpare()) {
    for (auto* list : {&m_active, &m_idle})
        list->linkBefore = list->linkBehind = list;
}

Worker::~Worker() {
    if (m_spare >= 0)
        ::close(m_spare);
}

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
        if (isShortage(error) && !worker->acceptWithSpare(acceptor)) {
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
    watchLoad();
    m_shared->memory->look(m_now);
    if (m_shared->memory->stage() != MemoryStage::Calm && m_now - m_lastReturn >= returnEvery) {
        m_lastReturn = m_now;
        returnFreeMemory();
    }
    if (m_shared->gated && m_shared->memory->stage() == MemoryStage::Shedding)
        shedNewest();
    forEach(m_active, [this](ClientConnection& connection) { connection.tick(m_now); });
    for (auto* link = m_idle.linkBehind; link != &m_idle;) {
        auto& connection = static_cast<ClientConnection&>(*link);
        link = link->linkBehind;
        if (!connection.needsTick(m_now))
            break; // the others' deadlines are later
        connection.tick(m_now);
    }
}

Refusal Worker::admit(const IpAddress& peer, int descriptor, std::atomic<std::uint32_t>*& peerCount) {
    // Descriptors are given out lowest first: this one's number says how many there are at least.
    const auto number = static_cast<std::uint64_t>(descriptor);
    const auto limit = m_shared->descriptors;
    if (number >= limit - limit / idleDescriptorShare)
        closeIdle(idleAtOnce);
    const auto reserve =
        m_shared->gated ? std::max(limit / reservedDescriptorShare, leastReserve) : std::uint64_t{leastReserve / 2};
    if (number + reserve >= limit)
        return Refusal::TooFewDescriptors;
    if (m_shared->open.fetch_add(1, std::memory_order_relaxed) >= m_shared->limits.connections) {
        m_shared->open.fetch_sub(1, std::memory_order_relaxed);
        m_counters.tooManySockets.add();
        closeIdle(idleAtOnce);
        return Refusal::TooManyConnections;
    }
    peerCount = countPeer(peer);
    if (peerCount != nullptr)
        return Refusal::None;
    m_shared->open.fetch_sub(1, std::memory_order_relaxed);
    m_counters.tooManyOfPeer.add();
    return Refusal::TooManyOfAddress;
}

std::atomic<std::uint32_t>* Worker::countPeer(const IpAddress& address) {
    auto& count = m_shared->peers.of(address);
    const auto before = count.fetch_add(1, std::memory_order_relaxed);
    const auto& shared = *m_shared;
    if (before < shared.limits.connectionsPerAddress || address.isLoopback() ||
        containsAddress(shared.proxyPeers, address) || containsAddress(shared.trustedProxies, address))
        return &count;
    count.fetch_sub(1, std::memory_order_relaxed);
    return nullptr;
}

void Worker::take(TcpSocket socket, const asio::ip::tcp::endpoint& peer) {
    noteWork();
    const auto address = ipAddressOf(peer.address());
    std::atomic<std::uint32_t>* peerCount = nullptr;
    if (const auto refusal = admit(address, socket.native_handle(), peerCount); refusal != Refusal::None) {
        turnAway(std::move(socket), refusal);
        return;
    }
    m_counters.accepted.add();
    auto lifeline = std::make_shared<Lifeline>();
    auto slot = lifeline->signal.slot();
    Ended ended{lifeline, m_shared->log};
    asio::co_spawn(m_executor,
                   serveConnection(shared_from_this(), std::move(lifeline), std::move(socket), address, peerCount),
                   asio::bind_cancellation_slot(slot, std::move(ended)));
}

void Worker::turnAway(TcpSocket socket, Refusal refusal) {
    m_counters.refused[static_cast<std::size_t>(refusal)].add();
    if (m_shared->tls)
        return; // it closes here; an answer would take a handshake
    const auto answer = plainRefusal(refusal, m_shared->refusals, m_dates, m_requestIds);
    (void)::send(socket.native_handle(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    // What has been sent to us already is read: bytes left unread would turn the close into a reset, which may take
    // the answer with it.
    (void)::shutdown(socket.native_handle(), SHUT_WR);
    std::array<char, 4096> nobodyReads; // NOLINT: left as it is, on purpose
    (void)::recv(socket.native_handle(), nobodyReads.data(), nobodyReads.size(), MSG_DONTWAIT);
}

// Without a free descriptor the connection would wait in the queue, and the listener would be told of it for ever.
bool Worker::acceptWithSpare(TcpAcceptor& acceptor) {
    if (m_spare < 0)
        return false;
    ::close(std::exchange(m_spare, -1));
    error_code error;
    TcpSocket socket(m_executor);
    acceptor.non_blocking(true, error);
    acceptor.accept(socket, error);
    const bool accepted = !error;
    if (accepted) {
        closeIdle(idleAtOnce);
        turnAway(std::move(socket), Refusal::TooFewDescriptors);
    }
    socket.close(error);
    m_spare = openSpare();
    return accepted;
}

void Worker::closeIdle(std::size_t most) {
    for (auto* link = m_idle.linkBehind; link != &m_idle && most > 0; --most) {
        auto* next = link->linkBehind;
        static_cast<ClientConnection&>(*link).closeIfIdle();
        m_counters.idleGaveWay.add();
        link = next;
    }
}

// ---- load ----------------------------------------------------------------------------------------------------------

// A probe is a handler that stands behind all that the loop had to do when it was posted. Where nothing was done
// between two of them, the loop was empty. It runs only while the thread is busy: an idle one must be able to sleep.
void Worker::watchLoad() {
    const auto cpu = threadCpu();
    const auto used = cpu - std::exchange(m_cpuAtTick, cpu);
    const auto late = m_now - std::exchange(m_lastTick, m_now) - tickLength;
    m_watchful = m_shared->gated && m_shared->limits.shedAfter.count() > 0 &&
                 (used >= busyCpu || late >= busyLateness || !m_gate.isOpen());
    if (!m_probing && !m_gate.isOpen()) {
        m_gate.emptied(m_now);
        m_gate.wentRound(m_now);
        m_counters.share.store(m_gate.share(), std::memory_order_relaxed);
    }
}

void Worker::startProbe() {
    m_probing = true;
    m_workAtProbe = m_work;
    m_gate.emptied(std::chrono::steady_clock::now());
    asio::post(m_executor, [self = shared_from_this()] { self->probe(); });
}

void Worker::probe() {
    const auto now = std::chrono::steady_clock::now();
    const bool nothingDone = m_work == std::exchange(m_workAtProbe, m_work);
    if (nothingDone)
        m_gate.emptied(now);
    m_gate.wentRound(now);
    m_counters.share.store(m_gate.share(), std::memory_order_relaxed);
    if (nothingDone || m_stopping) {
        m_probing = false;
        return;
    }
    asio::post(m_executor, [self = shared_from_this()] { self->probe(); });
}

Refusal Worker::judgeCall(const RequestHead& head, int socket) {
    if (!m_shared->gated || head.path == "/healthz" || head.path == "/readyz")
        return Refusal::None;
    if (m_shared->memory->stage() >= MemoryStage::EssentialOnly)
        return Refusal::Memory;
    if (!m_probing)
        return Refusal::None;
    if (++m_sample % sampleEvery == 0 && m_gate.isCurious(std::chrono::steady_clock::now()))
        m_gate.waited(timeInKernel(socket));
    return m_gate.admit() ? Refusal::None : Refusal::Overloaded;
}

bool Worker::takesStreams() const {
    return !m_shared->gated || m_shared->memory->stage() < MemoryStage::NoStreams;
}

void Worker::shedNewest() {
    auto left = m_counters.running.value() / shedShare + 1;
    // Who came last stands last.
    for (auto* link = m_active.linkBefore; link != &m_active && left > 0;) {
        auto& connection = static_cast<ClientConnection&>(*link);
        link = link->linkBefore; // before: shedding may end the connection
        if (connection.shed())
            --left;
    }
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
