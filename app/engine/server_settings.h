// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/resources.h"
#include "core/http/server/server.h"
#include "core/pipeline/key_slots.h"
#include "core/pipeline/stages.h"

#include <cstdint>

namespace gatehouse::app {

// The settings of `server` (checked before) as the rooms take them.
http::ServerLimits listenerLimits(const contract::ServerLimitsSpec& spec);
pipeline::RequestBounds requestBounds(const contract::ServerLimitsSpec& spec);
pipeline::KeySlots::Limits keyLimits(const contract::ServerLimitsSpec& spec);
// In bytes; 0: unlimited. `auto` is three quarters of what the machine or the control group has.
std::uint64_t memoryBudget(const contract::ServerLimitsSpec& spec);
// Of the gateway's listener: who forwards, limits, what clients are told.
http::ServerOptions gatewayOptions(const contract::ServerSpec& spec);

} // namespace gatehouse::app
