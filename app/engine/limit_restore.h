// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/policy/limits/limit_book.h"
#include "core/store/reader.h"

namespace gatehouse::app {

// Fills the windows that are new from the store: minutes from the rows of the last calls, hours and days from the sums
// of minutes. What runs, and what the recorder has not written yet, is not in it. A subscription is known by its
// application and API: its windows hold all that the one has asked of the other. End users begin anew: rows do not name
// them. Control thread.
Result<void> restoreLimits(store::Reader& reader, policy::LimitBook& book, const config::Snapshot& snapshot,
                           WallMicros now);

} // namespace gatehouse::app
