// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/name_cache.h"

#include <algorithm>
#include <utility>

namespace gatehouse::http {
namespace {

using SteadyClock = std::chrono::steady_clock;
// A name that failed is not asked for again at once: the resolver has one thread, and every call would queue there.
constexpr auto failureLifetime = std::chrono::seconds(1);
constexpr std::size_t mostEntries = 1024;

} // namespace

NameCache::NameCache(Executor executor, std::chrono::milliseconds lifetime)
    : m_executor(executor), m_lifetime(lifetime), m_resolver(executor), m_self(std::make_shared<NameCache*>(this)) {}

NameCache::~NameCache() {
    *m_self = nullptr;
    m_resolver.cancel();
}

std::shared_ptr<NameCache::Query> NameCache::ask(const std::string& host) {
    auto& query = m_queries[host];
    if (query)
        return query;
    query = std::make_shared<Query>();
    m_resolver.async_resolve(host, std::string(),
                             [self = m_self, query = query, host](const boost::system::error_code& code,
                                                                  const TcpResolver::results_type& results) {
                                 query->done = true;
                                 if (*self != nullptr) {
                                     NameCache& cache = **self;
                                     if (cache.m_entries.size() >= mostEntries)
                                         cache.m_entries.clear();
                                     Entry& entry = cache.m_entries[host];
                                     entry.problem = code ? code.message() : std::string();
                                     if (!code) {
                                         entry.addresses.clear();
                                         for (const auto& result : results) {
                                             const auto address = result.endpoint().address();
                                             if (std::find(entry.addresses.begin(), entry.addresses.end(), address) ==
                                                 entry.addresses.end())
                                                 entry.addresses.push_back(address);
                                         }
                                     }
                                     entry.expires = SteadyClock::now() + (code ? failureLifetime : cache.m_lifetime);
                                     cache.m_queries.erase(host);
                                 }
                                 for (Timer* timer : query->waiting)
                                     timer->cancel();
                             });
    return query;
}

Result<NameCache::Addresses> NameCache::answerOf(const std::string& host) const {
    const auto found = m_entries.find(host);
    if (found != m_entries.end() && !found->second.addresses.empty())
        return found->second.addresses;
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
    const auto found = m_entries.find(host);
    if (found != m_entries.end() && SteadyClock::now() < found->second.expires)
        co_return answerOf(host);

    const auto self = m_self;
    const auto query = ask(host);
    Timer timer(m_executor, deadline);
    query->waiting.push_back(&timer);
    const auto [code] = co_await timer.async_wait(asTask);
    std::erase(query->waiting, &timer);
    if (query->done && *self != nullptr)
        co_return answerOf(host);
    if (code)
        co_return failure(ErrorKind::Cancelled, "upstream_cancelled",
                          "The call was cancelled while its provider's name was looked up.");
    co_return failure(ErrorKind::Timeout, "upstream_connect_timeout",
                      "The provider's name " + host + " was not resolved in time. Check this machine's name service.");
}

} // namespace gatehouse::http
