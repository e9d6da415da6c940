// SPDX-License-Identifier: Apache-2.0
#include "core/conformance/verdict.h"

#include "core/base/text.h"
#include "core/conformance/question.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/provider_fault.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <vector>

namespace gatehouse::conformance {
namespace {

using dialects::AnswerChoice;
using dialects::ChatAnswer;
using dialects::Dialect;
using dialects::ReasoningPart;
using dialects::StopReason;
using dialects::TextPart;
using dialects::ToolUsePart;

constexpr std::size_t mostShown = 160;

std::string shown(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, mostShown))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    while (!out.empty() && !isValidUtf8(out))
        out.pop_back(); // the cut came in a character
    return text.size() > mostShown ? out + "…" : out;
}

const AnswerChoice* first(const ChatAnswer& answer) {
    return answer.choices.empty() ? nullptr : &answer.choices.front();
}

std::string textOf(const ChatAnswer& answer) {
    std::string text;
    if (const auto* choice = first(answer)) {
        for (const auto& part : choice->parts) {
            if (const auto* said = std::get_if<TextPart>(&part.content))
                text += said->text;
        }
    }
    return text;
}

std::vector<const ToolUsePart*> callsOf(const ChatAnswer& answer) {
    std::vector<const ToolUsePart*> calls;
    if (const auto* choice = first(answer)) {
        for (const auto& part : choice->parts) {
            if (const auto* call = std::get_if<ToolUsePart>(&part.content))
                calls.push_back(call);
        }
    }
    return calls;
}

bool holds(std::string_view text, std::string_view word) {
    return toLower(text).find(toLower(word)) != std::string::npos;
}

std::string stopName(StopReason stop) {
    constexpr std::array<std::string_view, 11> names{"none",    "end of turn",    "stop sequence", "token limit",
                                                     "context", "call of a tool", "filtered",      "refusal",
                                                     "paused",  "failed",         "another"};
    return std::string(names[static_cast<std::size_t>(stop)]);
}

std::string endFault(const ChatAnswer& answer, StopReason wanted) {
    const auto* choice = first(answer);
    if (choice == nullptr)
        return "The answer has no choice.";
    if (choice->stop == wanted)
        return {};
    if (choice->stop == StopReason::None)
        return "The answer does not say why it ended.";
    return "It ended for the wrong reason: " + stopName(choice->stop) + " instead of " + stopName(wanted) + ".";
}

std::string wordFault(const ChatAnswer& answer, std::string_view word) {
    const auto text = textOf(answer);
    if (holds(text, word))
        return {};
    return text.empty() ? std::string("There is no text.")
                        : "The text lacks \"" + std::string(word) + "\": " + shown(text);
}

std::string usageFault(const ChatAnswer& answer) {
    if (!answer.usage)
        return "No tokens were told.";
    return answer.usage->output > 0 && answer.usage->prompt() > 0 ? std::string()
                                                                  : std::string("The tokens told are none.");
}

std::string cityIn(const ToolUsePart& call) {
    const auto document = dialects::json::Document::parse(call.arguments);
    return document ? document->root()["city"].text() : std::string();
}

std::string toolFault(const ChatAnswer& answer, std::span<const std::string_view> cities) {
    const auto calls = callsOf(answer);
    if (calls.size() != cities.size())
        return "There are " + std::to_string(calls.size()) + " calls of tools instead of " +
               std::to_string(cities.size()) + (calls.empty() ? ": " + shown(textOf(answer)) : ".");
    std::set<std::string> ids;
    std::set<std::string> seen;
    for (const auto* call : calls) {
        if (call->name != toolName)
            return "A tool that was not offered is called: " + shown(call->name);
        ids.insert(call->id);
        const auto city = cityIn(*call);
        if (city.empty())
            return "The arguments do not fit the tool's schema: " + shown(call->arguments);
        seen.insert(toLower(city));
    }
    if (ids.size() != calls.size() || ids.contains(""))
        return "The calls have no ids of their own.";
    for (const auto city : cities) {
        if (std::none_of(seen.begin(), seen.end(), [city](const std::string& each) { return holds(each, city); }))
            return "No call is about " + std::string(city) + ".";
    }
    return endFault(answer, StopReason::ToolUse);
}

