// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/telemetry/record_writer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// The table "call_bodies": apart from the rows, by the id of the call, with a retention of its own.

// All or nothing.
Result<void> insertBodies(Connection& connection, const std::vector<telemetry::StoredBodies>& bodies);

// {"bodies": […]} of a call; nothing where none are kept.
Result<std::optional<std::string>> findBodies(Connection& connection, std::string_view id);

} // namespace gatehouse::store
