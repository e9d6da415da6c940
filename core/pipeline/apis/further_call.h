// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_call.h"
#include "core/pipeline/call_leader.h"

#include <string>

namespace gatehouse::pipeline {

// Another question for the same client's call: admitted, asked and paid as a call of its own, but no further request to
// limits, and counted in the record of the first. The answer is held in api.exchange. "body": an OpenAI chat. api.call
// must have been settled.
Task<void> askAgain(ApiCall& api, CallLeader& leader, std::string body, Leading how);

// What a further call took and how it ended, into the record of the first.
void addFurther(telemetry::CallRecord& sum, telemetry::CallRecord more);

} // namespace gatehouse::pipeline
