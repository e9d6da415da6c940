// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/store/reader.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::admin {

// How a budget stands in its running period.
struct BudgetState {
    std::string scope; // "team" or "app"
    std::string id;
    std::string period; // "day", "week", "month", "total"
    Money limit;
    Money spent;                        // as recorded; what running calls have reserved is not in it
    std::optional<WallMicros> resetsAt; // none: never
};

// Of all budgets of the snapshot, teams first. Query thread.
Result<std::vector<BudgetState>> budgetStates(const config::Snapshot& snapshot, store::Reader& reader, WallMicros now);

} // namespace gatehouse::admin
