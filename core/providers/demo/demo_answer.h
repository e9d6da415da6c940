// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/message.h"
#include "core/providers/demo/demo_request.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::providers::demo {

// An answer before it is sent: a stream has a piece for each event, a whole answer one piece.
struct Answer {
    int status = 200;
    std::vector<http::Field> fields;
    std::vector<std::string> pieces;
};

// What is said back, cut at the most tokens that the request allows.
struct Reply {
    std::string text;
    std::string thought; // empty = none
    bool cut = false;
    std::size_t tokens = 0;        // of thought, text and tool calls
    std::size_t thoughtTokens = 0; // part of them
};
// The same for the same thought.
std::string signatureOf(std::string_view thought);
Reply replyTo(const Request& request);
// The text in pieces of whole words, at most 64: put together they are the text.
std::vector<std::string_view> wordsOf(std::string_view text);
std::string hexId(std::uint64_t seed);

Answer openAiChat(const Request& request);
Answer openAiCompletion(const Request& request);
Answer openAiEmbeddings(const Request& request);
Answer openAiModerations(const Request& request);
Answer openAiModels(std::span<const std::string_view> models);
Answer openAiModel(std::string_view model);
Answer openAiError(int status, std::string_view type, std::string_view code, std::string_view message);

Answer anthropicMessages(const Request& request);
Answer anthropicCount(const Request& request);
Answer anthropicModels(std::span<const std::string_view> models);
Answer anthropicModel(std::string_view model);
Answer anthropicError(int status, std::string_view type, std::string_view message);

// Shared by both: a whole JSON answer, and a stream.
Answer wholeJson(std::string body, int status = 200);
Answer eventStream(std::vector<std::string> events);

} // namespace gatehouse::providers::demo
