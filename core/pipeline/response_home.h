// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/stages.h"
#include "core/routing/response_homes.h"

namespace gatehouse::pipeline {

// Calls of the Responses API that lean on a state which one provider keeps go there again, whatever the route would
// choose: the other candidates are left out. Errors: Invalid previous_response_not_found or conversation_not_found
// where this application has no such state, where the provider is not among the route's targets any more, or where it
// is reached by translation, which keeps none.
StageResult goHome(Call& call, routing::ResponseHomes* homes, MonotonicTime now);

// Notes which provider keeps the response that was served.
void noteHome(const Call& call, routing::ResponseHomes* homes, MonotonicTime now);

} // namespace gatehouse::pipeline
