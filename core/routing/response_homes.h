// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <array>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::routing {

// Which provider keeps the state that a later call leans on ("previous_response_id", "conversation" of OpenAI's
// Responses API), so that the call goes there again. An id is known to the application alone whose call made it: behind
// one provider's key the state of all applications lies together. Bounded: the oldest is forgotten first, and each
// after 30 days, which is how long OpenAI keeps responses; a restart forgets all. Shared by all threads; a lock is held
// for one look-up.
class ResponseHomes {
public:
    explicit ResponseHomes(std::size_t most = 200'000) : m_most(most / shardCount + 1) {}

    void remember(std::string_view app, std::string_view id, std::string_view provider, MonotonicTime now);
    // The provider's id; empty where it is not known.
    std::string find(std::string_view app, std::string_view id, MonotonicTime now);

private:
    static constexpr std::size_t shardCount = 16;
    struct Entry {
        std::string key;
        std::string provider;
        MonotonicTime until{};
    };
    struct Shard {
        std::mutex mutex;
        std::list<Entry> entries; // the newest first
        std::unordered_map<std::string_view, std::list<Entry>::iterator> byKey;
    };
    Shard& shardOf(const std::string& key);

    std::size_t m_most; // of a shard
    std::array<Shard, shardCount> m_shards;
};

} // namespace gatehouse::routing
