// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"

#include <string_view>

namespace gatehouse::dialects::bedrock {

// A request of Converse; whether it streams and for which model, its address says. Errors: Invalid.
Result<ChatRequest> readRequest(std::string_view body);

} // namespace gatehouse::dialects::bedrock
