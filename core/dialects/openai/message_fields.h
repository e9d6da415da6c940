// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"

#include <string_view>
#include <vector>

// Fields that messages of requests, of answers and deltas of streams write alike.
namespace gatehouse::dialects::openai {

std::vector<const ReasoningPart*> reasoningOf(const std::vector<Part>& parts);
// Text for clients that know only text; details for all that must come back: signatures and encrypted data.
void writeReasoningFields(const std::vector<const ReasoningPart*>& parts, json::Writer& out);
// One element of reasoning_details (OpenRouter's form), "text" in place of the part's own.
void writeReasoningDetail(const ReasoningPart& part, std::string_view text, int index, json::Writer& out);
// Pictures that a model made, in the form of OpenRouter's "images".
void writeImages(const std::vector<const MediaPart*>& images, json::Writer& out);
// An element of tool_calls without "index".
void writeToolCall(const ToolUsePart& use, json::Writer& out);

} // namespace gatehouse::dialects::openai
