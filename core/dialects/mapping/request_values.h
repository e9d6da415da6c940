// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"
#include "core/dialects/mapping/template.h"

namespace gatehouse::dialects::mapping {

// What of a conversation fills the places of that template. What was asked for and has no place is a loss, named as a
// client of "from" does.
Result<Values> valuesOf(const ChatRequest& request, Dialect from, const Template& wanted, Losses& losses);

} // namespace gatehouse::dialects::mapping
