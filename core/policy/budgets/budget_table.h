// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/policy/budgets/budget_counter.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

using config::BudgetScope;
using config::nameOf;

// What one team, model, tag … has spent. Lives as long as the book.
struct Spend {
    explicit Spend(std::string name) : label(std::move(name)) {}
    const std::string label; // "team research": for readings and messages
    std::array<BudgetCounter, periodCount> periods;
};

// The sums of one scope, and the budgets over it.
struct ScopeRules {
    Spend* spend = nullptr;
    std::vector<const config::BudgetRule*> rules; // of the table; none: it is only counted
};

// What the budgets of a snapshot are, by the indices of the snapshot. Immutable; bookings keep it.
struct BudgetTable : std::enable_shared_from_this<BudgetTable> {
    std::vector<config::BudgetRule> rules;
    ScopeRules organisation;
    std::vector<ScopeRules> teams;
    std::vector<ScopeRules> apps;
    std::vector<ScopeRules> keys;
    std::vector<ScopeRules> providers;
    std::vector<ScopeRules> routes;                        // models that are routes
    std::map<std::string, ScopeRules, std::less<>> models; // others, and only such with a budget
    std::map<std::string, ScopeRules, std::less<>> tags;   // only such with a budget
    std::vector<ScopeRules> subscriptions;                 // of Products; without sums where there is no budget
};

// "spendOf" finds or makes the sums of a scope.
std::shared_ptr<const BudgetTable>
makeBudgetTable(const config::Snapshot& snapshot,
                const std::function<Spend&(BudgetScope scope, std::string_view name)>& spendOf);

} // namespace gatehouse::policy
