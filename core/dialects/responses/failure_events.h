// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::dialects::responses {

// How a stream tells of a failure (WIRE.md §2 "Error after 200"). The "error" event has its members twice: flat as in
// the documents, and nested as the service sends them.
void appendErrorEvent(std::string& out, const Error& error, std::int64_t sequence);

// Both events that end a stream whose own numbers are not known: "error", then "response.failed".
std::string failureEvents(const Error& error, std::string_view requestId);

} // namespace gatehouse::dialects::responses
