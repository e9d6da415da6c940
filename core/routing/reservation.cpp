// SPDX-License-Identifier: Apache-2.0
#include "core/routing/reservation.h"

namespace gatehouse::routing {

Reservation reservationFor(const Resolution& resolution, const catalog::BilledTokens& tokens, bool textOnly) {
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
        unknown = unknown || price == nullptr || (!textOnly && !pretend);
        if (unknown || pretend)
            continue;
        const auto cost = catalog::costOf(*price, tokens);
        if (!cost)
            unknown = true;
        else if (!result.cost || *cost > *result.cost)
            result.cost = *cost;
    }
    if (unknown)
        result.cost.reset();
    return result;
}

} // namespace gatehouse::routing
