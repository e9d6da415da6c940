// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/contract/resources.h"

#include <functional>
#include <string>

namespace gatehouse::config {

// How a route chooses, from its description; its targets are there already, by the names that this spec gives them.
// What names a target or provider that is missing is left out, with a warning.
void buildChoice(const contract::RouteSpec& spec, const Snapshot& snapshot, Route& route,
                 const std::function<void(std::string)>& warn);

// The name that rules, canary and experiment know a target by.
std::string targetName(const contract::TargetSpec& target);

// "12.5" → 1'250; of a text that the description took.
Share shareOf(std::string_view percent);

} // namespace gatehouse::config
