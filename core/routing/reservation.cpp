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
    Reservation result;
    const bool none = resolution.candidates.empty() && resolution.beyond.empty();
    bool unknown = none;
    result.pretend = !none;
    const auto look = [&](const catalog::ModelPrice* price) {
        const bool pretend = price != nullptr && price->pretend;
        result.pretend = result.pretend && pretend;
        unknown = unknown || price == nullptr;
        if (unknown || pretend)
            return;
        const auto cost = mostOf(*price, asked);
        if (!cost)
            unknown = true;
        else if (!result.cost || *cost > *result.cost)
            result.cost = *cost;
    };
    for (const auto& candidate : resolution.candidates)
        look(candidate.price);
    for (const auto* price : resolution.beyond)
        look(price);
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
