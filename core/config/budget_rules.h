// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/objects.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

// What a description cannot say of budgets: one subject each, targets that exist, raises that raise, no cycles.
namespace gatehouse::config {

// What budgets are checked against.
struct BudgetSurroundings {
    std::function<bool(Kind, const std::string&)> exists; // the built-in provider too
    WallMicros now = 0;
    // As it stands: what does not change need not be in the future.
    std::function<const boost::json::object*(const std::string& id)> standing;
};

contract::Faults checkBudget(const contract::BudgetRuleSpec& budget, const BudgetSurroundings& around,
                             const contract::Path& path);

// A model whose budget switches to one whose own budget, at length, switches back. "path" of the budget that is to
// come last into the list.
contract::Faults checkSwitches(const std::vector<contract::BudgetRuleSpec>& budgets, const std::string& id,
                               const contract::Path& path);

} // namespace gatehouse::config
