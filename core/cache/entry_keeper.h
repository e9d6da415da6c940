// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/cache/entry.h"
#include "core/cache/figures.h"
#include "core/cache/purge.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace gatehouse::cache {

// Where entries, and what they saved, outlive the process. Made, used and destroyed on one thread of the cache's own.
// Errors: the store's.
class EntryKeeper {
public:
    virtual ~EntryKeeper() = default;
    // The newest first, those whose time is over left out; until "take" says no.
    virtual Result<void> load(WallMicros now, const std::function<bool(Entry)>& take) = 0;
    // In the place of those of the same keys.
    virtual Result<void> save(const std::vector<EntryPtr>& entries) = 0;
    virtual Result<void> remove(const Purge& purge) = 0;
    // Takes out those whose time is over, and the oldest while they take more than so many bytes. Returns what they
    // take then.
    virtual Result<std::uint64_t> trim(WallMicros now, std::uint64_t mostBytes) = 0;

    // What came of calls, by route, over all that was added.
    virtual Result<Tallies> tallies() = 0;
    virtual Result<void> add(WallMicros now, const Tallies& more) = 0;
};

// Null where nothing is to outlive the process.
using MakeKeeper = std::function<Result<std::unique_ptr<EntryKeeper>>()>;

} // namespace gatehouse::cache
