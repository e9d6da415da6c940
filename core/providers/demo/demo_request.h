// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::providers::demo {

enum class Address { Chat, Completions, Embeddings, Moderations, Messages, CountTokens, Models, Model, Unknown };

// From the end of the path: what stands before it is a base path. "model" is what follows ".../models/".
Address addressOf(std::string_view target, std::string& model);

// A call of a tool, with arguments that fit its schema's required members by type.
struct ToolCall {
    std::string name;
    std::string arguments; // a JSON object
};

// What the demo provider understands of a request, either dialect.
struct Request {
    std::string model;
    std::uint64_t seed = 0; // of the bytes
    bool stream = false;
    bool usageAsked = false;
    std::string text; // of the last user turn (a tool's result where that came last), or the prompt
    std::vector<ToolCall> toolCalls;
    std::string shown;               // what the images of the last user turn show; empty = none came
    std::string formed;              // the JSON that an answer of the wanted form is; empty = any text will do
    bool thinks = false;             // a thought shall come before the answer
    bool slowly = false;             // a stream with waits between its pieces
    int failure = 0;                 // the status to fail with; 0 = none
    std::vector<std::string> inputs; // embeddings, moderations
    bool base64 = false;
    std::size_t dimensions = 256;
    std::size_t choices = 1;
    std::size_t mostTokens = SIZE_MAX;
    std::size_t promptTokens = 0; // words of all texts, and three for each message
};

std::size_t countTokens(std::string_view text);
// FNV-1a and a final mix: the same everywhere, unlike std::hash.
std::uint64_t hashOf(std::string_view bytes);
std::uint64_t mix(std::uint64_t value);

// Errors: Invalid (invalid_json, invalid_request).
Result<Request> readRequest(Address address, std::string_view body);

} // namespace gatehouse::providers::demo
