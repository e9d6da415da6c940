// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"

#include <string_view>

namespace gatehouse::dialects::gemini {

// A generateContent request; views of the body stay in it. Model and stream stand in its address. Errors: Invalid with
// code invalid_json or invalid_request and the field.
Result<ChatRequest> readRequest(std::string_view body);
Result<ChatRequest> readRequest(json::View root);

} // namespace gatehouse::dialects::gemini
