// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <string>
#include <string_view>
#include <vector>

// Parts of messages as requests and answers of Cohere's Chat API, version 2, have them alike.
namespace gatehouse::dialects::cohere {

// "content": a string or an array of parts. Empty text is no part.
void readContent(json::View content, std::vector<Part>& parts);
// "tool_calls". The seed makes ids for calls without one.
void readToolCalls(json::View calls, std::string_view seed, std::vector<Part>& parts);
ToolUsePart readToolCall(json::View call);

// A document of the top level, or of a part: an object with an id and fields, or a text.
MediaPart readDocument(json::View document);
// {"id":…, "data":{…}}
void writeDocument(const MediaPart& media, json::Writer& out);

Citation readCitation(json::View citation);
// "start" and "end" are places in the text, in characters; "quoted" is what stands there.
void writeCitation(const Citation& citation, std::int64_t start, std::int64_t end, std::string_view quoted,
                   json::Writer& out);

// The members of a call, into an open object. Free text becomes {"input": text}.
void writeToolCall(const ToolUsePart& use, json::Writer& out);

} // namespace gatehouse::dialects::cohere
