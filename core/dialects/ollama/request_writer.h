// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"

#include <string>

namespace gatehouse::dialects::ollama {

// A request for /api/chat. Field names in losses are those of "from".
Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses);

} // namespace gatehouse::dialects::ollama
