// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/cache.h"
#include "core/cache/canonical.h"
#include "core/pipeline/cache_answer.h"
#include "core/pipeline/cache_embedding.h"
#include "core/pipeline/cache_wish.h"
#include "core/pipeline/call.h"

namespace gatehouse::pipeline {

// What a call of a route with a cache has to do with it. Lives in the Call.
struct CacheVisit {
    CacheWish wish;
    Digest key{};
    std::optional<Digest> partition; // where texts are compared
    cache::Vector vector;
    cache::Flights::Lead lead; // others may wait for this call's answer
    TakenAnswer taken;
    bool stores = false;
};

// The stage between admission and dispatch, for routes with a cache: answers a call from there, lets it wait for an
// equal one under way, or lets it go on and keeps its answer. One per I/O thread.
class CacheStage {
public:
    // "cache" null: there is none.
    CacheStage(cache::Cache* cache, Dispatcher& dispatcher, const Ways& ways, policy::Ledger& ledger,
               telemetry::CallSink& sink, const Clock& clock)
        : m_cache(cache), m_embedding(dispatcher, ways, ledger, sink, clock), m_clock(clock) {}

    // Whether it has anything to do with the call at all.
    bool concerns(const Call& call) const { return isOn(call) || !call.cacheWish.empty(); }
    // True where the client has its answer, or has left.
    Task<bool> answer(Call& call);
    // Once the call is accounted for: keeps what it brought, and tells those who wait.
    void finish(Call& call);

private:
    enum class Way { Answered, GoOn };

    bool isOn(const Call& call) const;
    Task<Way> pass(Call& call, CacheVisit& visit, const cache::Canonical& canonical);
    Task<bool> look(Call& call, CacheVisit& visit, const cache::Canonical& canonical);
    Task<Way> waitOrLead(Call& call, CacheVisit& visit);
    Task<bool> deliver(Call& call, const CacheVisit& visit, cache::EntryPtr entry, cache::Found found, float likeness);
    cache::EntryPtr entryOf(const Call& call, CacheVisit& visit, std::string body) const;

    cache::Cache* m_cache;
    CacheEmbedding m_embedding;
    const Clock& m_clock;
};

} // namespace gatehouse::pipeline
