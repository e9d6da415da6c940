// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_cursor.h"

#include <optional>
#include <string>
#include <string_view>

// Words and numbers of Converse (AWS's API reference of the Bedrock runtime; WIRE.md §5 and §9).
namespace gatehouse::dialects::bedrock {

StopReason stopReasonOf(std::string_view word);
std::string_view stopWord(StopReason reason);

// The value of "usage" at the cursor; nothing for what holds no numbers. Converse's classes are disjoint as they come.
std::optional<Usage> readUsage(json::JsonCursor& at);

// "png", "pdf", "mp4" for a media type, and back. Empty: this dialect has no such format.
std::string_view formatOf(MediaKind kind, std::string_view mediaType);
std::string mediaTypeOf(MediaKind kind, std::string_view format);

// The name of a document as the service takes it: letters, digits, single blanks, hyphens, underscores, round and
// square brackets, at most 200 of them, without the ending that only repeats the format; "document" where nothing is
// left.
std::string documentName(std::string_view name, std::string_view format);

} // namespace gatehouse::dialects::bedrock
