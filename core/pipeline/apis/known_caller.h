// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/stages.h"

#include <string_view>

namespace gatehouse::pipeline {

// The caller of a call that was asked for earlier, by the id of his key -> call.identity, call.record. What would
// refuse the key now refuses the call: revoked, expired, disabled, another address.
StageResult knownCaller(Call& call, std::string_view keyId, WallMicros now);

// The same caller as that of another call of this moment.
void sameCaller(Call& call, const Call& as);

} // namespace gatehouse::pipeline
