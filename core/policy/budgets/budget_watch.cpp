// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_watch.h"

#include "core/policy/budgets/period_start.h"

#include <algorithm>

namespace gatehouse::policy {
namespace {

// Floating point: a share of dollars, for a notice. Nothing is booked by it.
int markOf(Money spent, Money amount, const std::vector<int>& ascending) {
    if (amount <= Money())
        return 0;
    const double percent = 100.0 * static_cast<double>(spent.pico()) / static_cast<double>(amount.pico());
    const auto above =
        std::find_if(ascending.rbegin(), ascending.rend(), [percent](int mark) { return percent >= mark; });
    return above != ascending.rend() ? *above : 0;
}

} // namespace

void BudgetWatch::see(const config::BudgetRule& budget, std::vector<BudgetMark>& news) {
    const auto now = m_clock.wall();
    auto& seen = m_seen[budget.id];
    seen.live = true;
    const auto period = startOfPeriod(budget.period, now);
    const int before = seen.period == period ? seen.percent : 0;
    const auto spent = m_book.spent(budget.scope, budget.name, budget.period);
    const auto amount = budget.amountAt(now);
    seen.period = period;
    seen.percent = markOf(spent, amount, budget.alerts);
    if (seen.percent > before && !m_first)
        news.push_back({budget.id, budget.scope, budget.name, budget.period, seen.percent, spent, amount});
}

std::vector<BudgetMark> BudgetWatch::look(const config::Snapshot& snapshot) {
    std::vector<BudgetMark> news;
    for (auto& [id, seen] : m_seen)
        seen.live = false;
    for (const auto& budget : config::budgetsOf(snapshot))
        see(budget, news);
    std::erase_if(m_seen, [](const auto& entry) { return !entry.second.live; });
    m_first = false;
    return news;
}

} // namespace gatehouse::policy