std::string formFault(const ChatAnswer& answer) {
    const auto text = textOf(answer);
    const auto document = dialects::json::Document::parse(text);
    if (!document)
        return "The answer is no JSON: " + shown(text);
    const auto root = document->root();
    const bool fits = root.size() == 2 && root["country"].isString() && root["inhabitants"].integer().has_value();
    return fits ? endFault(answer, StopReason::EndTurn) : "The answer does not fit the schema: " + shown(text);
}

std::string thoughtFault(const ChatAnswer& answer) {
    const auto* choice = first(answer);
    const bool told =
        choice != nullptr && std::any_of(choice->parts.begin(), choice->parts.end(), [](const auto& part) {
            const auto* thought = std::get_if<ReasoningPart>(&part.content);
            return thought != nullptr &&
                   !(thought->text.empty() && thought->signature.empty() && thought->encrypted.empty());
        });
    const bool counted = answer.usage && answer.usage->reasoning > 0;
    if (!told && !counted)
        return "There is neither a thought nor a token of one.";
    return wordFault(answer, product);
}

std::string countFault(const ChatAnswer& answer) {
    const auto text = textOf(answer);
    int next = 1;
    std::size_t at = 0;
    while (at < text.size() && next <= countTo) {
        const auto begin = text.find_first_of("0123456789", at);
        if (begin == std::string::npos)
            break;
        const auto end = std::min(text.find_first_not_of("0123456789", begin), text.size());
        if (std::string_view(text).substr(begin, end - begin) != std::to_string(next))
            return "Counting broke off at " + std::to_string(next) + ": " + shown(std::string_view(text).substr(begin));
        ++next;
        at = end;
    }
    return next > countTo ? endFault(answer, StopReason::EndTurn)
                          : "The text ends in front of " + std::to_string(next) + ".";
}

using Words = std::span<const std::string_view>;

Words wordsOf(Feature feature) {
    static constexpr std::array<std::string_view, 2> stream{"stream", "sse"};
    static constexpr std::array<std::string_view, 2> tools{"tool", "function"};
    static constexpr std::array<std::string_view, 5> image{"image", "vision", "modalit", "media", "picture"};
    static constexpr std::array<std::string_view, 4> form{"format", "schema", "structured", "json"};
    static constexpr std::array<std::string_view, 3> thought{"reason", "think", "effort"};
    switch (feature) {
    case Feature::Stream:
        return stream;
    case Feature::Tools:
    case Feature::ParallelTools:
        return tools;
    case Feature::Image:
        return image;
    case Feature::StructuredOutput:
        return form;
    case Feature::Reasoning:
        return thought;
    default:
        return {};
    }
}

bool holdsOneOf(std::string_view text, Words words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return holds(text, word); });
}

bool saysUnsupported(std::string_view text) {
    static constexpr std::array<std::string_view, 14> phrases{
        "not support", "unsupported", "does not",      "doesn't", "not allowed", "not available", "unrecognized",
        "unknown",     "not enabled", "not permitted", "cannot",  "can't",       "invalid",       "no endpoints"};
    return holdsOneOf(text, phrases);
}

} // namespace

std::string refusalText(const Answered& answered) {
    // What the gateway puts in front where client and provider speak different dialects.
    constexpr std::string_view said = "The provider said: ";
    const auto fault = dialects::readFault(answered.body);
    std::string_view text = fault.message.empty() ? std::string_view(answered.body) : std::string_view(fault.message);
    if (const auto at = text.find(said); at != std::string_view::npos)
        text.remove_prefix(at + said.size());
    return shown(text);
}

std::string summaryOf(const ChatAnswer& answer) {
    std::string out;
    for (const auto* call : callsOf(answer))
        out += (out.empty() ? "" : ", ") + shown(call->name + "(" + call->arguments + ")");
    if (const auto text = textOf(answer); !text.empty())
        out += (out.empty() ? "" : ", ") + shown(text);
    if (const auto* choice = first(answer))
        out += " [" + stopName(choice->stop) + "]";
    if (answer.usage)
        out += " " + std::to_string(answer.usage->prompt()) + " in, " + std::to_string(answer.usage->output) + " out";
    return out;
}

