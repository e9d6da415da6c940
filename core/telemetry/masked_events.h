// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/telemetry/masker.h"

#include <string>
#include <string_view>

namespace gatehouse::telemetry {

// Masks what a stream of events spells out in pieces ("jo" "hn@exam" "ple.org"): the texts that stand at the same place
// of successive events are searched as one. Only events that hold a part of something found are written anew. "places"
// counts what was found.
Result<std::string> maskedEvents(std::string_view stream, const Masker& masker, std::size_t& places);

} // namespace gatehouse::telemetry
