// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/call_query.h"
#include "core/store/connection.h"

namespace gatehouse::store {

Result<CallPage> searchCalls(Connection& connection, const CallRequest& request);
Result<std::optional<StoredCall>> findCall(Connection& connection, std::string_view id);

} // namespace gatehouse::store
