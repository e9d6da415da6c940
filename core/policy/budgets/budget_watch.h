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
    BudgetScope scope = BudgetScope::Team;
    std::string id;
    config::BudgetPeriod period = config::BudgetPeriod::Month;
    int percent = 0; // 50, 80 or 100
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
    using Place = std::pair<BudgetScope, std::string>;
    void see(BudgetScope scope, const std::string& id, const config::Budget& budget, std::vector<BudgetMark>& news);

    const BudgetBook& m_book;
    const Clock& m_clock;
    std::map<Place, Seen> m_seen;
    bool m_first = true;
};

} // namespace gatehouse::policy
