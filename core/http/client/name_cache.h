// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::http {

// Names to addresses, asked of the system's resolver in Asio's background thread and kept for a while; one question for
// all that wait for the same name. When a name cannot be resolved any more, its last addresses go on being used.
// Lives on its I/O thread.
class NameCache {
public:
    using Addresses = std::vector<asio::ip::address>;
    using TimePoint = std::chrono::steady_clock::time_point;

    NameCache(Executor executor, std::chrono::milliseconds lifetime);
    ~NameCache();

    // In the order of the resolver (RFC 6724). Errors: Unavailable (upstream_resolve), Timeout
    // (upstream_connect_timeout), Cancelled.
    Task<Result<Addresses>> resolve(std::string host, TimePoint deadline);
    void forget() { m_entries.clear(); }

private:
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
    struct Entry {
        Addresses addresses;
        TimePoint expires;
        std::string problem; // why the last question failed
    };
    struct Query {
        bool done = false;
        std::vector<Timer*> waiting;
    };

    std::shared_ptr<Query> ask(const std::string& host);
    Result<Addresses> answerOf(const std::string& host) const;

    Executor m_executor;
    std::chrono::milliseconds m_lifetime;
    std::map<std::string, Entry, std::less<>> m_entries;
    std::map<std::string, std::shared_ptr<Query>, std::less<>> m_queries;
    TcpResolver m_resolver;
    std::shared_ptr<NameCache*> m_self; // null inside once the cache has gone: for answers that come too late
};

} // namespace gatehouse::http
