// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::openai {

// An answer of Chat Completions, of OpenAI or a compatible server. Errors: Unavailable, code upstream_invalid_answer;
// or what an error body tells, which some servers send with status 200.
Result<ChatAnswer> readAnswer(std::string_view body);
// Losses name the parts of the provider's answer.
std::string writeAnswer(const ChatAnswer& answer, Losses& losses);

// The value of "usage".
void writeUsage(const Usage& usage, json::Writer& out);
// An element of "annotations" for text from "start" to "end", in characters. Only for citations with an address.
void writeAnnotation(const Citation& citation, std::int64_t start, std::int64_t end, json::Writer& out);
std::int64_t characters(std::string_view utf8);
// Perplexity tells its sources beside the choices.
std::vector<Citation> readTopLevelCitations(json::View root);
// The last word on why it stopped, knowing what came: servers say "stop" for tool calls and refusals too.
StopReason settledStop(StopReason told, bool calls, bool refuses);

} // namespace gatehouse::dialects::openai
