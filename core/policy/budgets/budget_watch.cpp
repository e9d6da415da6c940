// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_watch.h"

#include "core/policy/budgets/period_start.h"

#include <array>

namespace gatehouse::policy {
namespace {

constexpr std::array marks{100, 80, 50};

// Floating point: a share of dollars, for a notice. Nothing is booked by it.
int markOf(Money spent, Money amount) {
    if (amount <= Money())
        return 0;
    const double percent = 100.0 * static_cast<double>(spent.pico()) / static_cast<double>(amount.pico());
    for (const int mark : marks) {
        if (percent >= mark)
            return mark;
    }
    return 0;
}

} // namespace

void BudgetWatch::see(BudgetScope scope, const std::string& id, const config::Budget& budget,
                      std::vector<BudgetMark>& news) {
    auto& seen = m_seen[{scope, id}];
    seen.live = true;
    const auto period = startOfPeriod(budget.period, m_clock.wall());
    const int before = seen.period == period ? seen.percent : 0;
    const auto spent = m_book.spent(scope, id, budget.period);
    seen.period = period;
    seen.percent = markOf(spent, budget.amount);
    if (seen.percent > before && !m_first)
        news.push_back({scope, id, budget.period, seen.percent, spent, budget.amount});
}

std::vector<BudgetMark> BudgetWatch::look(const config::Snapshot& snapshot) {
    std::vector<BudgetMark> news;
    for (auto& [place, seen] : m_seen)
        seen.live = false;
    for (const auto& team : snapshot.teams) {
        if (team.budget)
            see(BudgetScope::Team, team.id, *team.budget, news);
    }
    for (const auto& app : snapshot.apps) {
        if (app.budget)
            see(BudgetScope::App, app.id, *app.budget, news);
    }
    std::erase_if(m_seen, [](const auto& entry) { return !entry.second.live; });
    m_first = false;
    return news;
}

} // namespace gatehouse::policy
