// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/routing/resolver.h"
#include "core/routing/selection/cache_homes.h"
#include "core/routing/selection/dice.h"
#include "core/routing/traits.h"

#include <optional>
#include <string>

namespace gatehouse::routing {

// Arranges the candidates of a resolved route: rules (which may lead on to another route), canary and experiment,
// regions, the strategy, and in the end the target that holds the call's prompt cache. What is left, in its order, is
// what dispatch tries. The live path, the simulator and the evaluation of recorded calls all go through it.
//
// "homes" may be null. Errors: Conflict no_target_in_region, where no provider is where a route demands; Unavailable
// no_target, where a rule leads to nothing. Names of a provider's model are left as they are. Any thread.
Result<void> choose(const config::Snapshot& snapshot, Resolution& resolution, const CallTraits& call, Dice& dice,
                    const CacheHomes* homes, MonotonicTime now);

// Does a provider stand in a region that each of the routes demands (or demands none)? For everything that serves a
// call in the place of its candidates: fallbacks, shadows.
bool mayServe(const std::vector<const config::Route*>& through, const config::Provider& provider);

// Is this call copied to the route's shadow?
bool drawsShadow(const Resolution& resolution, const config::Snapshot& snapshot, Dice& dice);

} // namespace gatehouse::routing
