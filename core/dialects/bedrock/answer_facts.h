// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/dialects/tap.h"

#include <string_view>

namespace gatehouse::dialects::bedrock {

// What a whole answer of Converse or of count-tokens told.
AnswerFacts answerFacts(Operation operation, std::string_view body);

// An answer of /invoke that has not the form of Anthropic's.
bool isVendors(std::string_view body);

} // namespace gatehouse::dialects::bedrock
