// SPDX-License-Identifier: Apache-2.0
#include "core/admin/budget_state.h"

#include "core/policy/budgets/budget_counter.h"
#include "core/policy/budgets/period_start.h"

#include <map>
#include <utility>

namespace gatehouse::admin {
namespace {

using config::BudgetPeriod;

// untilNextPeriod() counts whole milliseconds, rounded up; periods begin at midnight.
std::optional<WallMicros> endOf(BudgetPeriod period, WallMicros now) {
    if (period == BudgetPeriod::Total)
        return std::nullopt;
    const auto end = now + policy::untilNextPeriod(period, now).count() * 1'000;
    return end - end % 1'000'000;
}

// What was spent in each period that some budget has: read once each.
class Spending {
public:
    Spending(store::Reader& reader, WallMicros now) : m_reader(reader), m_now(now) {}

    Result<const store::Spend*> in(BudgetPeriod period) {
        auto known = m_spend.find(period);
        if (known == m_spend.end()) {
            auto read = m_reader.spendSince(policy::startOfPeriod(period, m_now));
            if (!read)
                return tl::unexpected<Error>(std::move(read.error()));
            known = m_spend.emplace(period, std::move(*read)).first;
        }
        return &known->second;
    }

private:
    store::Reader& m_reader;
    WallMicros m_now;
    std::map<BudgetPeriod, store::Spend> m_spend;
};

} // namespace

Result<std::vector<BudgetState>> budgetStates(const config::Snapshot& snapshot, store::Reader& reader, WallMicros now) {
    Spending spending(reader, now);
    std::vector<BudgetState> states;
    const auto add = [&](const char* scope, const std::string& id, const config::Budget& budget) -> Result<void> {
        const auto spend = spending.in(budget.period);
        if (!spend)
            return tl::unexpected<Error>(spend.error());
        const auto& sums = std::string_view(scope) == "team" ? (*spend)->byTeam : (*spend)->byApp;
        const auto spent = sums.find(id);
        states.push_back({scope, id, std::string(policy::nameOf(budget.period)), budget.amount,
                          spent == sums.end() ? Money() : spent->second, endOf(budget.period, now)});
        return {};
    };
    for (const auto& team : snapshot.teams) {
        if (!team.budget)
            continue;
        if (auto added = add("team", team.id, *team.budget); !added)
            return tl::unexpected<Error>(std::move(added.error()));
    }
    for (const auto& app : snapshot.apps) {
        if (!app.budget)
            continue;
        if (auto added = add("app", app.id, *app.budget); !added)
            return tl::unexpected<Error>(std::move(added.error()));
    }
    return states;
}

} // namespace gatehouse::admin
