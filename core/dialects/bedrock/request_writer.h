// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"

#include <string>

namespace gatehouse::dialects::bedrock {

// A request of Converse. What the model's vendor names its own way (thinking, top_k) goes by the model's id; an id that
// tells nothing is taken for one of Anthropic's.
Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses);

} // namespace gatehouse::dialects::bedrock
