// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/dialect.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::cache {

// A request as the cache compares it: equal texts mean equal requests, whatever the order of their fields, their
// blanks, the spelling of their numbers, and whether the answer shall come as a stream. What is not known to make no
// difference makes one.
//
// Conversations of nothing but text and the usual parameters get the same form in the dialects of OpenAI, Anthropic and
// Gemini, so that their clients share answers. Whatever else a request holds (tools, images, thinking, a user's name)
// binds it to its dialect.
struct Canonical {
    std::string whole;
    // The same without the words of its last message, and those words; where it ends with a user's text.
    std::optional<std::string> rest;
    std::string lastText;
    std::optional<double> temperature;
    bool plain = false;       // of the form that dialects share
    bool toolResults = false; // it holds results of tools
};

// Errors: those of the parser. Pure.
Result<Canonical> canonicalRequest(dialects::Operation operation, std::string_view body);

} // namespace gatehouse::cache
