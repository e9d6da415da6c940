// SPDX-License-Identifier: Apache-2.0
#pragma once

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

// "textOnly": nothing but tokens of text is asked for, and of no other model; else only pretend prices are known.
Reservation reservationFor(const Resolution& resolution, const catalog::BilledTokens& tokens, bool textOnly);

} // namespace gatehouse::routing
