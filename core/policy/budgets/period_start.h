// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/snapshot.h"

namespace gatehouse::policy {

// When the calendar period (UTC; weeks from Monday) that contains a time began; 0 for Total.
WallMicros startOfPeriod(config::BudgetPeriod period, WallMicros time);

} // namespace gatehouse::policy
