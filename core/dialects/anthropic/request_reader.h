// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"

#include <string_view>

namespace gatehouse::dialects::anthropic {

// A Messages request; views of the body stay in it. The results in a user turn become a Tool message before the rest.
// Errors: Invalid with code invalid_json or invalid_request and the field.
Result<ChatRequest> readRequest(std::string_view body);

} // namespace gatehouse::dialects::anthropic
