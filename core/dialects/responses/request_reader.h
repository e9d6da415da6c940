// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"

#include <string_view>

namespace gatehouse::dialects::responses {

// A request of the Responses API; views of the body stay in it. Items of the model that follow one another are one
// turn, and so are results. Errors: Invalid with code invalid_json or invalid_request and the field; with
// previous_response_not_found, conversation_unsupported, prompt_unsupported, background_unsupported or
// item_reference_unsupported for what only the service that keeps such state could serve: a codec reads requests that
// go elsewhere.
Result<ChatRequest> readRequest(std::string_view body);

} // namespace gatehouse::dialects::responses
