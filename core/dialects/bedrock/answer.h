// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects::bedrock {

// An answer of Converse, which names neither itself nor its model: its id is made of its bytes. Errors: Unavailable,
// code upstream_invalid_answer.
Result<ChatAnswer> readAnswer(std::string_view body);
// Losses name the parts of the provider's answer.
std::string writeAnswer(const ChatAnswer& answer, Losses& losses);

// The members of a "usage" object.
void writeUsageMembers(const Usage& usage, json::Writer& out);
// A citation's value: as it came, or made of what another dialect told.
void writeCitation(const Citation& citation, json::Writer& out);

} // namespace gatehouse::dialects::bedrock
