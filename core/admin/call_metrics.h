// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/metrics.h"
#include "core/base/clock.h"
#include "core/store/reader.h"

namespace gatehouse::admin {

// Calls, errors, tokens and cost ever since, by provider and status, and how long the calls of the last 15 minutes
// took: from the roll-ups, so that counters go on over restarts. Query thread. What cannot be read is left out, and
// gatehouse_store_readable says so.
void writeCallMetrics(MetricWriter& out, store::Reader& reader, WallMicros now);

} // namespace gatehouse::admin
