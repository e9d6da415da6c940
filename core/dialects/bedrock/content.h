// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"

#include <string>
#include <string_view>
#include <vector>

// Content blocks of Converse, read (WIRE.md §5). A block is an object with one member, which says its kind.
namespace gatehouse::dialects::bedrock {

// A cachePoint marks the part before it; a block without a place in the model is kept as it is.
void readContent(json::View content, std::vector<Part>& parts);

Citation readCitation(json::View value);
// Thoughts of other vendors stand wrapped in the signatures (or bytes) that a client of this dialect sends back.
void takeSignature(std::string signature, ReasoningPart& reasoning);
void takeRedacted(std::string base64, ReasoningPart& reasoning);
// The inverse.
std::string signatureOf(const ReasoningPart& reasoning, std::string_view signature);
std::string redactedOf(const ReasoningPart& reasoning);

} // namespace gatehouse::dialects::bedrock
