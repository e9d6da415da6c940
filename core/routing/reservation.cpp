// SPDX-License-Identifier: Apache-2.0
#include "core/routing/reservation.h"

namespace gatehouse::routing {

Reservation reservationFor(const Resolution& resolution, const catalog::BilledTokens& tokens, bool textOnly) {
    Reservation result;
    bool unknown = resolution.candidates.empty();
    result.pretend = !resolution.candidates.empty();
    for (const auto& candidate : resolution.candidates) {
        const bool pretend = candidate.price != nullptr && candidate.price->pretend;
        result.pretend = result.pretend && pretend;
        unknown = unknown || candidate.price == nullptr || (!textOnly && !pretend);
        if (unknown || pretend)
            continue;
        const auto cost = catalog::costOf(*candidate.price, tokens);
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
