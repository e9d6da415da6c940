// SPDX-License-Identifier: Apache-2.0
#include "core/routing/response_homes.h"

#include <functional>

namespace gatehouse::routing {
namespace {

constexpr std::chrono::hours kept{24 * 30};
constexpr std::size_t longestId = 256;

// Ids of applications hold no line end.
std::string keyOf(std::string_view app, std::string_view id) {
    std::string key(app);
    key += '\n';
    key += id;
    return key;
}

} // namespace

ResponseHomes::Shard& ResponseHomes::shardOf(const std::string& key) {
    return m_shards[std::hash<std::string>()(key) % shardCount];
}

void ResponseHomes::remember(std::string_view app, std::string_view id, std::string_view provider, MonotonicTime now) {
    if (id.empty() || id.size() > longestId)
        return;
    Entry entry{keyOf(app, id), std::string(provider), now + kept};
    Shard& shard = shardOf(entry.key);
    const std::lock_guard lock(shard.mutex);
    if (const auto known = shard.byKey.find(entry.key); known != shard.byKey.end()) {
        const auto at = known->second;
        shard.byKey.erase(known);
        shard.entries.erase(at);
    }
    shard.entries.push_front(std::move(entry));
    shard.byKey.emplace(shard.entries.front().key, shard.entries.begin());
    while (shard.entries.size() > m_most) {
        shard.byKey.erase(shard.entries.back().key);
        shard.entries.pop_back();
    }
}

std::string ResponseHomes::find(std::string_view app, std::string_view id, MonotonicTime now) {
    const std::string key = keyOf(app, id);
    Shard& shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    const auto known = shard.byKey.find(key);
    return known == shard.byKey.end() || known->second->until <= now ? std::string() : known->second->provider;
}

} // namespace gatehouse::routing
