// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/store/stats_query.h"

namespace gatehouse::store {

Result<StatsResult> sumStats(Connection& connection, StatsRequest request);

} // namespace gatehouse::store
