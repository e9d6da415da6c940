// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects::cohere {

// A whole answer. A plan becomes text before the calls that it is for.
Result<ChatAnswer> readAnswer(std::string_view body);
std::string writeAnswer(const ChatAnswer& answer, Losses& losses);

// "usage": what was read and made is "tokens"; "billed_units" count other than tokens do, and stand for them only where
// they are all there is.
std::optional<Usage> readUsage(json::View usage);
void writeUsage(const Usage& usage, json::Writer& out);

StopReason stopReasonOf(std::string_view word);
std::string_view stopWord(StopReason reason);

} // namespace gatehouse::dialects::cohere
