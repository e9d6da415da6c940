// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Items as requests and answers share them (WIRE.md §2; OpenAI's API reference, "Responses").
namespace gatehouse::dialects::responses {

// The format that marks thoughts of this dialect in others that keep such a word (OpenRouter's reasoning_details).
inline constexpr std::string_view thoughtFormat = "openai-responses-v1";

// Who an item belongs to.
enum class Side { Prompt, Assistant, Tool };
Side sideOf(std::string_view type, std::string_view role);

// The parts of one item, "at" being the item's index (of a prompt's parts: the index in its content; -1 for a string).
// Nothing is refused: what is not known becomes an unknown part. Signatures of calls that travel in reasoning items are
// kept aside until settle().
class ItemReader {
public:
    // Of a request: what was wrapped for its client is unwrapped. An answer may hold such a thing only where the
    // provider is a gateway of the same kind; it is that one's own.
    enum class From { Request, Answer };
    explicit ItemReader(From from) : m_from(from) {}

    void read(json::View item, int at, std::vector<Part>& parts);
    // Gives each call the signature that travelled beside it.
    void settle(std::vector<Part>& parts) const;

private:
    void readMessage(json::View item, int at, std::vector<Part>& parts);
    void readReasoning(json::View item, int at, std::vector<Part>& parts);

    From m_from;
    std::unordered_map<std::string, std::string> m_carried; // signatures by the id of their call
};

// "content" of a message, or "output" of a call: a string or parts. Appends.
void readContent(json::View content, std::vector<Part>& parts);
// "annotations" of a text.
std::vector<Citation> readAnnotations(json::View annotations);
Citation readAnnotation(json::View annotation);
// The texts of "summary", a blank line between them.
std::string joinedSummary(json::View summary);

} // namespace gatehouse::dialects::responses
