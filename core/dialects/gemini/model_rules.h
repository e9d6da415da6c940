// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// What models of Gemini's services take, by their names. A name that says nothing is taken for a new model.
namespace gatehouse::dialects::gemini {

bool isGemini(std::string_view model);
// Gemini 2.5 and older: thinking is asked for in tokens, functions and a schema exclude each other, results of
// functions hold no media, and calls need no signature.
bool isOlderModel(std::string_view model);
// Gemini 1 and 2.0, Gemma: no thinking to be asked for.
bool cannotThink(std::string_view model);
// Gemini 2.5 Pro: thinks always, at least 128 tokens.
bool alwaysThinks(std::string_view model);
// Gemini 3 Pro: knows only "low" and "high".
bool knowsTwoLevels(std::string_view model);

} // namespace gatehouse::dialects::gemini
