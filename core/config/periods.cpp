// SPDX-License-Identifier: Apache-2.0
#include "core/config/periods.h"

namespace gatehouse::config {

BudgetPeriod periodNamed(std::string_view name) {
    if (name == "day")
        return BudgetPeriod::Day;
    if (name == "week")
        return BudgetPeriod::Week;
    return name == "total" ? BudgetPeriod::Total : BudgetPeriod::Month;
}

std::optional<Budget> budgetOf(const std::optional<contract::BudgetSpec>& spec) {
    if (!spec)
        return std::nullopt;
    return Budget{spec->usd, periodNamed(spec->period)};
}

} // namespace gatehouse::config
