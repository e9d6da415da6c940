// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/request_reader.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/open_calls.h"
#include "core/dialects/openai/content.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::openai {
namespace {

using json::View;

// What has a place in the model; all else is kept as it is.
constexpr std::array known = {
    "enable_thinking",
    "frequency_penalty",
    "function_call",
    "functions",
    "max_completion_tokens",
    "max_tokens",
    "messages",
    "metadata",
    "model",
    "n",
    "presence_penalty",
    "parallel_tool_calls",
    "reasoning",
    "reasoning_effort",
    "response_format",
    "safety_identifier",
    "seed",
    "service_tier",
    "stop",
    "stream",
    "stream_options",
    "temperature",
    "thinking",
    "tool_choice",
    "tools",
    "top_k",
    "top_p",
    "user",
};
constexpr std::array knownOfMessage = {
    "role",         "content", "name",      "tool_calls",        "function_call",
    "tool_call_id", "refusal", "reasoning", "reasoning_content", "reasoning_details",
};

std::optional<Role> roleNamed(std::string_view name) {
    if (name == "system")
        return Role::System;
    if (name == "developer")
        return Role::Developer;
    if (name == "user")
        return Role::User;
    if (name == "assistant")
        return Role::Assistant;
    if (name == "tool" || name == "function")
        return Role::Tool;
    return std::nullopt;
}

void readToolResult(View value, Message& message, OpenCalls& calls) {
    ToolResultPart result;
    result.name = message.name;
    result.id = calls.answer(value["tool_call_id"].text(), result.name);
    readContent(value["content"], result.parts);
    message.name.clear();
    Part part;
    part.content = std::move(result);
    message.parts.push_back(std::move(part));
}

void readAssistant(View value, Message& message) {
    const std::string seed = "message:" + std::to_string(message.at);
    readReasoning(value, message.parts);
    // Next to calls, servers and clients send "" for "no text".
    if (!value["content"].isString() || !value["content"].text().empty())
        readContent(value["content"], message.parts);
    if (const View refusal = value["refusal"]; refusal.isString()) {
        Part part;
        part.content = RefusalPart{refusal.text()};
        message.parts.push_back(std::move(part));
    }
    readToolCalls(value, seed, message.parts);
}

Result<Message> readMessage(View value, int at, OpenCalls& calls) {
    const std::string path = "messages[" + std::to_string(at) + "]";
    if (!value.isObject())
        return invalidField(path, "an object");
    const auto role = roleNamed(value["role"].text());
    if (!role)
        return invalidField(path + ".role", "system, developer, user, assistant, tool or function");
    const View content = value["content"];
    if (content.given() && !content.isString() && !content.isArray())
        return invalidField(path + ".content", "a string or an array of parts");
    if (auto checked = checkParts(content, path + ".content"); !checked)
        return tl::unexpected(std::move(checked.error()));
    Message message;
    message.role = *role;
    message.at = at;
    message.name = value["name"].text();
    message.unknown = unknownFields(value, knownOfMessage, Dialect::OpenAi);
    if (*role == Role::Tool)
        readToolResult(value, message, calls);
    else if (*role == Role::Assistant)
        readAssistant(value, message);
    else
        readContent(content, message.parts);
    if (*role != Role::Tool)
        calls.note(message);
    return message;
}

void readFunction(View function, Tool& tool) {
    tool.name = function["name"].text();
    tool.description = function["description"].text();
    if (function["parameters"].isObject())
        tool.schema = function["parameters"].compact();
    tool.strict = function["strict"].boolean();
}

Tool readTool(View value, int at) {
    Tool tool;
    tool.at = at;
    const std::string type = value["type"].text();
    if (value["function"].isObject()) {
        readFunction(value["function"], tool);
    } else {
        tool.kind = type == "custom" ? ToolKind::Custom : ToolKind::BuiltIn;
        tool.name = tool.kind == ToolKind::Custom ? value["custom"]["name"].text() : type;
        tool.description = value["custom"]["description"].text();
        tool.raw = value.compact();
    }
    tool.cache = cacheMarkIn(value);
    return tool;
}

void readTools(View root, ChatRequest& request) {
    int at = 0;
    for (const View value : root["tools"].children())
        request.tools.push_back(readTool(value, at++));
    for (const View value : root["functions"].children()) {
        Tool tool;
        tool.at = at++;
        readFunction(value, tool);
        request.tools.push_back(std::move(tool));
    }
}

ToolChoiceMode choiceMode(std::string_view word) {
    if (word == "none")
        return ToolChoiceMode::None;
    return word == "required" || word == "any" ? ToolChoiceMode::Required : ToolChoiceMode::Auto;
}

std::string choiceName(View value) {
    if (value["function"].isObject())
        return value["function"]["name"].text();
    if (value["custom"].isObject())
        return value["custom"]["name"].text();
    return value["name"].text();
}

std::optional<ToolChoice> readToolChoice(View value) {
    if (!value.given())
        return std::nullopt;
    ToolChoice choice;
    if (value.isString()) {
        choice.mode = choiceMode(value.text());
        return choice;
    }
    if (value["type"].text() == "allowed_tools") {
        const View allowed = value["allowed_tools"].isObject() ? value["allowed_tools"] : value;
        choice.mode = choiceMode(allowed["mode"].text());
        for (const View tool : allowed["tools"].children())
            choice.allowed.push_back(choiceName(tool));
        return choice;
    }
    choice.mode = ToolChoiceMode::Named;
    choice.name = choiceName(value);
    return choice;
}

std::optional<ResponseFormat> readFormat(View value) {
    if (!value.isObject())
        return std::nullopt;
    ResponseFormat format;
    const std::string type = value["type"].text();
    if (type == "json_object")
        format.kind = FormatKind::JsonObject;
    if (type != "json_schema")
        return format;
    const View schema = value["json_schema"];
    format.kind = FormatKind::JsonSchema;
    format.name = schema["name"].text();
    format.description = schema["description"].text();
    format.strict = schema["strict"].boolean();
    const View inner = schema["schema"].isObject() ? schema["schema"] : schema["schema_definition"];
    if (inner.isObject())
        format.schema = inner.compact();
    return format;
}

void readThinking(View thinking, ReasoningWish& wish) {
    const std::string type = thinking["type"].text();
    if (type == "disabled")
        wish.mode = ThinkingMode::Disabled;
    else if (type == "enabled")
        wish.mode = ThinkingMode::Enabled;
    else if (type == "adaptive")
        wish.mode = ThinkingMode::Adaptive;
    if (const auto budget = numberIn(thinking["budget_tokens"]))
        wish.budget = budget;
}

// reasoning_effort; OpenRouter's "reasoning"; what Alibaba and others call it.
ReasoningWish readReasoningWish(View root) {
    ReasoningWish wish;
    const View reasoning = root["reasoning"];
    wish.effort = root["reasoning_effort"].text();
    if (wish.effort.empty())
        wish.effort = reasoning["effort"].text();
    wish.budget = numberIn(reasoning["max_tokens"]);
    wish.display = reasoning["summary"].text();
    View enabled = reasoning["enabled"];
    if (!enabled.given())
        enabled = root["enable_thinking"];
    if (enabled.isTrue())
        wish.mode = ThinkingMode::Enabled;
    if (enabled.isFalse() || wish.effort == "none")
        wish.mode = ThinkingMode::Disabled;
    readThinking(root["thinking"], wish);
    return wish;
}

void readStop(View value, ChatRequest& request) {
    if (value.isString())
        request.stopSequences.push_back(value.text());
    for (const View word : value.isArray() ? value.children() : json::Range())
        request.stopSequences.push_back(word.text());
}

void readParameters(View root, ChatRequest& request) {
    request.sampling = {numberIn(root["temperature"]),
                        numberIn(root["top_p"]),
                        numberIn(root["top_k"]),
                        numberIn(root["seed"]),
                        numberIn(root["frequency_penalty"]),
                        numberIn(root["presence_penalty"])};
    request.maxOutputTokens = numberIn(root["max_completion_tokens"]);
    request.limitHoldsReasoning = request.maxOutputTokens.has_value();
    if (!request.maxOutputTokens)
        request.maxOutputTokens = numberIn(root["max_tokens"]);
    readStop(root["stop"], request);
    request.choices = numberIn(root["n"]);
    request.parallelToolCalls = root["parallel_tool_calls"].boolean();
    request.serviceTier = root["service_tier"].text();
    request.user = root["user"].text();
    if (request.user.empty())
        request.user = root["safety_identifier"].text();
    if (root["metadata"].isObject())
        request.metadata = root["metadata"].compact();
    request.stream = root["stream"].isTrue();
    request.usageAsked = root["stream_options"]["include_usage"].isTrue();
}

} // namespace

Result<ChatRequest> readRequest(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const View root = document->root();
    if (!root["messages"].isArray())
        return invalidField("messages", "an array of messages");
    ChatRequest request;
    request.dialect = Dialect::OpenAi;
    request.model = root["model"].text();
    OpenCalls calls;
    for (const View value : root["messages"].children()) {
        auto message = readMessage(value, static_cast<int>(request.messages.size()), calls);
        if (!message)
            return tl::unexpected(std::move(message.error()));
        request.messages.push_back(std::move(*message));
    }
    readTools(root, request);
    request.toolChoice = readToolChoice(root["tool_choice"].given() ? root["tool_choice"] : root["function_call"]);
    request.format = readFormat(root["response_format"]);
    request.reasoning = readReasoningWish(root);
    readParameters(root, request);
    request.unknown = unknownFields(root, known, Dialect::OpenAi);
    return request;
}

} // namespace gatehouse::dialects::openai
