// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/usage.h"

#include <string_view>

namespace gatehouse::dialects::gemini {

// What a finishReason means, its number of the enumeration included ("enum-encoding=int"), and the word for a reason.
// Calls of functions end with STOP: the parts say it (WIRE.md §4, §9).
StopReason stopReasonOf(std::string_view word);
std::string_view stopWord(StopReason reason);

} // namespace gatehouse::dialects::gemini
