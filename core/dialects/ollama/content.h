// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <string>
#include <string_view>
#include <vector>

// Parts of messages as requests and answers of Ollama's own API have them alike.
namespace gatehouse::dialects::ollama {

// Empty text is no part.
void addText(std::string text, std::vector<Part>& parts);
// Bare base64; a data URL, which some clients send, is taken too.
void readImages(json::View images, std::vector<Part>& parts);
// "thinking", "content", "images" and "tool_calls" of a message. The seed makes ids for calls without one.
void readAnswerParts(json::View message, std::string_view seed, std::vector<Part>& parts);
ToolUsePart readToolCall(json::View call);

// What a picture is, by its first bytes in base64: the dialect does not say.
std::string_view imageTypeOf(std::string_view base64);

// The JSON object of a call's arguments: free text becomes {"input": text}, what is no object {"arguments": text}.
RawJson argumentsOf(const ToolUsePart& use);
// A whole element of "tool_calls".
void writeToolCall(const ToolUsePart& use, int index, json::Writer& out);

} // namespace gatehouse::dialects::ollama
