// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/policy/limits/limit_book.h"
#include "core/store/reader.h"

namespace gatehouse::app {

// Fills the windows that are new from the store: minutes from the rows of the last calls, hours and days from the sums
// of minutes. What runs, and what the recorder has not written yet, is not in it. End users begin anew: rows do not
// name them. Control thread.
Result<void> restoreLimits(store::Reader& reader, policy::LimitBook& book, WallMicros now);

} // namespace gatehouse::app
