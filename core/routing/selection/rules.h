// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/route_choice.h"
#include "core/routing/traits.h"

#include <string_view>

namespace gatehouse::routing {

// Does a call match? Pure; any thread.
bool matches(const config::When& when, const CallTraits& call);

// "blue*": '*' stands for any characters, also none. All else counts as it is.
bool fitsPattern(std::string_view pattern, std::string_view text);

bool isWithin(const config::TimeWindow& window, WallMicros time);

} // namespace gatehouse::routing
