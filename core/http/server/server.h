// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/io_threads.h"
#include "core/base/ip_network.h"
#include "core/base/result.h"
#include "core/http/exchange.h"
#include "core/http/server/host_rules.h"
#include "core/http/server/limits.h"
#include "core/http/server/memory_watch.h"
#include "core/http/server/page_gate.h"
#include "core/http/server/refusal.h"

#include <boost/asio/ssl/context.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse {
class Log;
}

namespace gatehouse::http {

struct ServerOptions {
    ServerLimits limits;
    HostRules hosts;
    // Given: the listener speaks TLS only. Exchangeable later with setTls().
    std::shared_ptr<asio::ssl::context> tls;
    RefusalForm refusals = RefusalForm::OpenAi;
    // For requests that are refused because of what they ask or when they come; empty: as `refusals` says.
    RefusalWriter refusalWriter;
    // Peers that begin their connections with a PROXY protocol header, and must; peers whose Forwarded and
    // X-Forwarded-For say who the client is.
    std::vector<IpNetwork> proxyPeers;
    std::vector<IpNetwork> trustedProxies;
    // One for each I/O thread, in their order; empty: pages of other sites get nowhere. They outlive the server.
    std::vector<const PageGate*> pageGates;
    bool compression = false; // of whole answers, for clients that ask
    // Under load and short of memory calls are refused, all but /healthz and /readyz.
    bool gated = false;
    std::shared_ptr<MemoryWatch> memory; // may be shared by listeners; null: no watch
    Log* log = nullptr;                  // failures of handlers and of accepting; may be null
};

// What a listener has counted since its start, summed over its threads. For /metrics.
struct ServerCounters {
    std::uint64_t accepted = 0;
    std::uint64_t open = 0;            // connections now
    std::uint64_t running = 0;         // calls now
    std::uint64_t calls = 0;           // heads passed on to the handler
    std::uint64_t left = 0;            // clients that went before their answer was whole
    std::uint64_t timedOut = 0;        // deadlines of handlers that passed
    std::uint64_t idleClosed = 0;      // kept connections closed for want of a request
    std::uint64_t silentClosed = 0;    // connections that never sent a whole head and went, or said nothing
    std::uint64_t writeStalled = 0;    // clients that took no byte of their answer
    std::uint64_t tooManySockets = 0;  // closed at once: limits.connections
    std::uint64_t tooManyOfPeer = 0;   // closed at once: limits.connectionsPerAddress
    std::uint64_t acceptFailed = 0;    // accept() errors, descriptors run out among them
    std::uint64_t handshakeFailed = 0; // TLS
    std::uint64_t idleGaveWay = 0;     // kept connections closed because descriptors or sockets ran out
    double leastShare = 1.0;           // of the new calls that the busiest thread takes
    std::array<std::uint64_t, refusalCount> refused{}; // by Refusal; infoOf() names them
};

struct ServerShared;
class Worker;

// A listener over all I/O threads: each accepts on its own socket (SO_REUSEPORT, set only after a plain bind has shown
// the port to be free, so that a second process cannot share the port unseen) and serves what it accepted.
//
// Methods may be called from any thread but the I/O threads, one at a time. Order: construct, listen() once or more,
// start(). To end: drain() or closeAll(), wait for idle (open() == 0), stop the I/O threads, destroy. Handlers outlive
// all of it.
class Server {
public:
    // One handler for each I/O thread, in their order; the same one may stand several times.
    Server(IoThreads& threads, std::vector<Handler*> handlers, ServerOptions options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Binds and listens; connections wait until start(). host: an address or a name, of which every address is taken
    // ("localhost": both families; "::" takes IPv4 too). Port 0 picks a free one, the same for all. Answers the port.
    // Errors: code "cannot_bind" (exit code 4) says which address and why, "bad_listen_address".
    Result<std::uint16_t> listen(const std::string& host, std::uint16_t port);
    // The I/O threads must run.
    void start();

    // New handshakes use it; connections that stand keep theirs. Not for turning a plain listener into a TLS one.
    void setTls(std::shared_ptr<asio::ssl::context> context);

    // Closes the listening sockets; what is connected goes on.
    void stopAccepting();
    // stopAccepting(), closes kept connections without a request, and lets running calls end: their answers say
    // Connection: close.
    void drain();
    // Ends everything now: calls are cancelled as if their clients had left.
    void closeAll();

    std::uint64_t running() const; // calls
    std::uint64_t open() const;    // connections
    ServerCounters counters() const;

private:
    template <typename Action>
    void onAllWorkers(Action action);

    IoThreads* m_threads;
    std::shared_ptr<ServerShared> m_shared;
    std::vector<std::shared_ptr<Worker>> m_workers;
    std::vector<std::vector<TcpAcceptor>> m_pending; // by worker: bound, not yet accepting
    bool m_started = false;
};

// Lifts the soft limit of open descriptors to the hard one and answers it. Call once at start.
std::uint64_t raiseDescriptorLimit();

} // namespace gatehouse::http
