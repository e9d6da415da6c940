// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"

#include <vector>

// Content blocks of Messages, as requests, answers and streams share them (WIRE.md §3).
namespace gatehouse::dialects::anthropic {

// A string, an array of blocks, or nothing. Appends.
void readContent(json::View content, std::vector<Part>& parts);
PartContent readBlock(json::View block);
Citation readCitation(json::View citation);

} // namespace gatehouse::dialects::anthropic
