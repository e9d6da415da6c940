// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_call.h"
#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {

// Whom the caller's address means, and whether he may -> api.api, version, subscription; call.record. What another team
// keeps for itself, and what is not published yet, is not there (404 unknown_api); 410 api_retired; 403
// subscription_required, subscription_pending …, with what to do. A version that is deprecated says so from here on.
StageResult findApi(ApiCall& api);

// Whether the subscription of a call that runs still stands: at each event of its stream. True where it has none.
bool subscriptionHolds(const config::Snapshot& now, const Call& call, WallMicros at);

// The subscription under which a call runs, in its own snapshot; null: none.
const config::Subscription* subscriptionOf(const Call& call);

} // namespace gatehouse::pipeline
