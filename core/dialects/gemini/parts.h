// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"

#include <string>
#include <vector>

// Parts of Gemini's contents, as requests, answers and streams share them (WIRE.md §4).
namespace gatehouse::dialects::gemini {

// Makes ids for calls that come without: the same whenever the same place of the same seed is read.
class CallIds {
public:
    explicit CallIds(std::string seed) : m_seed(std::move(seed)) {}
    std::string next();

private:
    std::string m_seed;
    int m_count = 0;
};

// Appends what one part holds: a signature of a text comes as a part of its own behind it. "at" is its index in the
// client's parts.
void readPart(json::View value, int at, CallIds& ids, std::vector<Part>& parts);
// An array of parts, or a single one in its place.
void readParts(json::View value, CallIds& ids, std::vector<Part>& parts);

// inlineData or fileData.
MediaPart readMedia(json::View data, bool file);
MediaKind mediaKindOf(std::string_view mediaType);

// Arguments of a functionCall as JSON text.
std::string argumentsOf(json::View call);

} // namespace gatehouse::dialects::gemini
