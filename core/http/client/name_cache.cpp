// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/name_cache.h"

#include "core/http/client/upstream_core.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace gatehouse::http {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Outcome = NameAnswer::Outcome;

constexpr std::size_t mostEntries = 1024;

NameAnswer answerOfSystem(const boost::system::error_code& code, const TcpResolver::results_type& results,
                          std::chrono::milliseconds lifetime) {
    NameAnswer answer;
    answer.lifetime = std::chrono::ceil<std::chrono::seconds>(lifetime);
    if (code) {
        const bool again = code == asio::error::host_not_found_try_again;
        answer.outcome = again ? Outcome::Unavailable : Outcome::None;
        answer.problem = code.message();
        return answer;
    }
    answer.outcome = Outcome::Found;
    for (const auto& result : results) {
        const auto address = result.endpoint().address();
        if (std::find(answer.addresses.begin(), answer.addresses.end(), address) == answer.addresses.end())
            answer.addresses.push_back(address);
    }
    return answer;
}

} // namespace

NameCache::NameCache(Executor executor, NameCacheOptions options, std::shared_ptr<NameService> service,
                     std::shared_ptr<UpstreamCounters> counters)
    : m_executor(executor), m_options(options), m_service(std::move(service)), m_counters(std::move(counters)),
      m_resolver(executor), m_self(std::make_shared<NameCache*>(this)) {}

NameCache::~NameCache() {
    *m_self = nullptr;
    m_resolver.cancel();
}

void NameCache::expire() {
    const auto now = SteadyClock::now();
    for (auto& [host, entry] : m_entries)
        entry.expires = std::min(entry.expires, now);
}

std::shared_ptr<NameCache::Query> NameCache::ask(const std::string& host) {
    auto& query = m_queries[host];
    if (query)
        return query;
    query = std::make_shared<Query>();
    const auto asked = query;
    m_counters->namesAsked.fetch_add(1, std::memory_order_relaxed);
    if (!m_service) {
        askSystem(host);
        return asked;
    }
    m_service->lookUp(host, [executor = m_executor, self = m_self, host](NameAnswer answer) {
        asio::post(executor, [self, host, answer = std::move(answer)]() mutable {
            if (*self == nullptr)
                return;
            if (answer.askSystem && (*self)->m_options.system)
                (*self)->askSystem(host);
            else
                (*self)->take(host, std::move(answer));
        });
    });
    return asked;
}

void NameCache::askSystem(const std::string& host) {
    m_resolver.async_resolve(
        host, std::string(),
        [self = m_self, host](const boost::system::error_code& code, const TcpResolver::results_type& results) {
            if (*self == nullptr)
                return;
            NameCache& cache = **self;
            cache.take(host, answerOfSystem(code, results, cache.m_options.ofSystem));
        });
}

void NameCache::take(const std::string& host, NameAnswer answer) {
    const auto now = SteadyClock::now();
    if (m_entries.size() >= mostEntries && !m_entries.contains(host))
        m_entries.clear();
    Entry& entry = m_entries[host];
    entry.problem = std::move(answer.problem);
    entry.stale = answer.outcome == Outcome::Unavailable;
    if (answer.outcome == Outcome::Found) {
        entry.addresses = std::move(answer.addresses);
        entry.expires = now + std::min<SteadyClock::duration>(answer.lifetime, m_options.most);
        entry.staleUntil = now + m_options.stale;
    } else if (answer.outcome == Outcome::None) {
        entry.addresses.clear();
        entry.expires = now + m_options.failure;
    } else {
        entry.expires = now + (mayUse(entry, now) ? m_options.staleRetry : m_options.failure);
    }
    const auto query = m_queries.extract(host);
    if (query.empty())
        return;
    query.mapped()->done = true;
    for (Timer* timer : query.mapped()->waiting)
        timer->cancel();
}

Result<NameCache::Addresses> NameCache::answerOf(const std::string& host, TimePoint now) {
    const auto found = m_entries.find(host);
    if (found != m_entries.end() && mayUse(found->second, now)) {
        if (found->second.stale || found->second.expires <= now)
            m_counters->namesStale.fetch_add(1, std::memory_order_relaxed);
        return found->second.addresses;
    }
    const std::string problem = found == m_entries.end() ? "no answer" : found->second.problem;
    return failure(ErrorKind::Unavailable, "upstream_resolve",
                   "The provider's name " + host + " cannot be resolved (" + problem +
                       "). Check the base URL and this machine's name service.");
}

Task<Result<NameCache::Addresses>> NameCache::resolve(std::string host, TimePoint deadline) {
    boost::system::error_code notAnAddress;
    const auto literal = asio::ip::make_address(host, notAnAddress);
    if (!notAnAddress)
        co_return Addresses{literal};
    const auto now = SteadyClock::now();
    const auto found = m_entries.find(host);
    if (found != m_entries.end() && now < found->second.expires) {
        m_counters->namesKnown.fetch_add(1, std::memory_order_relaxed);
        co_return answerOf(host, now);
    }

    const auto self = m_self;
    const bool hasOld = found != m_entries.end() && mayUse(found->second, now);
    const auto query = ask(host);
    Timer timer(m_executor, hasOld ? std::min(deadline, now + m_options.stalePatience) : deadline);
    query->waiting.push_back(&timer);
    const auto [code] = co_await timer.async_wait(asTask);
    std::erase(query->waiting, &timer);
    const bool alive = *self != nullptr;
    if (query->done && alive)
        co_return answerOf(host, now);
    if (code)
        co_return failure(ErrorKind::Cancelled, "upstream_cancelled",
                          "The call was cancelled while its provider's name was looked up.");
    if (hasOld && alive)
        co_return answerOf(host, now);
    co_return failure(ErrorKind::Timeout, "upstream_connect_timeout",
                      "The provider's name " + host + " was not resolved in time. Check this machine's name service.");
}

} // namespace gatehouse::http
