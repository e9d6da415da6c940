// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/key_slots.h"
#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {

// Whether there is room for one more call: for a stream at all, and of this key -> slot. No slots: no such limits.
StageResult takePlace(const Call& call, KeySlots* slots, KeySlots::Slot& slot);

} // namespace gatehouse::pipeline
