// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/routing/resolver.h"
#include "core/routing/selection/dice.h"
#include "core/routing/traits.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::routing {

// One call of so many goes to a target drawn by lot instead of the one with the lowest latency.
inline constexpr double exploration = 0.05;

// Orders the candidates (all of one route) as its strategy says and tells why the first is the first. Targets of
// weight 0 come last where weights count. "hashed": what a consistent hash goes by. Reads meters; any thread.
std::string order(const config::Route& route, std::vector<Candidate>& candidates, const CallTraits& call,
                  std::string_view hashed, Dice& dice);

// Weighted rendezvous hashing (Schindelhauer, Schomaker 2005): the higher, the earlier. A target that is added or taken
// away moves only the calls that go to it or came from it.
double rendezvous(std::string_view hashed, std::string_view target, int weight);

// What a call is expected to cost there; none: unknown.
std::optional<Money> expectedCost(const Candidate& candidate, const CallTraits& call);

std::string_view nameOf(config::Strategy strategy);

} // namespace gatehouse::routing
