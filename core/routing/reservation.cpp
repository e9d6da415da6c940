// SPDX-License-Identifier: Apache-2.0
#include "core/routing/reservation.h"

#include <algorithm>

namespace gatehouse::routing {
namespace {

bool knowsUnit(const catalog::ModelPrice& price, const catalog::BilledTokens& tokens) {
    if (tokens.images > 0)
        return price.image.has_value();
    if (tokens.audioMillis > 0)
        return price.audioMinute.has_value();
    return price.request.has_value();
}

} // namespace

std::optional<Money> mostOf(const catalog::ModelPrice& listed, const Asked& asked) {
    const auto& price = catalog::priceOn(listed, asked.at);
    if (!asked.textOnly && !knowsUnit(price, asked.tokens))
        return std::nullopt;
    auto most = asked.tokens;
    if (asked.unnamed > 0)
        most.output = asked.unnamed * std::min(price.maxOutputTokens.value_or(usualOutput), usualOutput);
    return catalog::dearest(price, most);
}

Reservation reservationFor(const Resolution& resolution, const Asked& asked) {
    std::vector<const catalog::ModelPrice*> prices;
    prices.reserve(resolution.candidates.size() + resolution.beyond.size());
    for (const auto& candidate : resolution.candidates)
        prices.push_back(candidate.price);
    prices.insert(prices.end(), resolution.beyond.begin(), resolution.beyond.end());
    Reservation result;
    bool unknown = prices.empty();
    result.pretend = !prices.empty();
    for (const auto* price : prices) {
        const bool pretend = price != nullptr && price->pretend;
        result.pretend = result.pretend && pretend;
        unknown = unknown || price == nullptr;
        if (unknown || pretend)
            continue;
        const auto cost = mostOf(*price, asked);
        if (!cost)
            unknown = true;
        else if (!result.cost || *cost > *result.cost)
            result.cost = *cost;
    }
    if (unknown)
        result.cost.reset();
    return result;
}

Reservation reservationFor(const Resolution& resolution, const catalog::BilledTokens& tokens, bool textOnly) {
    Asked asked;
    asked.tokens = tokens;
    asked.textOnly = textOnly;
    return reservationFor(resolution, asked);
}

} // namespace gatehouse::routing
