// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/stages.h"

#include <atomic>

namespace gatehouse::pipeline {

// While the operator has paused the gateway no new call begins; those that run go on. Null: it cannot be paused.
StageResult passUnlessPaused(const std::atomic<bool>* paused);

} // namespace gatehouse::pipeline
