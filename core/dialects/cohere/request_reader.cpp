// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/request_reader.h"

#include "core/dialects/cohere/content.h"
#include "core/dialects/cohere/field_names.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/request_reading.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::cohere {
namespace {

using json::View;

constexpr std::array known = {
    "model",
    "messages",
    "tools",
    "tool_choice",
    "strict_tools",
    "documents",
    "response_format",
    "p",
    "k",
    "seed",
    "temperature",
    "frequency_penalty",
    "presence_penalty",
    "max_tokens",
    "stop_sequences",
    "thinking",
    "stream",
};
constexpr std::array knownOfMessage = {"role", "content", "tool_plan", "tool_calls", "tool_call_id"};

std::optional<Role> roleNamed(std::string_view name) {
    if (name == "system" || name == "developer")
        return Role::System;
    if (name == "user")
        return Role::User;
    if (name == "assistant")
        return Role::Assistant;
    return name == "tool" ? std::optional(Role::Tool) : std::nullopt;
}

void readAssistant(View value, Message& message) {
    if (std::string plan = value["tool_plan"].text(); !plan.empty()) {
        Part part;
        part.at = atToolPlan;
        part.content = TextPart{std::move(plan), {}};
        message.parts.push_back(std::move(part));
    }
    readContent(value["content"], message.parts);
    readToolCalls(value["tool_calls"], "message:" + std::to_string(message.at), message.parts);
}

void readResult(View value, Message& message) {
    ToolResultPart result;
    result.id = value["tool_call_id"].text();
    readContent(value["content"], result.parts);
    Part part;
    part.content = std::move(result);
    message.parts.push_back(std::move(part));
}

Result<Message> readMessage(View value, int at) {
    const std::string path = "messages[" + std::to_string(at) + "]";
    if (!value.isObject())
        return invalidField(path, "an object");
    const auto role = roleNamed(value["role"].text());
    if (!role)
        return invalidField(path + ".role", "system, user, assistant or tool");
    const View content = value["content"];
    if (content.given() && !content.isString() && !content.isArray())
        return invalidField(path + ".content", "a string or an array of parts");
    if (auto checked = checkParts(content, path + ".content"); !checked)
        return tl::unexpected(std::move(checked.error()));
    Message message;
    message.role = *role;
    message.at = at;
    message.unknown = unknownFields(value, knownOfMessage, Dialect::Cohere);
    if (*role == Role::Assistant)
        readAssistant(value, message);
    else if (*role == Role::Tool)
        readResult(value, message);
    else
        readContent(content, message.parts);
    return message;
}

void readTools(View root, ChatRequest& request) {
    int at = 0;
    for (const View value : root["tools"].children()) {
        Tool tool;
        tool.at = at++;
        tool.dialect = Dialect::Cohere;
        const View function = value["function"];
        tool.name = function["name"].text();
        tool.description = function["description"].text();
        if (function["parameters"].isObject())
            tool.schema = function["parameters"].compact();
        if (!function.isObject()) {
            tool.kind = ToolKind::BuiltIn;
            tool.name = value["type"].text();
            tool.raw = value.compact();
        } else {
            tool.strict = root["strict_tools"].boolean();
        }
        request.tools.push_back(std::move(tool));
    }
    const std::string word = root["tool_choice"].text();
    if (word.empty())
        return;
    request.toolChoice.emplace();
    request.toolChoice->mode = word == "NONE" ? ToolChoiceMode::None : ToolChoiceMode::Required;
}

void readDocuments(View root, ChatRequest& request) {
    const auto user = std::find_if(request.messages.rbegin(), request.messages.rend(),
                                   [](const Message& message) { return message.role == Role::User; });
    if (user == request.messages.rend())
        return;
    const bool cited = root["citation_options"]["mode"].text() != "off";
    std::vector<Part> documents;
    for (const View value : root["documents"].children()) {
        Part part;
        part.at = atDocuments;
        MediaPart media = readDocument(value);
        media.citations = cited;
        part.content = std::move(media);
        documents.push_back(std::move(part));
    }
    user->parts.insert(user->parts.begin(), std::make_move_iterator(documents.begin()),
                       std::make_move_iterator(documents.end()));
}

std::optional<ResponseFormat> readFormat(View value) {
    if (!value.isObject())
        return std::nullopt;
    ResponseFormat format;
    if (value["type"].text() != "json_object")
        return format;
    const View schema = value["json_schema"].isObject() ? value["json_schema"] : value["schema"];
    format.kind = schema.isObject() ? FormatKind::JsonSchema : FormatKind::JsonObject;
    if (schema.isObject())
        format.schema = schema.compact();
    return format;
}

void readParameters(View root, ChatRequest& request) {
    request.sampling = {numberIn(root["temperature"]),
                        numberIn(root["p"]),
                        numberIn(root["k"]),
                        numberIn(root["seed"]),
                        numberIn(root["frequency_penalty"]),
                        numberIn(root["presence_penalty"])};
    request.maxOutputTokens = numberIn(root["max_tokens"]);
    request.limitHoldsReasoning = true;
    for (const View word : root["stop_sequences"].children())
        request.stopSequences.push_back(word.text());
    const std::string thinking = root["thinking"]["type"].text();
    if (thinking == "enabled")
        request.reasoning.mode = ThinkingMode::Enabled;
    else if (thinking == "disabled")
        request.reasoning.mode = ThinkingMode::Disabled;
    request.reasoning.budget = numberIn(root["thinking"]["token_budget"]);
    request.stream = root["stream"].isTrue();
    request.usageAsked = true; // this dialect always tells
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
    request.dialect = Dialect::Cohere;
    request.model = root["model"].text();
    for (const View value : root["messages"].children()) {
        auto message = readMessage(value, static_cast<int>(request.messages.size()));
        if (!message)
            return tl::unexpected(std::move(message.error()));
        request.messages.push_back(std::move(*message));
    }
    readTools(root, request);
    readDocuments(root, request);
    request.format = readFormat(root["response_format"]);
    readParameters(root, request);
    request.unknown = unknownFields(root, known, Dialect::Cohere);
    return request;
}

} // namespace gatehouse::dialects::cohere
