// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/request_scan.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// Whether requests of the operation can say how many tokens the answer may have.
bool namesOutputTokens(Operation operation);

// The edits that make a request which names no limit of its answer name this one, in its own dialect. "model" is the
// provider's: OpenAI's reasoning models take another field than all others. Nothing for other operations.
std::vector<Edit> outputCapEdits(Operation operation, const RequestFacts& facts, std::string_view body,
                                 std::string_view model, std::uint64_t cap);

} // namespace gatehouse::dialects
