// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::gemini {

// Our own error as Google's services write theirs: code, message, status word, and the stable code as the reason of an
// ErrorInfo (AIP-193).
std::string errorBody(const Error& error, int status, std::string_view requestId);

// google.rpc.RetryInfo of an error's body: there is no header that says it (WIRE.md §9).
std::optional<std::chrono::milliseconds> retryDelay(std::string_view body);

} // namespace gatehouse::dialects::gemini
