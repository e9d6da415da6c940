// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/money.h"

#include <cstdint>
#include <map>
#include <string>

namespace gatehouse::cache {

// What came of the calls that a cache was asked for.
struct Tally {
    std::uint64_t hits = 0;         // equal requests
    std::uint64_t semanticHits = 0; // alike ones
    std::uint64_t misses = 0;
    std::uint64_t coalesced = 0; // hits that waited for the answer to an equal call under way
    Money saved;                 // what the hits would have cost by what their answers did; without pretend prices
    Tally& operator+=(const Tally& other) {
        hits += other.hits;
        semanticHits += other.semanticHits;
        misses += other.misses;
        coalesced += other.coalesced;
        saved = saved + other.saved;
        return *this;
    }
};

using Tallies = std::map<std::string, Tally>; // by route

// How one route's part of the caches stands.
struct RouteFigures {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0; // of memory
    Tally tally;             // since the store was made
};

struct Figures {
    std::uint64_t memoryBound = 0;
    std::uint64_t storeBound = 0; // 0: nothing is kept on disk
    std::uint64_t storeBytes = 0;
    std::uint64_t evicted = 0; // gone before their time, to keep the bound
    std::map<std::string, RouteFigures> routes;
    RouteFigures total() const {
        RouteFigures sum;
        for (const auto& [name, route] : routes) {
            sum.entries += route.entries;
            sum.bytes += route.bytes;
            sum.tally += route.tally;
        }
        return sum;
    }
};

} // namespace gatehouse::cache
