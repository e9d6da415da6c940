// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/shared_table.h"
#include "core/services/rules.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

// Answers of services that may be given again, by RFC 9111 as far as a rule's `cache` asks for it. An answer belongs to
// one team, and to just the request that the service got.
namespace gatehouse::services {

struct StoredAnswer {
    Digest key{};
    int status = 200;
    Headers headers; // as for the client
    std::string body;
    MonotonicTime storedAt;
    std::chrono::seconds age{0}; // when it was stored
    MonotonicTime until;

    std::size_t weight() const; // what it takes of memory, about
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

// Within a bound of bytes, those that were used longest ago go first. One for the process; any thread.
class AnswerCache {
public:
    explicit AnswerCache(std::size_t most) : m_table(most) {}
    StoredAnswerPtr find(const Digest& key, MonotonicTime now) {
        return m_table.find(key, [now](const StoredAnswer& answer) { return answer.until > now; });
    }
    // What takes more than an eighth of the room is not kept.
    void put(StoredAnswerPtr answer);
    std::uint64_t bytes() const { return m_table.bytes(); }

private:
    SharedTable<StoredAnswer> m_table;
};

} // namespace gatehouse::services
