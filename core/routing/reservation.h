// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/catalog/price_list.h"
#include "core/routing/resolver.h"

#include <optional>

namespace gatehouse::routing {

// The money that a call may cost at most. Any target may serve in the end: the dearest counts, and one unknown price
// makes the whole unknown.
struct Reservation {
    std::optional<Money> cost; // none: unknown; then no budget lets the call pass
    bool pretend = false;      // demo prices only: no money is reserved
};

// What an answer is taken to hold at most where the call does not say so: to reserve the longest that a model can write
// would have small budgets refuse every call that names no limit.
inline constexpr std::int64_t usualOutput = 4'096;

// What one target may cost at most (catalog::dearest). "unnamed": so many answers whose length the call does not name;
// each is taken to be usualOutput long, or as long as the model's longest where that is less. "textOnly": nothing but tokens of text is asked for, and of no other
// model; else a price must know the unit that is asked for: images, minutes of sound or, without any, requests.
struct Asked {
    catalog::BilledTokens tokens;
    bool textOnly = true;
    std::int64_t unnamed = 0;
    WallMicros at = 0; // the day whose price counts
};
std::optional<Money> mostOf(const catalog::ModelPrice& price, const Asked& asked);

Reservation reservationFor(const Resolution& resolution, const Asked& asked);
Reservation reservationFor(const Resolution& resolution, const catalog::BilledTokens& tokens, bool textOnly);

} // namespace gatehouse::routing
