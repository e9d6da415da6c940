// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"

#include <optional>
#include <string>
#include <string_view>

// Content blocks as requests, answers and streams write them.
namespace gatehouse::dialects::anthropic {

void writeCacheMark(const std::optional<CacheMark>& mark, json::Writer& out);
// The members of a thinking or redacted_thinking block, "type" first. Thoughts of other vendors are wrapped.
void writeReasoningMembers(const ReasoningPart& reasoning, std::string_view text, json::Writer& out);
// The value of "input".
void writeInput(const ToolUsePart& use, json::Writer& out);
// Picture and document: what "source" can say. False when it cannot.
bool isSayableMedia(const MediaPart& media);
void writeMediaMembers(const MediaPart& media, json::Writer& out);

} // namespace gatehouse::dialects::anthropic
