// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/call_query.h"
#include "core/store/spend.h"
#include "core/store/stats_query.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// What the book says about itself, for /metrics and the console.
struct BookSummary {
    std::int64_t rows = 0;         // about: from the first to the last call kept
    std::uint64_t foldedCalls = 0; // of which only the roll-ups are kept
    std::uint64_t lostCalls = 0;   // sequence numbers that a crash took
    std::int64_t bytes = 0;        // of the database file
};

// A read-only connection. Made, used and destroyed on one query thread (Store::reader()).
class Reader {
public:
    virtual ~Reader() = default;
    virtual Result<CallPage> calls(const CallRequest& request) = 0;
    virtual Result<std::optional<StoredCall>> call(std::string_view id) = 0;
    // {"bodies": […]} of a call, masked; nothing where none are kept.
    virtual Result<std::optional<std::string>> bodies(std::string_view id) = 0;
    virtual Result<StatsResult> stats(const StatsRequest& request) = 0;
    // What was spent, by whom, since a moment, which is taken to the start of its UTC day (every budget period
    // begins with one); 0 = ever. Pretend money is left out.
    virtual Result<Spend> spendSince(WallMicros from) = 0;
    // When each gateway key was last used, by its id: exact while its last call is kept, else that day's start.
    virtual Result<std::map<std::string, WallMicros, std::less<>>> keysLastUsed() = 0;
    virtual Result<BookSummary> summary() = 0;
};

} // namespace gatehouse::store
