// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/request_reader.h"

#include "core/dialects/bedrock/content.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/request_reading.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace gatehouse::dialects::bedrock {
namespace {

using json::View;

constexpr std::array known = {
    "messages",        "system",       "inferenceConfig", "toolConfig",
    "requestMetadata", "outputConfig", "serviceTier",     "additionalModelRequestFields",
};
constexpr std::array knownOfInference = {"maxTokens", "temperature", "topP", "stopSequences"};
constexpr std::array knownOfTool = {"name", "description", "inputSchema", "strict"};
constexpr std::array knownOfMessage = {"role", "content"};

void keepMember(ChatRequest& request, std::string_view object, View member) {
    if (member.given())
        request.unknown.push_back(
            {Dialect::Bedrock, std::string(object) + "." + std::string(member.name()), member.compact()});
}

// Results first: a turn that holds both is two messages of the model.
void addTurn(Message message, ChatRequest& request) {
    const auto isResult = [](const Part& part) { return std::holds_alternative<ToolResultPart>(part.content); };
    const auto rest = std::stable_partition(message.parts.begin(), message.parts.end(), isResult);
    if (message.role == Role::Assistant || rest == message.parts.begin()) {
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

Result<void> readTurn(View value, int at, ChatRequest& request) {
    const std::string path = "messages[" + std::to_string(at) + "]";
    if (!value.isObject())
        return invalidField(path, "an object");
    const std::string role = value["role"].text();
    if (role != "user" && role != "assistant")
        return invalidField(path + ".role", "user or assistant");
    if (!value["content"].isArray())
        return invalidField(path + ".content", "an array of blocks");
    if (auto checked = checkParts(value["content"], path + ".content"); !checked)
        return tl::unexpected(std::move(checked.error()));
    Message message;
    message.role = role == "user" ? Role::User : Role::Assistant;
    message.at = at;
    readContent(value["content"], message.parts);
    message.unknown = unknownFields(value, knownOfMessage, Dialect::Bedrock);
    addTurn(std::move(message), request);
    return {};
}

void readTool(View value, int at, std::vector<Tool>& tools) {
    const View mark = value["cachePoint"];
    if (mark.given() && !tools.empty()) {
        tools.back().cache = CacheMark{mark["ttl"].text()};
        return;
    }
    Tool tool;
    tool.at = at;
    tool.dialect = Dialect::Bedrock;
    const View spec = value["toolSpec"];
    if (!spec.isObject()) {
        tool.kind = ToolKind::BuiltIn;
        tool.name = value["systemTool"]["name"].text();
        tool.raw = value.compact();
        tools.push_back(std::move(tool));
        return;
    }
    tool.name = spec["name"].text();
    tool.description = spec["description"].text();
    tool.strict = spec["strict"].boolean();
    if (spec["inputSchema"]["json"].isObject())
        tool.schema = spec["inputSchema"]["json"].compact();
    tool.unknown = unknownFields(spec, knownOfTool, Dialect::Bedrock);
    tools.push_back(std::move(tool));
}

void readTools(View config, ChatRequest& request) {
    int at = 0;
    for (const View value : config["tools"].children())
        readTool(value, at++, request.tools);
    const View choice = config["toolChoice"];
    if (!choice.isObject())
        return;
    ToolChoice wanted;
    if (choice["any"].given()) {
        wanted.mode = ToolChoiceMode::Required;
    } else if (choice["tool"].given()) {
        wanted.mode = ToolChoiceMode::Named;
        wanted.name = choice["tool"]["name"].text();
    }
    request.toolChoice = std::move(wanted);
}

void readInference(View config, ChatRequest& request) {
    request.maxOutputTokens = numberIn(config["maxTokens"]);
    request.sampling.temperature = numberIn(config["temperature"]);
    request.sampling.topP = numberIn(config["topP"]);
    for (const View word : config["stopSequences"].children())
        request.stopSequences.push_back(word.text());
    for (const View member : config.children()) {
        if (std::find(knownOfInference.begin(), knownOfInference.end(), member.name()) == knownOfInference.end())
            keepMember(request, "inferenceConfig", member);
    }
}

// {"type": "enabled", "budget_tokens": 1024}: Claude's words, and Nova's {"type": "enabled",
// "maxReasoningEffort": "low"}.
void readThinking(View value, ReasoningWish& wish) {
    const std::string type = value["type"].text();
    if (type == "enabled")
        wish.mode = ThinkingMode::Enabled;
    else if (type == "disabled")
        wish.mode = ThinkingMode::Disabled;
    else if (type == "adaptive")
        wish.mode = ThinkingMode::Adaptive;
    wish.budget = numberIn(value["budget_tokens"]);
    wish.display = value["display"].text();
    if (const std::string effort = value["maxReasoningEffort"].text(); !effort.empty())
        wish.effort = effort;
}

bool isSole(View object, std::string_view name) {
    return object.size() == 1 && object[name].given();
}

// Fields of the model's own dialect; those that the conversation has places for are read into them.
void readModelFields(View fields, ChatRequest& request) {
    for (const View member : fields.children()) {
        const auto name = member.name();
        const bool thinks = name == "thinking" || name == "reasoning_config" || name == "reasoningConfig";
        if (thinks && member.isObject())
            readThinking(member, request.reasoning);
        else if ((name == "reasoning_config" || name == "reasoning_effort") && member.isString())
            request.reasoning.effort = member.text();
        else if (name == "output_config" && isSole(member, "effort"))
            request.reasoning.effort = member["effort"].text();
        else if (name == "top_k" && member.isNumber())
            request.sampling.topK = numberIn(member);
        else if (name == "inferenceConfig" && isSole(member, "topK"))
            request.sampling.topK = numberIn(member["topK"]);
        else
            keepMember(request, "additionalModelRequestFields", member);
    }
}

void readFormat(View config, ChatRequest& request) {
    const View schema = config["textFormat"]["structure"]["jsonSchema"];
    if (schema["schema"].isString()) {
        ResponseFormat format;
        format.kind = FormatKind::JsonSchema;
        format.name = schema["name"].text();
        format.description = schema["description"].text();
        const std::string text = schema["schema"].text();
        if (auto document = json::Document::parse(text))
            format.schema = document->root().compact();
        request.format = std::move(format);
    }
    for (const View member : config.children()) {
        if (member.name() != "textFormat")
            keepMember(request, "outputConfig", member);
    }
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
    request.dialect = Dialect::Bedrock;
    request.usageAsked = true; // this dialect always tells
    request.limitHoldsReasoning = true;
    if (auto checked = checkParts(root["system"], "system"); !checked)
        return tl::unexpected(std::move(checked.error()));
    if (root["system"].size() > 0) {
        Message message;
        message.role = Role::System;
        readContent(root["system"], message.parts);
        request.messages.push_back(std::move(message));
    }
    int at = 0;
    for (const View value : root["messages"].children()) {
        if (auto read = readTurn(value, at++, request); !read)
            return tl::unexpected(std::move(read.error()));
    }
    readTools(root["toolConfig"], request);
    readInference(root["inferenceConfig"], request);
    readModelFields(root["additionalModelRequestFields"], request);
    readFormat(root["outputConfig"], request);
    if (root["requestMetadata"].isObject())
        request.metadata = root["requestMetadata"].compact();
    request.serviceTier = root["serviceTier"]["type"].text();
    auto others = unknownFields(root, known, Dialect::Bedrock);
    request.unknown.insert(request.unknown.end(), std::make_move_iterator(others.begin()),
                           std::make_move_iterator(others.end()));
    return request;
}

} // namespace gatehouse::dialects::bedrock
