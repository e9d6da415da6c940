// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"

#include <optional>
#include <span>
#include <string>

// What the request readers of all dialects do alike.
namespace gatehouse::dialects {

// The members of an object that are given and not among the known names.
UnknownFields unknownFields(json::View object, std::span<const char* const> known, Dialect dialect);

std::optional<NumberText> numberIn(json::View value);
std::optional<CacheMark> cacheMarkIn(json::View object);

// The elements of "content" (or the like) must be objects; a value that is no array passes.
Result<void> checkParts(json::View content, const std::string& path);

// Invalid, code invalid_request: "messages[0].role must be …".
tl::unexpected<Error> invalidField(std::string field, std::string expected);

} // namespace gatehouse::dialects
