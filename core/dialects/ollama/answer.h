// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::ollama {

// /api/chat answers with a message, /api/generate with a "response". Either is read wherever it comes.
enum class Form { Chat, Generate };

Result<ChatAnswer> readAnswer(std::string_view body);
std::string writeAnswer(const ChatAnswer& answer, Form form, Losses& losses);

// The counts of the last line. "prompt_eval_count" is absent where the whole prompt was cached: then it counts nothing.
std::optional<Usage> readUsage(json::View root);
StopReason stopReasonOf(std::string_view word);
std::string_view stopWord(StopReason reason);

// "model" and "created_at", the first members of every line.
void writeHead(json::Writer& out, std::string_view model, std::int64_t created);
// "done": true, the reason and the counts. How long it took is not known here.
void writeEnd(json::Writer& out, StopReason stop, const std::optional<Usage>& usage);

std::int64_t secondsOf(std::string_view time); // RFC 3339; 0: none

// {"error": text}
std::string errorBody(const Error& error);

} // namespace gatehouse::dialects::ollama
