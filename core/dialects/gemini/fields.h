// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_tree.h"

#include <string>
#include <string_view>

// Gemini's services take each field in two spellings, camelCase and snake_case (WIRE.md §4). Stateless.
namespace gatehouse::dialects::gemini {

// "thoughtSignature" as "thought_signature".
std::string snakeCase(std::string_view camel);
// The same the other way round.
std::string camelCase(std::string_view snake);
// Whether a name, as it was written, is that field.
bool isField(std::string_view written, std::string_view camel);
// The member of that name, in either spelling.
json::View field(json::View object, std::string_view camel);

} // namespace gatehouse::dialects::gemini
