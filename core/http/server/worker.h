// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/http/exchange.h"
#include "core/http/server/answer_head.h"
#include "core/http/server/input_buffer.h"
#include "core/http/server/load_gate.h"
#include "core/http/server/page_gate.h"
#include "core/http/server/refusal.h"
#include "core/http/server/request_id.h"
#include "core/http/server/server_shared.h"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace gatehouse::http {

class ClientConnection;

using SteadyTimer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

// Places of a connection in the worker's lists.
struct ConnectionLink {
    ConnectionLink* linkBefore = nullptr;
    ConnectionLink* linkBehind = nullptr;
};

// One I/O thread's part of a listener: accepts, holds what its connections share, and watches their deadlines with one
// coarse tick. Lives on that thread; kept alive by its coroutines.
class Worker : public std::enable_shared_from_this<Worker> {
public:
    // The spare descriptor is opened here.
    Worker(std::shared_ptr<ServerShared> shared, Executor executor, Handler& handler, const PageGate* pages);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // On the I/O thread.
    void start(std::vector<TcpAcceptor> acceptors);
    void setTls(std::shared_ptr<asio::ssl::context> context) { m_tls = std::move(context); }
    void stopAccepting();
    void drain();
    void closeAll();

    // For the connections.
    const ServerShared& shared() const { return *m_shared; }
    const ServerLimits& limits() const { return m_shared->limits; }
    WorkerCounters& counters() { return m_counters; }
    const WorkerCounters& counters() const { return m_counters; }
    BlockPool& blocks() { return m_blocks; }
    RequestIds& requestIds() { return m_requestIds; }
    DateCache& dates() { return m_dates; }
    Handler& handler() { return *m_handler; }
    const PageGate* pages() const { return m_pages; }
    Executor executor() const { return m_executor; }
    const std::shared_ptr<asio::ssl::context>& tls() const { return m_tls; }
    bool draining() const { return m_draining; }
    // The time of the last tick: at most a tenth of a second old while a connection stands.
    std::chrono::steady_clock::time_point now() const { return m_now; }

    // Something was read, written or accepted: the thread is not idle.
    void noteWork() {
        ++m_work;
        if (m_watchful && !m_probing)
            startProbe();
    }
    // May this call go on? The socket tells how long it lay there.
    Refusal judgeCall(const RequestHead& head, int socket);
    bool takesStreams() const;
    // The counter of that address, counted up; nullptr where it has too many.
    std::atomic<std::uint32_t>* countPeer(const IpAddress& address);
    MemoryWatch& memory() { return *m_shared->memory; }

    // A connection is active (looked at every tick) or idle (waiting for a request; those with the next deadline stand
    // first, so that thousands of them cost nothing).
    void add(ClientConnection& connection);
    void remove(ClientConnection& connection);
    void moveToIdle(ClientConnection& connection);
    void moveToActive(ClientConnection& connection);

private:
    friend Task<void> acceptConnections(std::shared_ptr<Worker> worker, TcpAcceptor acceptor);
    friend Task<void> keepTime(std::shared_ptr<Worker> worker);

    Refusal admit(const IpAddress& peer, int descriptor, std::atomic<std::uint32_t>*& peerCount);
    void take(TcpSocket socket, const asio::ip::tcp::endpoint& peer);
    // Says why, as far as that goes without waiting, and closes.
    void turnAway(TcpSocket socket, Refusal refusal);
    bool acceptWithSpare(TcpAcceptor& acceptor);
    void closeIdle(std::size_t most);
    void tick();
    void watchLoad();
    void startProbe();
    void probe();
    void shedNewest();
    template <typename Visit>
    void forEach(ConnectionLink& list, Visit visit);

    static constexpr std::chrono::milliseconds tickLength{100};

    std::shared_ptr<ServerShared> m_shared;
    Executor m_executor;
    Handler* m_handler;
    const PageGate* m_pages; // null: none
    std::shared_ptr<asio::ssl::context> m_tls;
    WorkerCounters m_counters;
    BlockPool m_blocks;
    RequestIds m_requestIds;
    DateCache m_dates;
    ConnectionLink m_active; // heads of circular lists
    ConnectionLink m_idle;
    std::vector<TcpAcceptor*> m_acceptors; // in the frames of their coroutines
    SteadyTimer* m_timer = nullptr;        // in the frame of keepTime()
    std::chrono::steady_clock::time_point m_now = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_lastTick = m_now;
    LoadGate m_gate;
    std::chrono::steady_clock::time_point m_lastReturn{};
    std::uint64_t m_work = 0;
    std::uint64_t m_workAtProbe = 0;
    std::uint64_t m_cpuAtTick = 0; // of this thread, in nanoseconds
    unsigned m_sample = 0;
    bool m_watchful = false; // busy enough to look closer
    bool m_probing = false;
    int m_spare = -1; // a descriptor to give up, so that a connection can be taken and told why it is refused
    bool m_stopping = false;
    bool m_draining = false;
};

} // namespace gatehouse::http
