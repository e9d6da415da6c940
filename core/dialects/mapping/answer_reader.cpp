// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/mapping/answer_reader.h"

#include "core/base/text.h"
#include "core/dialects/errors.h"
#include "core/dialects/finish.h"
#include "core/dialects/json_text.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::mapping {
namespace {

using json::View;

constexpr std::size_t longestError = 2'000;

tl::unexpected<Error> unreadable(const std::string& what) {
    return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                   "The provider's answer cannot be read by its mapping: " + what);
}

// A part of it that is JSON in a string: arguments of a call.
std::string argumentsOf(View value) {
    const auto text = value.isString() ? value.text() : std::string(value.isObject() ? value.compact() : RawJson());
    return argumentsObject(text).value_or("{}");
}

void addCalls(View calls, std::vector<Part>& parts) {
    for (const View call : calls.children()) {
        const auto function = call["function"].isObject() ? call["function"] : call;
        ToolUsePart use;
        use.name = function["name"].text();
        if (use.name.empty())
            continue;
        use.arguments = argumentsOf(function["arguments"]);
        use.id = call["id"].text();
        if (use.id.empty())
            use.id = madeToolId(std::to_string(parts.size()) + use.name + use.arguments);
        parts.push_back({std::move(use), std::nullopt, {}, -1});
    }
}

std::optional<std::int64_t> countAt(const std::optional<Pointer>& pointer, View root) {
    if (!pointer)
        return std::nullopt;
    const auto value = pointer->in(root);
    if (value.isArray())
        return static_cast<std::int64_t>(value.size());
    const auto count = value.integer();
    return count ? std::optional(std::clamp<std::int64_t>(*count, 0, 1'000'000'000'000)) : std::nullopt;
}

bool isRoot(const std::optional<Pointer>& pointer) {
    return pointer && pointer->text().empty();
}

} // namespace

std::optional<std::string> textAt(const std::optional<Pointer>& pointer, View root) {
    if (!pointer)
        return std::nullopt;
    const auto value = pointer->in(root);
    if (value.isString())
        return value.text();
    if (value.isNumber())
        return std::string(value.numberText());
    if (!value.isArray())
        return std::nullopt;
    std::string joined;
    for (const View element : value.children()) {
        if (!element.isString())
            return std::nullopt;
        joined += element.text();
    }
    return joined;
}

std::optional<Usage> usageAt(const Mapping::Places& places, View root) {
    const auto input = countAt(places.inputTokens, root);
    const auto output = countAt(places.outputTokens, root);
    if (!input && !output)
        return std::nullopt;
    Usage usage;
    usage.input = input.value_or(0);
    usage.output = output.value_or(0);
    return usage;
}

StopReason stopAt(const Mapping::Places& places, View root, std::string& word) {
    word = textAt(places.finish, root).value_or("");
    return stopReasonOf(Dialect::OpenAi, toLower(word));
}

std::optional<StreamError> errorAt(const Mapping::Places& places, View root) {
    if (!places.error)
        return std::nullopt;
    const auto value = places.error->in(root);
    if (!value.given())
        return std::nullopt;
    const auto text = value.isString() ? value.text() : std::string(value.compact());
    if (text.empty())
        return std::nullopt;
    auto error = failure(ErrorKind::Unavailable, "provider_error", "The provider failed while it answered.");
    return StreamError{std::move(error.value()), json::presentable(text, longestError)};
}

Result<ChatAnswer> readAnswer(const Mapping& mapping, std::string_view body) {
    const auto& places = mapping.answer();
    ChatAnswer answer;
    auto& choice = answer.choices.emplace_back();
    const auto document = AnyDocument::parse(body);
    if (!document) {
        if (!isRoot(places.text) || !isValidUtf8(body))
            return unreadable("it is not JSON. " + document.error().message);
        choice.parts.push_back({TextPart{std::string(body), {}}, std::nullopt, {}, -1}); // plain text
        choice.stop = StopReason::EndTurn;
        return answer;
    }
    const auto root = document->root();
    if (auto error = errorAt(places, root)) {
        error->error.message += " The provider said: " + error->providerText;
        return tl::unexpected(std::move(error->error));
    }
    auto text = textAt(places.text, root);
    if (text && !text->empty())
        choice.parts.push_back({TextPart{std::move(*text), {}}, std::nullopt, {}, -1});
    const auto words = choice.parts.size();
    if (places.toolCalls)
        addCalls(places.toolCalls->in(root), choice.parts);
    const bool calls = choice.parts.size() > words;
    if (!text && !calls)
        return unreadable("there is no text at \"" + places.text->text() + "\". Mend mapping.answer.text.");
    std::string word;
    choice.stop = stopAt(places, root, word);
    if (calls && (choice.stop == StopReason::None || choice.stop == StopReason::EndTurn))
        choice.stop = StopReason::ToolUse;
    else if (choice.stop == StopReason::None)
        choice.stop = StopReason::EndTurn;
    else if (choice.stop == StopReason::Other)
        choice.stopWord = std::move(word);
    answer.usage = usageAt(places, root);
    return answer;
}

std::optional<std::string> errorText(const Mapping& mapping, std::string_view body) {
    const auto document = AnyDocument::parse(body);
    if (!document)
        return std::nullopt;
    auto error = errorAt(mapping.answer(), document->root());
    return error ? std::optional(std::move(error->providerText)) : std::nullopt;
}

AnswerFacts readFacts(const Mapping& mapping, std::string_view body) {
    AnswerFacts facts;
    const auto answer = readAnswer(mapping, body);
    if (!answer)
        return facts;
    facts.usage = answer->usage;
    facts.stop = answer->choices.front().stop;
    for (const auto& part : answer->choices.front().parts) {
        if (const auto* text = std::get_if<TextPart>(&part.content))
            facts.textBytes += text->text.size();
        else if (const auto* use = std::get_if<ToolUsePart>(&part.content))
            facts.textBytes += use->arguments.size();
    }
    return facts;
}

} // namespace gatehouse::dialects::mapping
