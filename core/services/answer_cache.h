// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/services/rules.h"

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

// Answers of services that may be given again, by RFC 9111 as far as a rule's `cache` asks for it. An answer belongs to
// one team, and to just the request that the service got.
namespace gatehouse::services {

struct StoredAnswer {
    int status = 200;
    Headers headers; // as for the client
    std::string body;
    MonotonicTime storedAt;
    std::chrono::seconds age{0}; // when it was stored
    MonotonicTime until;
};
using StoredAnswerPtr = std::shared_ptr<const StoredAnswer>;

// May this call be answered from the cache, or its answer be kept? "Look": only the second (Cache-Control: no-cache).
enum class CacheUse { No, KeepOnly, Yes };
CacheUse cacheUse(const Rule& rule, const Asked& asked);

// Of team, service, request as it is sent and what it varies by.
Digest cacheKey(const Service& service, const Rule& rule, const Asked& asked, const Outgoing& out);

// How long the service's answer may be given again; nothing: not at all.
std::optional<std::chrono::seconds> freshFor(const Rule& rule, int status, const HeaderViews& service, WallMicros now);
std::chrono::seconds ageOf(const HeaderViews& service);

// Does the client have these bytes already (If-None-Match, RFC 9110 §13.1.2)?
bool hasAlready(const Asked& asked, const StoredAnswer& stored);

// Bounded by bytes, the least recently used go first. One per I/O thread, on that thread.
class AnswerCache {
public:
    explicit AnswerCache(std::size_t most) : m_most(most) {}
    StoredAnswerPtr find(const Digest& key, MonotonicTime now);
    // What takes more than an eighth of the room is not kept.
    void put(const Digest& key, StoredAnswerPtr answer);
    std::size_t bytes() const { return m_bytes; }
    std::size_t size() const { return m_entries.size(); }

private:
    struct Entry {
        StoredAnswerPtr answer;
        std::size_t bytes = 0;
        std::list<Digest>::iterator place;
    };
    void drop(std::unordered_map<Digest, Entry, DigestHash>::iterator entry);

    std::size_t m_most;
    std::size_t m_bytes = 0;
    std::list<Digest> m_order; // the most recently used first
    std::unordered_map<Digest, Entry, DigestHash> m_entries;
};

} // namespace gatehouse::services
