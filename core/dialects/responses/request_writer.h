// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"

#include <string>

namespace gatehouse::dialects::responses {

// A request of the Responses API. Nothing is left at the service ("store": false) unless the client asked for it; the
// encrypted thoughts of models that think are asked for instead. Losses name fields as a client of "from" does.
Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses);

} // namespace gatehouse::dialects::responses
