// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/output_cap.h"

#include "core/dialects/openai/model_rules.h"

#include <string>

namespace gatehouse::dialects {
namespace {

// Where the limit stands: in an object of the body, or at its top.
struct LimitPlace {
    std::string_view object; // empty: at the top
    std::string_view name;   // empty: the operation has none
};

LimitPlace placeOf(Operation operation, std::string_view model) {
    switch (operation) {
    case Operation::ChatCompletions:
        return {"", openai::isReasoningModel(model) ? "max_completion_tokens" : "max_tokens"};
    case Operation::Completions:
    case Operation::Messages:
    case Operation::RawPredict:
    case Operation::Invoke:
    case Operation::CohereChat:
        return {"", "max_tokens"};
    case Operation::Responses:
        return {"", "max_output_tokens"};
    case Operation::GenerateContent:
        return {"generationConfig", "maxOutputTokens"};
    case Operation::Converse:
        return {"inferenceConfig", "maxTokens"};
    case Operation::OllamaChat:
    case Operation::OllamaGenerate:
        return {"options", "num_predict"};
    default:
        return {};
    }
}

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Whether the object whose brace stands there has no member.
bool isEmptyFrom(std::string_view body, std::size_t brace) {
    std::size_t at = brace + 1;
    while (at < body.size() && isBlank(body[at]))
        ++at;
    return at < body.size() && body[at] == '}';
}

bool isEmptyUpTo(std::string_view body, std::size_t end) {
    while (end > 0 && isBlank(body[end - 1]))
        --end;
    return end > 0 && body[end - 1] == '{';
}

} // namespace

bool namesOutputTokens(Operation operation) {
    return !placeOf(operation, {}).name.empty();
}

std::vector<Edit> outputCapEdits(Operation operation, const RequestFacts& facts, std::string_view body,
                                 std::string_view model, std::uint64_t cap) {
    const auto place = placeOf(operation, model);
    if (place.name.empty())
        return {};
    const std::string number = std::to_string(cap);
    if (facts.noOutputLimit)
        return {{*facts.noOutputLimit, number}};
    const std::string member = '"' + std::string(place.name) + "\":" + number;
    if (!place.object.empty() && facts.limitsBegin)
        return {{{*facts.limitsBegin + 1, 0}, member + (isEmptyFrom(body, *facts.limitsBegin) ? "" : ",")}};
    std::string text = isEmptyUpTo(body, facts.topLevelEnd) ? "" : ",";
    if (place.object.empty())
        text += member;
    else
        text += '"' + std::string(place.object) + "\":{" + member + '}';
    return {{{facts.topLevelEnd, 0}, std::move(text)}};
}

} // namespace gatehouse::dialects
