// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/async/task.h"
#include "core/telemetry/call_record.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::admin {

using CallIds = std::shared_ptr<const std::vector<std::string>>;

// The records of calls that have just been made; those that are not written after some seconds are missing.
Task<std::vector<telemetry::CallRecord>> awaitRecords(AdminDependencies& with, Executor executor, CallIds ids);

} // namespace gatehouse::admin
