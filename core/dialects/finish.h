// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/dialects/usage.h"

#include <string_view>

namespace gatehouse::dialects {

// What a finish or stop word of that dialect means (WIRE.md §9 "Finish reasons"). An empty word says nothing: None.
// A word that no table holds is Other.
StopReason stopReasonOf(Dialect dialect, std::string_view word);

} // namespace gatehouse::dialects
