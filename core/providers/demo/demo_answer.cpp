// SPDX-License-Identifier: Apache-2.0
#include "core/providers/demo/demo_answer.h"

#include "core/providers/demo/demo_words.h"

#include <algorithm>
#include <array>

namespace gatehouse::providers::demo {
namespace {

constexpr std::size_t mostPieces = 64;
constexpr std::size_t toolCallTokens = 8; // beside the words of its arguments

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Where the word that begins at or behind "at" ends.
std::size_t endOfWord(std::string_view text, std::size_t at) {
    while (at < text.size() && isBlank(text[at]))
        ++at;
    while (at < text.size() && !isBlank(text[at]))
        ++at;
    return at;
}

std::string whatToSay(const Request& request) {
    if (!request.formed.empty())
        return request.formed;
    if (auto count = countAskedFor(request.text))
        return *count;
    if (auto product = productAskedFor(request.text))
        return *product;
    if (request.shown.empty())
        return request.text.empty() ? "There was no text to echo." : request.text;
    return request.text.empty() ? request.shown : request.text + "\n" + request.shown;
}

} // namespace

std::string signatureOf(std::string_view thought) {
    return "demo" + hexId(hashOf(thought));
}

Reply replyTo(const Request& request) {
    Reply reply;
    if (request.thinks) {
        reply.thought = "The last turn has " + std::to_string(countTokens(request.text)) + " words.";
        reply.thoughtTokens = countTokens(reply.thought);
    }
    if (!request.toolCalls.empty()) {
        for (const auto& call : request.toolCalls)
            reply.tokens += countTokens(call.arguments) + toolCallTokens;
        reply.tokens += reply.thoughtTokens;
        return reply;
    }
    const auto text = whatToSay(request);
    std::size_t end = 0;
    std::size_t words = 0;
    while (words < request.mostTokens && end < text.size()) {
        end = endOfWord(text, end);
        ++words;
    }
    reply.text = text.substr(0, end);
    reply.tokens = countTokens(reply.text) + reply.thoughtTokens;
    reply.cut = countTokens(std::string_view(text).substr(end)) > 0;
    return reply;
}

std::vector<std::string_view> wordsOf(std::string_view text) {
    const std::size_t perPiece = countTokens(text) / mostPieces + 1;
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        std::size_t end = 0;
        for (std::size_t i = 0; i < perPiece; ++i)
            end = endOfWord(text, end);
        if (countTokens(text.substr(end)) == 0)
            end = text.size();
        pieces.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return pieces;
}

std::string hexId(std::uint64_t seed) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id;
    for (int shift = 60; shift >= 0; shift -= 4)
        id.push_back(digits[(seed >> static_cast<unsigned>(shift)) & 15U]);
    return id;
}

Answer wholeJson(std::string body, int status) {
    Answer answer;
    answer.status = status;
    answer.fields.push_back({"content-type", "application/json"});
    answer.pieces.push_back(std::move(body));
    return answer;
}

Answer eventStream(std::vector<std::string> events) {
    Answer answer;
    answer.fields.push_back({"content-type", "text/event-stream; charset=utf-8"});
    answer.pieces = std::move(events);
    return answer;
}

} // namespace gatehouse::providers::demo
