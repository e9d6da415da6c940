// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/request_reader.h"

#include "core/base/text.h"
#include "core/dialects/gemini/fields.h"
#include "core/dialects/gemini/parts.h"
#include "core/dialects/gemini/schema.h"
#include "core/dialects/open_calls.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::dialects::gemini {
namespace {

using json::View;

// What has a place in the model; all else is kept as it is, under its camelCase name.
constexpr std::array known = {"contents", "systemInstruction", "generationConfig", "tools", "toolConfig", "model"};
constexpr std::array knownOfConfig = {
    "candidateCount",
    "frequencyPenalty",
    "maxOutputTokens",
    "presencePenalty",
    "responseJsonSchema",
    "responseSchema",
    "_responseJsonSchema",
    "seed",
    "stopSequences",
    "temperature",
    "thinkingConfig",
    "topK",
    "topP",
};
constexpr std::array knownOfThinking = {"includeThoughts", "thinkingBudget", "thinkingLevel"};
constexpr std::array knownOfChoice = {"mode", "allowedFunctionNames"};

void keepOthers(View object, std::span<const char* const> names, std::string_view prefix, UnknownFields& unknown) {
    for (const View member : object.children()) {
        const bool isKnown =
            std::any_of(names.begin(), names.end(), [&](const char* name) { return isField(member.name(), name); });
        if (member.given() && !isKnown)
            unknown.push_back({Dialect::Gemini, std::string(prefix) + camelCase(member.name()), member.compact()});
    }
}

// A user's turn that answers calls: the results are a message of their own.
void addTurn(Message message, OpenCalls& calls, ChatRequest& request) {
    const auto isResult = [](const Part& part) { return std::holds_alternative<ToolResultPart>(part.content); };
    const auto rest = std::stable_partition(message.parts.begin(), message.parts.end(), isResult);
    if (rest != message.parts.begin()) {
        Message results;
        results.role = Role::Tool;
        results.at = message.at;
        results.parts.assign(std::make_move_iterator(message.parts.begin()), std::make_move_iterator(rest));
        message.parts.erase(message.parts.begin(), rest);
        for (auto& part : results.parts) {
            auto& result = std::get<ToolResultPart>(part.content);
            result.id = calls.answer(std::move(result.id), result.name);
        }
        request.messages.push_back(std::move(results));
        if (message.parts.empty())
            return;
    }
    request.messages.push_back(std::move(message));
}

Result<void> readTurn(View value, int at, OpenCalls& calls, ChatRequest& request) {
    const std::string path = "contents[" + std::to_string(at) + "]";
    if (!value.isObject())
        return invalidField(path, "an object");
    const std::string role = value["role"].text();
    if (!role.empty() && role != "user" && role != "model" && role != "function")
        return invalidField(path + ".role", "user or model");
    const View parts = value["parts"];
    if (!parts.isObject() && !parts.isArray() && parts.given())
        return invalidField(path + ".parts", "an array of parts");
    if (auto checked = checkParts(parts, path + ".parts"); !checked)
        return tl::unexpected(std::move(checked.error()));
    Message message;
    message.role = role == "model" ? Role::Assistant : Role::User;
    message.at = at;
    CallIds ids(path);
    readParts(parts, ids, message.parts);
    if (message.role == Role::User) {
        addTurn(std::move(message), calls, request);
        return {};
    }
    calls.note(message);
    request.messages.push_back(std::move(message));
    return {};
}

Result<void> readTurns(View contents, ChatRequest& request) {
    OpenCalls calls;
    if (contents.isObject())
        return readTurn(contents, 0, calls, request);
    if (!contents.isArray() || contents.size() == 0)
        return invalidField("contents", "an array of contents");
    int at = 0;
    for (const View value : contents.children()) {
        if (auto read = readTurn(value, at++, calls, request); !read)
            return read;
    }
    return {};
}

void readSystem(View instruction, ChatRequest& request) {
    if (!instruction.given())
        return;
    Message message;
    message.role = Role::System;
    CallIds ids("system");
    if (instruction.isString()) { // the helper libraries' short form
        Part part;
        part.content = TextPart{instruction.text(), {}};
        message.parts.push_back(std::move(part));
    } else {
        readParts(instruction["parts"], ids, message.parts);
    }
    if (!message.parts.empty())
        request.messages.push_back(std::move(message));
}

Tool readDeclaration(View value, int at) {
    Tool tool;
    tool.at = at;
    tool.dialect = Dialect::Gemini;
    tool.name = value["name"].text();
    tool.description = value["description"].text();
    View schema = field(value, "parametersJsonSchema");
    if (!schema.isObject())
        schema = value["parameters"];
    if (schema.isObject() && schema.size() > 0)
        tool.schema = jsonSchema(schema);
    constexpr std::array knownOfDeclaration = {"name", "description", "parameters", "parametersJsonSchema"};
    keepOthers(value, knownOfDeclaration, "", tool.unknown);
    return tool;
}

void readTool(View value, int at, ChatRequest& request) {
    for (const View member : value.children()) {
        if (isField(member.name(), "functionDeclarations")) {
            for (const View declaration : member.children())
                request.tools.push_back(readDeclaration(declaration, at));
            continue;
        }
        if (!member.given())
            continue;
        Tool tool;
        tool.at = at;
        tool.kind = ToolKind::BuiltIn;
        tool.dialect = Dialect::Gemini;
        tool.name = camelCase(member.name());
        tool.raw = "{\"" + tool.name + "\":" + member.compact() + '}';
        request.tools.push_back(std::move(tool));
    }
}

void readTools(View tools, ChatRequest& request) {
    if (tools.isObject())
        return readTool(tools, 0, request);
    int at = 0;
    for (const View value : tools.children())
        readTool(value, at++, request);
}

void readToolChoice(View config, ChatRequest& request) {
    const View calling = field(config, "functionCallingConfig");
    for (const View member : config.children()) {
        if (member.given() && !isField(member.name(), "functionCallingConfig"))
            request.unknown.push_back({Dialect::Gemini, "toolConfig." + camelCase(member.name()), member.compact()});
    }
    if (!calling.isObject())
        return;
    keepOthers(calling, knownOfChoice, "toolConfig.functionCallingConfig.", request.unknown);
    ToolChoice choice;
    const std::string mode = toLower(calling["mode"].text());
    if (mode == "any")
        choice.mode = ToolChoiceMode::Required;
    else if (mode == "none")
        choice.mode = ToolChoiceMode::None;
    else if (mode == "validated")
        request.unknown.push_back({Dialect::Gemini, "toolConfig.functionCallingConfig.mode", "\"VALIDATED\""});
    for (const View name : field(calling, "allowedFunctionNames").children())
        choice.allowed.push_back(name.text());
    if (choice.mode == ToolChoiceMode::Required && choice.allowed.size() == 1) {
        choice.mode = ToolChoiceMode::Named;
        choice.name = std::move(choice.allowed.front());
        choice.allowed.clear();
    }
    request.toolChoice = std::move(choice);
}

void readThinking(View thinking, ChatRequest& request) {
    ReasoningWish& wish = request.reasoning;
    wish.effort = toLower(field(thinking, "thinkingLevel").text());
    if (wish.effort == "thinking_level_unspecified")
        wish.effort.clear();
    if (const auto budget = numberIn(field(thinking, "thinkingBudget"))) {
        const auto tokens = integerOf(*budget).value_or(0);
        wish.mode = tokens == 0 ? ThinkingMode::Disabled : tokens < 0 ? ThinkingMode::Adaptive : ThinkingMode::Enabled;
        if (tokens > 0)
            wish.budget = budget;
    }
    if (const auto shown = field(thinking, "includeThoughts").boolean())
        wish.display = *shown ? "summarized" : "";
    keepOthers(thinking, knownOfThinking, "generationConfig.thinkingConfig.", request.unknown);
}

void readFormat(View config, ChatRequest& request) {
    View schema = field(config, "responseJsonSchema");
    if (!schema.isObject())
        schema = config["_responseJsonSchema"];
    if (!schema.isObject())
        schema = field(config, "responseSchema");
    const View type = field(config, "responseMimeType");
    const std::string word = type.text();
    if (word == "application/json" || (schema.isObject() && !type.given())) {
        ResponseFormat format;
        format.kind = schema.isObject() ? FormatKind::JsonSchema : FormatKind::JsonObject;
        if (schema.isObject())
            format.schema = jsonSchema(schema);
        request.format = std::move(format);
        return;
    }
    if (!word.empty() && word != "text/plain")
        request.unknown.push_back({Dialect::Gemini, "generationConfig.responseMimeType", type.compact()});
    if (schema.isObject())
        request.unknown.push_back({Dialect::Gemini, "generationConfig.responseSchema", jsonSchema(schema)});
}

// Some clients write whole numbers as "2.0", which other services refuse.
std::optional<NumberText> wholeNumberIn(View value) {
    auto number = numberIn(value);
    const auto real = number ? realOf(*number) : std::nullopt;
    const auto whole = number ? integerOf(*number) : std::nullopt;
    if (whole && real && static_cast<double>(*whole) == *real)
        return std::to_string(*whole);
    return number;
}

void readConfig(View config, ChatRequest& request) {
    request.sampling = {numberIn(config["temperature"]),
                        numberIn(field(config, "topP")),
                        wholeNumberIn(field(config, "topK")),
                        wholeNumberIn(config["seed"]),
                        numberIn(field(config, "frequencyPenalty")),
                        numberIn(field(config, "presencePenalty"))};
    request.maxOutputTokens = wholeNumberIn(field(config, "maxOutputTokens"));
    request.limitHoldsReasoning = true;
    request.choices = wholeNumberIn(field(config, "candidateCount"));
    for (const View word : field(config, "stopSequences").children())
        request.stopSequences.push_back(word.text());
    readThinking(field(config, "thinkingConfig"), request);
    readFormat(config, request);
    for (const View member : config.children()) {
        const bool isKnown = isField(member.name(), "responseMimeType") ||
                             std::any_of(knownOfConfig.begin(), knownOfConfig.end(),
                                         [&](const char* name) { return isField(member.name(), name); });
        if (member.given() && !isKnown)
            request.unknown.push_back(
                {Dialect::Gemini, "generationConfig." + camelCase(member.name()), member.compact()});
    }
}

} // namespace

Result<ChatRequest> readRequest(View root) {
    ChatRequest request;
    request.dialect = Dialect::Gemini;
    request.usageAsked = true; // this dialect always tells
    readSystem(field(root, "systemInstruction"), request);
    if (auto read = readTurns(root["contents"], request); !read)
        return tl::unexpected(std::move(read.error()));
    readTools(root["tools"], request);
    readToolChoice(field(root, "toolConfig"), request);
    readConfig(field(root, "generationConfig"), request);
    keepOthers(root, known, "", request.unknown);
    return request;
}

Result<ChatRequest> readRequest(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    return readRequest(document->root());
}

} // namespace gatehouse::dialects::gemini