Understood understand(Dialect dialect, const Answered& answered) {
    if (answered.failed)
        return {std::nullopt, "The call failed: " + answered.failed->message};
    if (answered.status != 200)
        return {std::nullopt, "Status " + std::to_string(answered.status) + ": " + refusalText(answered)};
    if (answered.streamed) {
        if (const auto& error = answered.collected.error())
            return {std::nullopt, "The stream told of an error: " +
                                      shown(error->providerText.empty() ? error->error.message : error->providerText)};
        if (answered.end != dialects::StreamEnd::Whole)
            return {std::nullopt, "The stream was cut: it has no end."};
        return {answered.collected.answer(), {}};
    }
    auto answer = dialects::codecFor(dialect).readAnswer(answered.body);
    if (!answer)
        return {std::nullopt, "The answer cannot be read: " + shown(answered.body)};
    return {std::move(*answer), {}};
}

std::string faultOf(Feature feature, const Answered& answered, const ChatAnswer& answer) {
    static constexpr std::array one{firstCity};
    static constexpr std::array two{firstCity, secondCity};
    const bool streams =
        feature == Feature::Stream || feature == Feature::ParallelTools || feature == Feature::LongOutput;
    if (streams && !answered.streamed)
        return "A stream was asked for, and " + shown(answered.contentType) + " came.";
    switch (feature) {
    case Feature::Stream:
    case Feature::Plain:
        if (auto fault = wordFault(answer, expectedWord); !fault.empty())
            return fault;
        if (auto fault = endFault(answer, StopReason::EndTurn); !fault.empty())
            return fault;
        return usageFault(answer);
    case Feature::Tools:
        return toolFault(answer, one);
    case Feature::ParallelTools:
        return toolFault(answer, two);
    case Feature::Image:
        return wordFault(answer, imageColour);
    case Feature::StructuredOutput:
        return formFault(answer);
    case Feature::Reasoning:
        return thoughtFault(answer);
    case Feature::LongOutput:
        if (answered.textPieces < 2)
            return "The text came in one piece.";
        return countFault(answer);
    default:
        return {};
    }
}

std::string faultOfNext(Feature feature, const ChatAnswer& answer) {
    auto fault = wordFault(answer, feature == Feature::Tools ? resultWord : expectedWord);
    return fault.empty() ? std::string() : "The next turn: " + fault;
}

std::string faultOfRefusal(Dialect dialect, const Answered& answered) {
    if (answered.failed)
        return "The call failed: " + answered.failed->message;
    if (answered.status == 200)
        return "A model that does not exist was answered with 200: " + shown(answered.body);
    const bool ofClient = answered.status >= 400 && answered.status < 500;
    if (!ofClient)
        return "A model that does not exist was answered with " + std::to_string(answered.status) + ": " +
               refusalText(answered);
    if (!answered.gatewayError.starts_with("provider_"))
        return "The refusal is not the provider's but the gateway's own: " + refusalText(answered);
    const auto fault = dialects::readFault(answered.body);
    if (!fault.json || fault.message.empty())
        return "The refusal is not in the form of " + std::string(dialects::nameOf(dialect)) + ": " +
               shown(answered.body);
    return {};
}

std::optional<std::string> whyNotApplicable(Feature feature, const Answered& answered) {
    if (answered.failed)
        return std::nullopt;
    const bool refused =
        answered.status == 400 || answered.status == 404 || answered.status == 422 || answered.status == 501;
    if (!refused || !answered.gatewayError.starts_with("provider_"))
        return std::nullopt;
    const auto text = refusalText(answered);
    if (!holdsOneOf(text, wordsOf(feature)) || !saysUnsupported(text))
        return std::nullopt;
    return "The provider says: " + text;
}

} // namespace gatehouse::conformance
