// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/translation.h"

#include <string>
#include <string_view>

// How losses name the fields of a Gemini client.
namespace gatehouse::dialects::gemini {

std::string_view fieldName(Field field);
// "contents[2]", "systemInstruction".
std::string pathOf(const Message& message);
// "contents[2].parts[0]".
std::string pathOf(const Message& message, const Part& part);

} // namespace gatehouse::dialects::gemini
