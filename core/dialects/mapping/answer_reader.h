// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/mapping/mapping.h"
#include "core/dialects/tap.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::mapping {

// A whole answer by its mapping. Errors: Unavailable upstream_invalid_answer where its text stands nowhere (the message
// names the pointer), or what the answer tells at "error".
Result<ChatAnswer> readAnswer(const Mapping& mapping, std::string_view body);
// Usage, stop reason and length of it, for the record; never fails.
AnswerFacts readFacts(const Mapping& mapping, std::string_view body);

// What an answer that is an error says of itself; nothing where the mapping does not say where.
std::optional<std::string> errorText(const Mapping& mapping, std::string_view body);

// A text at a pointer: a string, a number, an array of which the strings are joined; nothing for anything else.
std::optional<std::string> textAt(const std::optional<Pointer>& pointer, json::View root);
// Tokens as far as they are told; an array counts as many as it has elements.
std::optional<Usage> usageAt(const Mapping::Places& places, json::View root);
// The word at "finish": None for null, absent or empty.
StopReason stopAt(const Mapping::Places& places, json::View root, std::string& word);
// The error that an answer or an event tells.
std::optional<StreamError> errorAt(const Mapping::Places& places, json::View root);

} // namespace gatehouse::dialects::mapping
