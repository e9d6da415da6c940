// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"

#include <string>

namespace gatehouse::dialects::gemini {

// A generateContent request; model and stream stand in its address. Errors: Invalid, for what the service cannot be
// asked for.
Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses);

} // namespace gatehouse::dialects::gemini
