// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"

#include <string_view>

namespace gatehouse::dialects::cohere {

// A request of Cohere's Chat API, version 2 (docs.cohere.com, "Chat API (v2)"). Documents of the top level become parts
// of the last message of the user, which they are about. Errors: Invalid (invalid_request) with the field's name.
Result<ChatRequest> readRequest(std::string_view body);

} // namespace gatehouse::dialects::cohere
