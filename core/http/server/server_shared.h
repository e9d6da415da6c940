// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/server/host_rules.h"
#include "core/http/server/limits.h"
#include "core/http/server/refusal.h"

#include "core/base/ip_network.h"
#include "core/http/server/memory_watch.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace gatehouse {
class Log;
}

namespace gatehouse::http {

// A counter with one writing thread and any number of readers.
class WorkerCounter {
public:
    void add(std::uint64_t count = 1) {
        m_value.store(m_value.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
    }
    void subtract() { m_value.store(m_value.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed); }
    std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_value{0};
};

// What one I/O thread of a listener counts; named in ServerCounters.
struct WorkerCounters {
    WorkerCounter accepted, open, running, calls, left, timedOut, idleClosed, silentClosed, writeStalled,
        tooManySockets, tooManyOfPeer, acceptFailed, handshakeFailed, idleGaveWay;
    std::array<WorkerCounter, refusalCount> refused;
    std::atomic<double> share{1.0}; // of the new calls that this thread takes
};

// Connections by peer address, without a lock: counters that addresses are hashed onto, so many that two busy peers
// hardly ever share one. An IPv6 peer is its /64, which is what one subscriber has.
class PeerTable {
public:
    PeerTable();
    // The counter of that address.
    std::atomic<std::uint32_t>& of(const IpAddress& address);

private:
    static constexpr std::size_t slots = 16'384;
    std::uint64_t m_seed = 0; // so that nobody can aim at another's counter
    std::unique_ptr<std::array<std::atomic<std::uint32_t>, slots>> m_counts;
};

// What the I/O threads of a listener have in common: read-only settings and atomic counters.
struct ServerShared {
    ServerLimits limits;
    HostRules hosts;
    Log* log = nullptr;
    RefusalForm refusals = RefusalForm::OpenAi;
    RefusalWriter refusalWriter;
    std::vector<IpNetwork> trustedProxies;
    std::vector<IpNetwork> proxyPeers;
    bool compression = false;
    bool tls = false;
    bool gated = false;                  // overload and short memory refuse calls
    std::shared_ptr<MemoryWatch> memory; // never null
    std::uint64_t descriptors = 0;       // what the process may have
    std::atomic<std::uint64_t> open{0};  // connections, all threads
    PeerTable peers;
};

} // namespace gatehouse::http
