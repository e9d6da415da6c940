// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/translation.h"

#include <string>
#include <string_view>

// How clients of the Responses API call what a translation lost.
namespace gatehouse::dialects::responses {

std::string_view fieldName(Field field);
// "instructions", "input[3]"
std::string pathOf(const Message& message);
// "input[3].content[0]"; of items of the model and results "input[3]".
std::string pathOf(const Message& message, const Part& part);

} // namespace gatehouse::dialects::responses
