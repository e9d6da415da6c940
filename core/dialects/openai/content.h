// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"

#include <string_view>
#include <vector>

// Parts of messages of Chat Completions, as requests and answers share them (WIRE.md §1).
namespace gatehouse::dialects::openai {

// "content": a string, an array of parts, or nothing. Appends.
void readContent(json::View content, std::vector<Part>& parts);

// All variants of WIRE.md §1 "Reasoning" but tags within the text: reasoning_details where there are some, else
// reasoning_content, else reasoning. Appends.
void readReasoning(json::View message, std::vector<Part>& parts);
// One element of reasoning_details; nullopt for what it does not know.
std::optional<ReasoningPart> readReasoningDetail(json::View detail);

// "tool_calls" and the legacy "function_call". "seed" is for calls without an id: the same for the same place.
void readToolCalls(json::View message, std::string_view seed, std::vector<Part>& parts);

// Arguments are a JSON string; some servers send the object itself.
std::string argumentsText(json::View arguments);

// "annotations" of a message or delta.
std::vector<Citation> readAnnotations(json::View annotations);

} // namespace gatehouse::dialects::openai
