// SPDX-License-Identifier: Apache-2.0
#include "core/conformance/question.h"

#include <utility>

namespace gatehouse::conformance {
namespace {

using dialects::ChatRequest;
using dialects::Dialect;
using dialects::MediaPart;
using dialects::Message;
using dialects::Part;
using dialects::ReasoningPart;
using dialects::Role;
using dialects::TextPart;
using dialects::ToolResultPart;
using dialects::ToolUsePart;

// 64 × 64 pixels, all red: PNG with a palette of one colour.
constexpr std::string_view redImage = "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEX/"
                                      "AAAZ4gk3AAAAG0lEQVR42u3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAG9PLeP"
                                      "AAAAAElFTkSuQmCC";

constexpr std::string_view toolSchema =
    R"({"type":"object","properties":{"city":{"type":"string","description":"Name of the city"}},)"
    R"("required":["city"],"additionalProperties":false})";
constexpr std::string_view formatSchema =
    R"({"type":"object","properties":{"country":{"type":"string"},"inhabitants":{"type":"integer"}},)"
    R"("required":["country","inhabitants"],"additionalProperties":false})";

constexpr std::string_view limit = "1024";
constexpr std::string_view longLimit = "4096";
constexpr std::string_view thoughtBudget = "1024";

Part textPart(std::string_view text) {
    Part part;
    part.content = TextPart{std::string(text), {}};
    return part;
}

Message userMessage(std::string_view text, int at) {
    Message message;
    message.role = Role::User;
    message.parts.push_back(textPart(text));
    message.at = at;
    return message;
}

void offerTool(ChatRequest& request) {
    dialects::Tool tool;
    tool.name = toolName;
    tool.description = "Tells the weather in one city.";
    tool.schema = toolSchema;
    tool.dialect = request.dialect;
    tool.at = 0;
    request.tools.push_back(std::move(tool));
}

void showImage(ChatRequest& request) {
    MediaPart image;
    image.source = dialects::MediaSource::Base64;
    image.mediaType = "image/png";
    image.data = dialects::BodyText::viewing(redImage);
    auto& parts = request.messages.front().parts;
    Part part;
    part.content = std::move(image);
    parts.insert(parts.begin(), std::move(part));
    for (std::size_t i = 0; i < parts.size(); ++i)
        parts[i].at = static_cast<int>(i);
}

void askForForm(ChatRequest& request) {
    dialects::ResponseFormat format;
    format.kind = dialects::FormatKind::JsonSchema;
    // Dialects without these words would have to drop them.
    if (request.dialect == Dialect::OpenAi || request.dialect == Dialect::OpenAiResponses) {
        format.name = "country_facts";
        format.strict = true;
    }
    format.schema = formatSchema;
    request.format = std::move(format);
}

// Some dialects say it in words, some in tokens.
void askForThought(ChatRequest& request) {
    auto& wish = request.reasoning;
    const bool inWords = request.dialect == Dialect::OpenAi || request.dialect == Dialect::OpenAiResponses;
    wish.mode = inWords ? dialects::ThinkingMode::Unsaid : dialects::ThinkingMode::Enabled;
    if (inWords)
        wish.effort = "medium";
    else if (request.dialect != Dialect::Ollama)
        wish.budget = std::string(thoughtBudget);
    request.maxOutputTokens = std::string(longLimit);
}

std::string_view promptOf(Feature feature) {
    switch (feature) {
    case Feature::Tools:
        return R"(What is the weather? Use the tool: call get_weather with {"city":"Oslo"} and wait for its result.)";
    case Feature::ParallelTools:
        return R"(Use the tool twice in one answer, both calls before any result: call get_weather with )"
               R"({"city":"Oslo"} and call get_weather with {"city":"Lima"}.)";
    case Feature::Image:
        return "Which colour fills the image? Answer with one English word.";
    case Feature::StructuredOutput:
        return "In which country does the city of Paris lie, and how many people live in that country?";
    case Feature::Reasoning:
        return "Think it through: what is 127 times 43? Answer with the number alone, in digits without marks.";
    case Feature::LongOutput:
        return "Count to 300. Write every number from 1 to 300 in digits with blanks between, leave none out, and "
               "write "
               "nothing else.";
    case Feature::Cancel:
        return "Count to 2000 slowly. Write every number from 1 to 2000 in digits with blanks between, leave none out.";
    default:
        break;
    }
    return "Answer with this one word: gatehouse";
}

} // namespace

ChatRequest questionOf(Feature feature, Dialect dialect, std::string_view model) {
    ChatRequest request;
    request.dialect = dialect;
    request.model = model;
    request.maxOutputTokens = std::string(limit);
    request.messages.push_back(userMessage(promptOf(feature), 0));
    switch (feature) {
    case Feature::Stream:
        request.stream = true;
        break;
    case Feature::ParallelTools:
        request.stream = true;
        offerTool(request);
        break;
    case Feature::Tools:
        offerTool(request);
        break;
    case Feature::Image:
        showImage(request);
        break;
    case Feature::StructuredOutput:
        askForForm(request);
        break;
    case Feature::Reasoning:
        askForThought(request);
        break;
    case Feature::LongOutput:
    case Feature::Cancel:
        request.stream = true;
        request.maxOutputTokens = std::string(longLimit);
        break;
    default:
        break;
    }
    request.usageAsked = request.stream;
    return request;
}

ChatRequest nextTurn(ChatRequest request, const dialects::AnswerChoice& answer) {
    Message said;
    said.role = Role::Assistant;
    said.parts = answer.parts;
    said.at = static_cast<int>(request.messages.size());
    Message next;
    next.role = Role::User;
    for (std::size_t i = 0; i < answer.parts.size(); ++i) {
        said.parts[i].at = static_cast<int>(i);
        const auto* call = std::get_if<ToolUsePart>(&answer.parts[i].content);
        if (call == nullptr)
            continue;
        Part result;
        ToolResultPart held;
        held.id = call->id;
        held.name = call->name;
        held.parts.push_back(textPart("7 degrees, told by station " + std::string(resultWord) + "."));
        result.content = std::move(held);
        result.at = static_cast<int>(next.parts.size());
        next.role = Role::Tool;
        next.parts.push_back(std::move(result));
    }
    if (next.parts.empty())
        next.parts.push_back(textPart("Answer with this one word: gatehouse"));
    next.at = said.at + 1;
    request.messages.push_back(std::move(said));
    request.messages.push_back(std::move(next));
    return request;
}

Bound boundOf(Feature feature) {
    constexpr std::int64_t words = 200; // more than any prompt here, the dialect's own frame included
    constexpr std::int64_t image = 1'600;
    constexpr std::int64_t usual = 1'024;
    constexpr std::int64_t most = 4'096;
    switch (feature) {
    case Feature::Tools:
        return {2, 2 * words + usual, 2 * usual};
    case Feature::Image:
        return {1, words + image, usual};
    case Feature::Reasoning:
        return {2, 2 * words + most, 2 * most};
    case Feature::LongOutput:
    case Feature::Cancel:
        return {1, words, most};
    case Feature::Error:
        return {1, 0, 0};
    default:
        return {1, words, usual};
    }
}

} // namespace gatehouse::conformance
