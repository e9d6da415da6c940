// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/policy/budgets/budget_book.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::policy {

// A budget has reached a share of its amount in the period that runs.
struct BudgetMark {
    std::string budget; // its id: "monthly", or "team:research" of the short form
    BudgetScope scope = BudgetScope::Team;
    std::string id; // of the team, the tag …
    config::BudgetPeriod period = config::BudgetPeriod::Month;
    int percent = 0; // one of its alerts
    Money spent;
    Money amount;
};

// Tells, look by look, which budgets have passed a mark since the look before. What stood when it looked first is no
// news. A new period and a raised amount begin anew. One thread.
class BudgetWatch {
public:
    BudgetWatch(const BudgetBook& book, const Clock& clock) : m_book(book), m_clock(clock) {}
    std::vector<BudgetMark> look(const config::Snapshot& snapshot);

private:
    struct Seen {
        WallMicros period = 0; // when it began
        int percent = 0;
        bool live = true; // in this look
    };
    void see(const config::BudgetRule& budget, std::vector<BudgetMark>& news);

    const BudgetBook& m_book;
    const Clock& m_clock;
    std::map<std::string, Seen> m_seen; // by the budget's id
    bool m_first = true;
};

} // namespace gatehouse::policy
