// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::anthropic {

// An answer of Messages. Errors: Unavailable, code upstream_invalid_answer; or what an error body tells.
Result<ChatAnswer> readAnswer(std::string_view body);
// Losses name the parts of the provider's answer.
std::string writeAnswer(const ChatAnswer& answer, Losses& losses);

// The members of a "usage" object.
void writeUsageMembers(const Usage& usage, json::Writer& out);

} // namespace gatehouse::dialects::anthropic
