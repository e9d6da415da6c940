// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"
#include "core/http/client/name_service.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::http {

struct UpstreamCounters;

struct NameCacheOptions {
    std::chrono::milliseconds most{300'000};      // the longest that an answer is taken for fresh, whatever its TTL
    std::chrono::milliseconds ofSystem{30'000};   // of an answer of the system's resolver, which tells no TTL
    std::chrono::milliseconds failure{1'000};     // a name that failed is not asked for again at once
    std::chrono::milliseconds stale{3'600'000};   // how old an answer may be used while the name service is gone
    std::chrono::milliseconds staleRetry{5'000};  // and how often that is tried
    std::chrono::milliseconds stalePatience{400}; // how long a call waits for a fresh one when there is an old one
    bool system = true;                           // ask the system's resolver where the name service knows nothing
};

// Names to addresses, kept as long as their TTLs say; one question for all that wait for the same name. While the name
// service does not answer, the last addresses go on being used for a bounded time (RFC 8767). Where it knows nothing of
// a name, or there is no service at all, the system's resolver is asked in Asio's background thread. Lives on its I/O
// thread.
class NameCache {
public:
    using Addresses = std::vector<asio::ip::address>;
    using TimePoint = std::chrono::steady_clock::time_point;

    NameCache(Executor executor, NameCacheOptions options, std::shared_ptr<NameService> service,
              std::shared_ptr<UpstreamCounters> counters);
    ~NameCache();

    // In the order of the resolver (RFC 6724). Errors: Unavailable (upstream_resolve), Timeout
    // (upstream_connect_timeout), Cancelled.
    Task<Result<Addresses>> resolve(std::string host, TimePoint deadline);
    // Nothing is fresh any more; the old answers are there for the time until new ones come.
    void expire();

private:
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
    struct Entry {
        Addresses addresses;
        TimePoint expires;
        TimePoint staleUntil;
        bool stale = false;  // the last question was not answered
        std::string problem; // why
    };
    struct Query {
        bool done = false;
        std::vector<Timer*> waiting;
    };

    std::shared_ptr<Query> ask(const std::string& host);
    void askSystem(const std::string& host);
    void take(const std::string& host, NameAnswer answer);
    bool mayUse(const Entry& entry, TimePoint now) const { return !entry.addresses.empty() && now < entry.staleUntil; }
    Result<Addresses> answerOf(const std::string& host, TimePoint now);

    Executor m_executor;
    NameCacheOptions m_options;
    std::shared_ptr<NameService> m_service;
    std::shared_ptr<UpstreamCounters> m_counters;
    std::map<std::string, Entry, std::less<>> m_entries;
    std::map<std::string, std::shared_ptr<Query>, std::less<>> m_queries;
    TcpResolver m_resolver;
    std::shared_ptr<NameCache*> m_self; // null inside once the cache has gone: for answers that come too late
};

} // namespace gatehouse::http
