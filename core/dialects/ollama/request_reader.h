// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"

#include <string_view>

// Requests of Ollama's own API (docs.ollama.com, "Generate a chat message", "Generate a response"). Calls without ids
// get one, and results without one that of the call that they answer: by name, else in order.
namespace gatehouse::dialects::ollama {

Result<ChatRequest> readChatRequest(std::string_view body);
// One message, with a system prompt before it where there is one.
Result<ChatRequest> readGenerateRequest(std::string_view body);

} // namespace gatehouse::dialects::ollama
