// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/watchdog.h"
#include "core/base/result.h"
#include "core/http/client/address_guard.h"
#include "core/http/client/content_decoder.h"
#include "core/http/client/name_cache.h"
#include "core/http/client/sleep_watch.h"
#include "core/http/upstream.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::http {

class TlsTrust;
struct UpstreamCore;
using TlsTrustPtr = std::shared_ptr<const TlsTrust>;

// Whom the client believes, made once before the I/O threads start and shared by them. TLS 1.2 at least; there is no
// way to leave the check of certificate or host name out.
// Errors: Unavailable (upstream_tls_setup).
Result<TlsTrustPtr> trustSystemRoots();
// Also the roots of a PEM text: for tests and for a company's own authority.
Result<TlsTrustPtr> trustSystemRootsAnd(std::string_view pem);

// Why an attempt failed: the codes of upstream.h as a table for counters.
enum class UpstreamFailure {
    Resolve,
    Address, // of a kind that is never connected to
    Connect,
    ConnectTimeout,
    Proxy,
    Tls,
    Reset,
    Protocol,
    TooLarge, // grew beyond all measure when it was decompressed
    FirstByteTimeout,
    IdleTimeout,
    Cancelled,
    Request, // refused before anything was sent
    Count
};
std::string_view codeOf(UpstreamFailure failure); // "upstream_connect"

// Shared by the upstreams of all I/O threads.
struct UpstreamCounters {
    std::atomic<std::uint64_t> opened{0};       // connections that came to stand
    std::atomic<std::uint64_t> reused{0};       // calls served by a pooled connection
    std::atomic<std::uint64_t> staleRetried{0}; // calls sent again because a pooled connection was dead
    std::atomic<std::uint64_t> tlsResumed{0};   // handshakes cut short by an earlier session
    std::atomic<std::uint64_t> decodedBytes{0}; // that came out of compressed answers
    std::atomic<std::uint64_t> namesAsked{0};   // of the name service
    std::atomic<std::uint64_t> namesKnown{0};   // names answered from the cache
    std::atomic<std::uint64_t> namesStale{0};   // answered with old addresses, since the name service did not answer
    std::atomic<std::uint64_t> poolsEmptied{0}; // because the network changed or the machine slept
    std::atomic<std::int64_t> openNow{0};
    std::atomic<std::int64_t> idleNow{0};
    std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(UpstreamFailure::Count)> failures{};
};

struct HttpUpstreamOptions {
    std::size_t idlePerEndpoint = 64;
    std::size_t idleInAll = 512;
    std::chrono::milliseconds idleTimeout{60'000};
    NameCacheOptions names;
    std::shared_ptr<NameService> nameService;             // null: the system's resolver alone
    AddressGuard guard = guardUsually;                    // of the host that is asked for
    std::chrono::milliseconds badAddressLifetime{60'000}; // how long a failed address is tried last
    std::size_t headBytes = std::size_t{64} * 1024;
    std::size_t headFields = 100;
    std::size_t interimAnswers = 8; // 1xx before the answer
    DecodeLimits decoding;
    SleepWatch::Clock timeAsleep; // for tests; null: the system's clocks
};

// HTTP/1.1 to providers, plain and TLS, over pooled connections. One per I/O thread; lives on it, and must outlive its
// calls and open() in progress. Errors as upstream.h says; Invalid (upstream_request) when the request holds what must
// not be sent.
//
// A body without framing ends when the provider closes: over TLS only a close_notify is taken for the end, over plain
// TCP an orderly FIN. Redirects are answers like any other: they are never followed.
class HttpUpstream final : public Upstream {
public:
    HttpUpstream(Executor executor, Watchdog& watchdog, TlsTrustPtr trust, std::shared_ptr<UpstreamCounters> counters,
                 HttpUpstreamOptions options = {});
    ~HttpUpstream() override;

    Task<Result<std::unique_ptr<UpstreamCall>>> open(UpstreamRequest request) override;
    // Closes every idle connection: on drain, or when certificates or name service have changed.
    void closeIdle();
    // The machine has another address or route: connections and names from before are not used again. What waits on a
    // connection from an address that has gone ends with upstream_reset. That the machine has slept is noticed at the
    // next call without being told.
    void networkChanged();

private:
    std::shared_ptr<UpstreamCore> m_core; // shared with the calls
};

} // namespace gatehouse::http
