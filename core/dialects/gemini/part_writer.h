// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"

#include <string_view>

// Members of Gemini's parts, as requests, answers and streams write them alike: into an object that is open.
namespace gatehouse::dialects::gemini {

// {"name":…,"args":{…}} as the value of "functionCall"; an id that we made is left out where "ownIds" is false.
enum class MadeIds { Keep, LeaveOut };
void writeCall(const ToolUsePart& use, std::string_view arguments, MadeIds ids, json::Writer& out);
// {"mimeType":…,"data":…} or {"mimeType":…,"fileUri":…} with its name in front.
void writeMedia(const MediaPart& media, json::Writer& out);
// Thoughts, with "text" in place of the part's own.
void writeThought(const ReasoningPart& reasoning, std::string_view text, json::Writer& out);

// Whether the id was made for a call that came without one.
bool isMadeId(std::string_view id);

} // namespace gatehouse::dialects::gemini
