// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/contract/resources.h"

#include <optional>
#include <string_view>

namespace gatehouse::config {

BudgetPeriod periodNamed(std::string_view name);
std::optional<Budget> budgetOf(const std::optional<contract::BudgetSpec>& spec);

} // namespace gatehouse::config
