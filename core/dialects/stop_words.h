// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/dialects/usage.h"

#include <string_view>

namespace gatehouse::dialects {

// The word of that dialect for a reason to stop (WIRE.md §9 "Finish reasons"): the inverse of stopReasonOf(). Where a
// dialect has no word of its own, the nearest.
std::string_view stopWord(Dialect dialect, StopReason reason);

} // namespace gatehouse::dialects
