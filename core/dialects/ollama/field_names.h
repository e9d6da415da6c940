// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/translation.h"

#include <string>
#include <string_view>

// What fields are called in Ollama's own API: for losses.
namespace gatehouse::dialects::ollama {

// Where the model has the one message of /api/generate; its system prompt is at -1.
constexpr int atPrompt = -2;

std::string_view fieldName(Field field);
std::string pathOf(const Message& message);
std::string pathOf(const Message& message, const Part& part);

} // namespace gatehouse::dialects::ollama
