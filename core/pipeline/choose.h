// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/stages.h"
#include "core/pipeline/ways.h"

namespace gatehouse::pipeline {

// The order of the candidates (routing/choose.h) -> call.resolution. Behind resolve, before all that counts or sends.
StageResult choose(Call& call, const Ways& ways);

// The same for a route that takes over; the regions of the routes in its "through" bind it too.
Result<void> arrange(const Call& call, routing::Resolution& resolution, const Ways& ways);

// Where the call was served its prompt cache lies from now on.
void noteCacheHome(const Call& call, const Ways& ways);

} // namespace gatehouse::pipeline
