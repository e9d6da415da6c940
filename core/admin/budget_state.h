// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/policy/budgets/budget_book.h"
#include "core/store/reader.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::admin {

// How a budget stands in its running period.
struct BudgetState {
    std::string scope;  // "team", "app" …
    std::string id;     // of the team, the tag …
    std::string period; // "day", "week", "month", "total"
    Money limit;
    Money spent;
    std::optional<WallMicros> resetsAt; // none: never
    bool strict = true;                 // it blocks or switches
};

// Of all budgets of the snapshot, as recorded: what running calls have reserved is not in it. Query thread.
Result<std::vector<BudgetState>> budgetStates(const config::Snapshot& snapshot, store::Reader& reader, WallMicros now);

// The same of one budget from the book that calls are admitted by, with an outlook.
struct BudgetOutlook {
    config::BudgetRule rule;
    Money limit; // with a raise that holds now
    Money spent;
    Money reserved;
    std::optional<WallMicros> startedAt; // none: it never began anew
    std::optional<WallMicros> resetsAt;
    std::optional<Money> forecast; // spent by the period's end at the pace so far; none: too early to say, or never
    std::optional<WallMicros> runsOutAt; // at that pace; none: not in this period
};
std::vector<BudgetOutlook> budgetOutlooks(const config::Snapshot& snapshot, const policy::BudgetBook& book,
                                          WallMicros now);

} // namespace gatehouse::admin
