// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/policy/ledger.h"

#include <string_view>

// The refusals of an admission: each says what was reached and what would mend it. "who" is "app notebook".
namespace gatehouse::policy {

// "field" is what would have to be raised: "limits.concurrent".
Refusal concurrencyReached(std::string_view who, std::string_view field, std::uint64_t limit);

struct ReachedRate {
    std::string who;
    std::string field;
    config::Measure measure = config::Measure::Requests;
    config::Span span = config::Span::Minute;
    std::uint64_t limit = 0;
    std::uint64_t wanted = 0;
    std::chrono::milliseconds wait{0}; // 0: it never fits
};
Refusal rateReached(const ReachedRate& rate);
Refusal budgetReached(std::string_view who, const config::BudgetRule& budget, Money wanted, WallMicros now);
Refusal priceUnknown(std::string_view who);

} // namespace gatehouse::policy
