// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/request_reader.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/ollama/content.h"
#include "core/dialects/ollama/field_names.h"
#include "core/dialects/open_calls.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::ollama {
namespace {

using json::View;

constexpr std::array known = {"model",  "messages", "tools",  "format", "options",
                              "stream", "think",    "prompt", "system", "images"};
constexpr std::array knownOptions = {"num_predict",       "temperature",      "top_p", "top_k", "seed",
                                     "frequency_penalty", "presence_penalty", "stop"};
constexpr std::array knownOfMessage = {"role",       "content",   "thinking",     "images",
                                       "tool_calls", "tool_name", "tool_call_id", "name"};

std::optional<Role> roleNamed(std::string_view name) {
    if (name == "system")
        return Role::System;
    if (name == "user")
        return Role::User;
    if (name == "assistant")
        return Role::Assistant;
    return name == "tool" ? std::optional(Role::Tool) : std::nullopt;
}

void readResult(View value, Message& message, OpenCalls& calls) {
    ToolResultPart result;
    result.name = value["tool_name"].text();
    if (result.name.empty())
        result.name = value["name"].text();
    result.id = calls.answer(value["tool_call_id"].text(), result.name);
    addText(value["content"].text(), result.parts);
    readImages(value["images"], result.parts);
    Part part;
    part.content = std::move(result);
    message.parts.push_back(std::move(part));
}

Result<Message> readMessage(View value, int at, OpenCalls& calls) {
    const std::string path = "messages[" + std::to_string(at) + "]";
    if (!value.isObject())
        return invalidField(path, "an object");
    const auto role = roleNamed(value["role"].text());
    if (!role)
        return invalidField(path + ".role", "system, user, assistant or tool");
    if (value["content"].given() && !value["content"].isString())
        return invalidField(path + ".content", "a string");
    Message message;
    message.role = *role;
    message.at = at;
    message.unknown = unknownFields(value, knownOfMessage, Dialect::Ollama);
    if (*role == Role::Tool)
        readResult(value, message, calls);
    else
        readAnswerParts(value, "message:" + std::to_string(at), message.parts);
    if (*role != Role::Tool)
        calls.note(message);
    return message;
}

Tool readTool(View value, int at) {
    Tool tool;
    tool.at = at;
    tool.dialect = Dialect::Ollama;
    const View function = value["function"];
    tool.name = function["name"].text();
    tool.description = function["description"].text();
    if (function["parameters"].isObject())
        tool.schema = function["parameters"].compact();
    if (!function.isObject()) {
        tool.kind = ToolKind::BuiltIn;
        tool.name = value["type"].text();
        tool.raw = value.compact();
    }
    return tool;
}

std::optional<ResponseFormat> readFormat(View value) {
    ResponseFormat format;
    if (value.isObject()) {
        format.kind = FormatKind::JsonSchema;
        format.schema = value.compact();
        return format;
    }
    if (value.text() != "json")
        return std::nullopt;
    format.kind = FormatKind::JsonObject;
    return format;
}

void readOptions(View options, ChatRequest& request) {
    request.sampling = {numberIn(options["temperature"]),
                        numberIn(options["top_p"]),
                        numberIn(options["top_k"]),
                        numberIn(options["seed"]),
                        numberIn(options["frequency_penalty"]),
                        numberIn(options["presence_penalty"])};
    // Negative: without a limit, which is what other dialects mean by saying none.
    if (const auto limit = numberIn(options["num_predict"]); limit && realOf(*limit).value_or(0) > 0)
        request.maxOutputTokens = limit;
    request.limitHoldsReasoning = true;
    const View stop = options["stop"];
    if (stop.isString())
        request.stopSequences.push_back(stop.text());
    for (const View word : stop.isArray() ? stop.children() : json::Range())
        request.stopSequences.push_back(word.text());
    for (auto& field : unknownFields(options, knownOptions, Dialect::Ollama)) {
        field.name = "options." + field.name;
        request.unknown.push_back(std::move(field));
    }
}

void readThink(View think, ReasoningWish& wish) {
    if (think.isString())
        wish.effort = think.text();
    if (think.isTrue())
        wish.mode = ThinkingMode::Enabled;
    if (think.isFalse())
        wish.mode = ThinkingMode::Disabled;
}

void readParameters(View root, ChatRequest& request) {
    request.dialect = Dialect::Ollama;
    request.model = root["model"].text();
    int at = 0;
    for (const View value : root["tools"].children())
        request.tools.push_back(readTool(value, at++));
    request.format = readFormat(root["format"]);
    request.unknown = unknownFields(root, known, Dialect::Ollama);
    readOptions(root["options"], request);
    readThink(root["think"], request.reasoning);
    request.stream = !root["stream"].isFalse(); // it streams unless told not to
    request.usageAsked = true;                  // this dialect always tells
}

} // namespace

Result<ChatRequest> readChatRequest(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const View root = document->root();
    if (!root["messages"].isArray() || root["messages"].size() == 0)
        return invalidField("messages", "an array of messages");
    ChatRequest request;
    OpenCalls calls;
    for (const View value : root["messages"].children()) {
        auto message = readMessage(value, static_cast<int>(request.messages.size()), calls);
        if (!message)
            return tl::unexpected(std::move(message.error()));
        request.messages.push_back(std::move(*message));
    }
    readParameters(root, request);
    return request;
}

Result<ChatRequest> readGenerateRequest(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const View root = document->root();
    if (!root["prompt"].isString() || root["prompt"].text().empty())
        return invalidField("prompt", "a string that is not empty");
    ChatRequest request;
    if (std::string system = root["system"].text(); !system.empty()) {
        Message message;
        message.role = Role::System;
        addText(std::move(system), message.parts);
        request.messages.push_back(std::move(message));
    }
    Message message;
    message.at = atPrompt;
    addText(root["prompt"].text(), message.parts);
    readImages(root["images"], message.parts);
    request.messages.push_back(std::move(message));
    readParameters(root, request);
    return request;
}

} // namespace gatehouse::dialects::ollama
