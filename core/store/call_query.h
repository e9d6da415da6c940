// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/filter.h"
#include "core/telemetry/call_record.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// A call as it was recorded. "record.explain" is empty; the decision trail is JSON, read only for a single call.
struct StoredCall {
    std::uint64_t sequence = 0;
    telemetry::CallRecord record;
    int losses = 0;          // how many fields a translation lost
    std::string explainJson; // "" in lists
};

inline constexpr std::size_t mostCallsPerPage = 1'000;

struct CallRequest {
    contract::Filter filter;
    std::size_t limit = 50; // 1 … mostCallsPerPage; what lies outside is taken to the nearest
    std::string cursor;     // of the page before; "" = from the newest. A wrong one is Invalid, code invalid_cursor.
    std::chrono::milliseconds patience{60}; // a search that takes longer gives what it found and a cursor to go on
};

// In the order in which calls finished, newest first; stable while calls are added.
struct CallPage {
    std::vector<StoredCall> calls;
    // Where the search stands, in numbers that grow with the calls: [oldest, newest) are kept, down to "reached" was
    // searched.
    std::int64_t oldest = 0;
    std::int64_t newest = 0;
    std::int64_t reached = 0;
    std::optional<std::string> next; // none at the end. May follow a short or even empty page (patience).
};

// {"items": […], "next": …} as GET /calls answers.
std::string pageJson(const CallPage& page);
// One object with its explain record, as GET /calls/{id} answers.
std::string callJson(const StoredCall& call);

} // namespace gatehouse::store
