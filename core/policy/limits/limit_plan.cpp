// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/limit_plan.h"

namespace gatehouse::policy {

std::string_view nameOf(LimitScope scope) {
    switch (scope) {
    case LimitScope::Key:
        return "key";
    case LimitScope::User:
        return "user";
    case LimitScope::Subscription:
        return "subscription";
    case LimitScope::App:
        return "app";
    case LimitScope::Team:
        return "team";
    case LimitScope::Model:
        return "model";
    case LimitScope::Organisation:
        break;
    }
    return "organisation";
}

SlidingWindow& ScopeUsage::window(config::Measure measure, config::Span span) {
    auto& place = windows[static_cast<std::size_t>(measure)][static_cast<std::size_t>(span)];
    if (!place)
        place = std::make_unique<SlidingWindow>(span);
    return *place;
}

const SlidingWindow* ScopeUsage::find(config::Measure measure, config::Span span) const {
    return windows[static_cast<std::size_t>(measure)][static_cast<std::size_t>(span)].get();
}

std::vector<RatePlan> ratesOf(const config::Limits& limits) {
    std::vector<RatePlan> rates;
    for (std::size_t measure = 0; measure < config::measureCount; ++measure) {
        for (std::size_t span = 0; span < config::spanCount; ++span) {
            const auto limit = limits.rates[measure][span];
            if (limit == 0)
                continue;
            RatePlan rate{static_cast<config::Measure>(measure), static_cast<config::Span>(span), limit};
            rate.name = config::nameOf(rate.measure, rate.span);
            rates.push_back(rate);
        }
    }
    return rates;
}

} // namespace gatehouse::policy
