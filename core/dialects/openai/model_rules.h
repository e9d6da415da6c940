// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// What only a model's name tells about the fields that it takes (WIRE.md §1). A name may have its vendor before a
// slash ("openai/gpt-5"). Names that nobody knows are treated as those of a compatible server that takes all fields.
namespace gatehouse::dialects::openai {

// OpenAI's reasoning models: max_completion_tokens instead of max_tokens, no sampling parameters.
bool isReasoningModel(std::string_view model);
// Models of OpenAI that refuse reasoning_effort.
bool refusesEffort(std::string_view model);
// Mistral's own API refuses every field that it does not know, "user" among them.
bool refusesUser(std::string_view model);
// Claude behind this dialect (OpenRouter): its own signatures are understood there.
bool isClaude(std::string_view model);

} // namespace gatehouse::dialects::openai
