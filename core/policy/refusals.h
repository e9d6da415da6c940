// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/policy/ledger.h"

#include <string_view>

// The refusals of an admission: each says what was reached and what would mend it. "who" is "app notebook".
namespace gatehouse::policy {

Refusal concurrencyReached(std::string_view who, std::uint64_t limit);
Refusal requestRateReached(std::string_view who, std::uint64_t limit, std::chrono::milliseconds wait);
Refusal tokenRateReached(std::string_view who, std::uint64_t limit, std::uint64_t wanted,
                         std::chrono::milliseconds wait);
Refusal budgetReached(std::string_view who, const config::BudgetRule& budget, Money wanted, WallMicros now);
Refusal priceUnknown(std::string_view who);

} // namespace gatehouse::policy
