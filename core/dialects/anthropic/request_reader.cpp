// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/request_reader.h"

#include "core/dialects/anthropic/content.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/request_reading.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::dialects::anthropic {
namespace {

using json::View;

constexpr std::array known = {
    "model",    "messages",     "system",        "max_tokens",    "metadata",      "stop_sequences",
    "stream",   "top_k",        "temperature",   "top_p",         "tools",         "tool_choice",
    "thinking", "service_tier", "output_config", "output_format", "cache_control",
};
constexpr std::array knownOfTool = {"type", "name", "description", "input_schema", "strict", "cache_control"};
constexpr std::array knownOfMessage = {"role", "content"};

void readSystem(View system, ChatRequest& request) {
    if (!system.given())
        return;
    Message message;
    message.role = Role::System;
    readContent(system, message.parts);
    if (!message.parts.empty())
        request.messages.push_back(std::move(message));
}

// Results first: a turn that holds both is two messages of the model.
void addTurn(Message message, ChatRequest& request) {
    const auto isResult = [](const Part& part) { return std::holds_alternative<ToolResultPart>(part.content); };
    const auto rest = std::stable_partition(message.parts.begin(), message.parts.end(), isResult);
    if (rest == message.parts.begin()) {
        request.messages.push_back(std::move(message));
        return;
    }
    Message results;
    results.role = Role::Tool;
    results.at = message.at;
    results.parts.assign(std::make_move_iterator(message.parts.begin()), std::make_move_iterator(rest));
    message.parts.erase(message.parts.begin(), rest);
    request.messages.push_back(std::move(results));
    if (!message.parts.empty())
        request.messages.push_back(std::move(message));
}

std::optional<Role> roleNamed(std::string_view name) {
    if (name == "user")
        return Role::User;
    if (name == "assistant")
        return Role::Assistant;
    if (name == "system") // the newest models take them between turns
        return Role::System;
    return std::nullopt;
}

Result<void> readTurn(View value, int at, ChatRequest& request) {
    const std::string path = "messages[" + std::to_string(at) + "]";
    if (!value.isObject())
        return invalidField(path, "an object");
    const auto role = roleNamed(value["role"].text());
    if (!role)
        return invalidField(path + ".role", "user or assistant");
    if (!value["content"].isString() && !value["content"].isArray())
        return invalidField(path + ".content", "a string or an array of blocks");
    if (auto checked = checkParts(value["content"], path + ".content"); !checked)
        return tl::unexpected(std::move(checked.error()));
    Message message;
    message.role = *role;
    message.at = at;
    readContent(value["content"], message.parts);
    message.unknown = unknownFields(value, knownOfMessage, Dialect::Anthropic);
    if (*role == Role::User)
        addTurn(std::move(message), request);
    else
        request.messages.push_back(std::move(message));
    return {};
}

Tool readTool(View value, int at) {
    Tool tool;
    tool.at = at;
    tool.dialect = Dialect::Anthropic;
    tool.name = value["name"].text();
    tool.description = value["description"].text();
    tool.strict = value["strict"].boolean();
    tool.cache = cacheMarkIn(value);
    const std::string type = value["type"].text();
    if (!type.empty() && type != "custom") {
        tool.kind = ToolKind::BuiltIn;
        tool.raw = value.compact();
        return tool;
    }
    if (value["input_schema"].isObject())
        tool.schema = value["input_schema"].compact();
    tool.unknown = unknownFields(value, knownOfTool, Dialect::Anthropic);
    return tool;
}

void readToolChoice(View value, ChatRequest& request) {
    if (!value.isObject())
        return;
    ToolChoice choice;
    const std::string type = value["type"].text();
    if (type == "any")
        choice.mode = ToolChoiceMode::Required;
    else if (type == "none")
        choice.mode = ToolChoiceMode::None;
    else if (type == "tool")
        choice.mode = ToolChoiceMode::Named;
    choice.name = value["name"].text();
    if (const auto disabled = value["disable_parallel_tool_use"].boolean())
        request.parallelToolCalls = !*disabled;
    request.toolChoice = std::move(choice);
}

void readThinking(View thinking, ReasoningWish& wish) {
    const std::string type = thinking["type"].text();
    if (type == "enabled")
        wish.mode = ThinkingMode::Enabled;
    else if (type == "disabled")
        wish.mode = ThinkingMode::Disabled;
    else if (type == "adaptive")
        wish.mode = ThinkingMode::Adaptive;
    wish.budget = numberIn(thinking["budget_tokens"]);
    wish.display = thinking["display"].text();
}

void readOutputConfig(View root, ChatRequest& request) {
    const View config = root["output_config"];
    request.reasoning.effort = config["effort"].text();
    const View format = config["format"].isObject() ? config["format"] : root["output_format"];
    if (format["type"].text() == "json_schema" && format["schema"].isObject()) {
        ResponseFormat wanted;
        wanted.kind = FormatKind::JsonSchema;
        wanted.schema = format["schema"].compact();
        request.format = std::move(wanted);
    }
    for (const View member : config.children()) {
        if (member.given() && member.name() != "effort" && member.name() != "format")
            request.unknown.push_back(
                {Dialect::Anthropic, "output_config." + std::string(member.name()), member.compact()});
    }
}

void readParameters(View root, ChatRequest& request) {
    request.sampling.temperature = numberIn(root["temperature"]);
    request.sampling.topP = numberIn(root["top_p"]);
    request.sampling.topK = numberIn(root["top_k"]);
    request.maxOutputTokens = numberIn(root["max_tokens"]);
    request.limitHoldsReasoning = true; // thinking counts as output here
    for (const View word : root["stop_sequences"].children())
        request.stopSequences.push_back(word.text());
    request.user = root["metadata"]["user_id"].text();
    request.serviceTier = root["service_tier"].text();
    request.cache = cacheMarkIn(root);
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
    request.dialect = Dialect::Anthropic;
    request.model = root["model"].text();
    if (auto checked = checkParts(root["system"], "system"); !checked)
        return tl::unexpected(std::move(checked.error()));
    readSystem(root["system"], request);
    int at = 0;
    for (const View value : root["messages"].children()) {
        if (auto read = readTurn(value, at++, request); !read)
            return tl::unexpected(std::move(read.error()));
    }
    at = 0;
    for (const View value : root["tools"].children())
        request.tools.push_back(readTool(value, at++));
    readToolChoice(root["tool_choice"], request);
    readThinking(root["thinking"], request.reasoning);
    readParameters(root, request);
    request.unknown = unknownFields(root, known, Dialect::Anthropic);
    readOutputConfig(root, request);
    return request;
}

} // namespace gatehouse::dialects::anthropic
