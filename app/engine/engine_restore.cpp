// SPDX-License-Identifier: Apache-2.0
// The part of the engine that takes over from the store what earlier runs spent, used and learned.
#include "app/engine/engine.h"

#include "app/engine/limit_restore.h"
#include "core/policy/budgets/period_start.h"
#include "core/store/reader.h"

namespace gatehouse::app {
namespace {

constexpr std::string_view estimatesName = "limits.estimates";
constexpr std::array allPeriods{config::BudgetPeriod::Day, config::BudgetPeriod::Week, config::BudgetPeriod::Month,
                                config::BudgetPeriod::Total};

} // namespace

Result<void> Engine::restoreSpend() {
    auto reader = m_foundation.store().reader();
    if (!reader)
        return tl::unexpected(std::move(reader.error()));
    const auto now = m_foundation.clock().wall();
    for (const auto period : allPeriods) {
        auto spend = (*reader)->spendSince(policy::startOfPeriod(period, now));
        if (!spend)
            return tl::unexpected(std::move(spend.error()));
        m_ledger.budgets().restore(policy::BudgetScope::Organisation, "", period, spend->all);
        for (const auto scope : config::budgetScopes) {
            const auto* sums = spend->named(scope);
            if (sums == nullptr || scope == policy::BudgetScope::Tag || scope == policy::BudgetScope::Model ||
                scope == policy::BudgetScope::Subscription)
                continue;
            for (const auto& [id, money] : *sums)
                m_ledger.budgets().restore(scope, id, period, money);
        }
    }
    m_spendRestored = true;
    return restoreNewBudgets();
}

// What tags and names of models have spent is looked up when a budget comes that counts them: there may be any number
// of them. A call that runs at that moment and is not written yet is not in it.
Result<void> Engine::restoreNewBudgets() {
    if (!m_spendRestored)
        return {};
    const auto places = m_ledger.budgets().newPlaces();
    if (places.empty())
        return {};
    auto reader = m_foundation.store().reader();
    if (!reader)
        return tl::unexpected(std::move(reader.error()));
    const auto now = m_foundation.clock().wall();
    for (const auto period : allPeriods) {
        const auto spend = (*reader)->spendSince(policy::startOfPeriod(period, now));
        if (!spend)
            return tl::unexpected(spend.error());
        for (const auto& [scope, name] : places)
            m_ledger.budgets().restore(scope, name, period, spend->of(scope, name));
    }
    return {};
}

// Windows of limits that were not set before. At start these are all.
Result<void> Engine::restoreNewLimits(const config::Snapshot& snapshot) {
    if (!m_spendRestored)
        return {};
    auto reader = m_foundation.store().reader();
    if (!reader)
        return tl::unexpected(std::move(reader.error()));
    return restoreLimits(**reader, m_ledger.limits(), snapshot, m_foundation.clock().wall());
}

// What was learned is worth a minute's loss in a crash, and no more.
void Engine::keepEstimates() {
    if (auto kept = m_foundation.store().settings().put(estimatesName, m_estimator.save()); !kept)
        m_foundation.log().warning("limits.estimates_not_kept", {{"reason", kept.error().message}});
}

void Engine::restoreEstimates() {
    if (const auto learned = m_foundation.store().settings().get(estimatesName); learned && *learned)
        m_estimator.load(**learned);
}

} // namespace gatehouse::app
