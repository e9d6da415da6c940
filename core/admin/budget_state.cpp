// SPDX-License-Identifier: Apache-2.0
#include "core/admin/budget_state.h"

#include "core/policy/budgets/budget_counter.h"
#include "core/policy/budgets/period_start.h"

#include <limits>
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

// Pico-dollars times microseconds.
__extension__ using Wide = __int128;

Money scaled(Money money, WallMicros by, WallMicros of) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const auto scaledUp = static_cast<Wide>(money.pico()) * by / of;
    return Money::fromPico(scaledUp > most ? most : static_cast<std::int64_t>(scaledUp));
}

// The pace so far says little while less than a hundredth of the period has passed.
void look(BudgetOutlook& outlook, WallMicros now) {
    if (!outlook.startedAt || !outlook.resetsAt)
        return;
    const auto length = *outlook.resetsAt - *outlook.startedAt;
    const auto passed = now - *outlook.startedAt;
    if (passed < length / 100 || passed <= 0)
        return;
    outlook.forecast = scaled(outlook.spent, length, passed);
    if (outlook.spent <= Money() || *outlook.forecast <= outlook.limit || outlook.spent >= outlook.limit)
        return;
    const auto needed = static_cast<Wide>(passed) * outlook.limit.pico() / outlook.spent.pico();
    outlook.runsOutAt = *outlook.startedAt + static_cast<WallMicros>(needed);
}

} // namespace

Result<std::vector<BudgetState>> budgetStates(const config::Snapshot& snapshot, store::Reader& reader, WallMicros now) {
    Spending spending(reader, now);
    std::vector<BudgetState> states;
    for (const auto& rule : config::budgetsOf(snapshot)) {
        const auto spend = spending.in(rule.period);
        if (!spend)
            return tl::unexpected<Error>(spend.error());
        states.push_back({std::string(config::nameOf(rule.scope)), rule.name, std::string(policy::nameOf(rule.period)),
                          rule.amountAt(now), (*spend)->of(rule.scope, rule.name), endOf(rule.period, now),
                          rule.action != config::BudgetAction::Warn});
    }
    return states;
}

std::vector<BudgetOutlook> budgetOutlooks(const config::Snapshot& snapshot, const policy::BudgetBook& book,
                                          WallMicros now) {
    std::vector<BudgetOutlook> outlooks;
    for (auto& rule : config::budgetsOf(snapshot)) {
        BudgetOutlook outlook;
        const auto state = book.state(rule.scope, rule.name, rule.period);
        outlook.limit = rule.amountAt(now);
        outlook.spent = state.spent;
        outlook.reserved = state.reserved;
        outlook.resetsAt = endOf(rule.period, now);
        if (outlook.resetsAt)
            outlook.startedAt = policy::startOfPeriod(rule.period, now);
        outlook.rule = std::move(rule);
        look(outlook, now);
        outlooks.push_back(std::move(outlook));
    }
    return outlooks;
}

} // namespace gatehouse::admin
