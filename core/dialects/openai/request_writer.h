// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"

#include <string>

namespace gatehouse::dialects::openai {

// A Chat Completions request. Losses name fields as a client of "from" does.
Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses);

} // namespace gatehouse::dialects::openai
