// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/request_reader.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/responses/items.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::responses {
namespace {

using json::View;

// What has a place in the model, or says nothing to other services; all else is kept as it is.
constexpr std::array known = {
    "include",
    "input",
    "instructions",
    "max_output_tokens",
    "metadata",
    "model",
    "reasoning",
    "safety_identifier",
    "service_tier",
    "stream",
    "stream_options",
    "temperature",
    "text",
    "tool_choice",
    "tools",
    "top_p",
    "truncation",
    "user",
    "parallel_tool_calls",
};
constexpr std::array knownOfFunction = {"type", "name", "description", "parameters", "strict"};
constexpr std::array knownOfText = {"format"};
constexpr std::array knownOfReasoning = {"effort", "summary"};
constexpr std::string_view encryptedWish = "reasoning.encrypted_content";

tl::unexpected<Error> refuse(std::string code, std::string field, std::string message) {
    auto error = failure(ErrorKind::Invalid, std::move(code), std::move(message));
    error.value().field = std::move(field);
    return error;
}

// What leans on a state that only the service has which answered before.
Result<void> checkState(View root) {
    if (root["previous_response_id"].given())
        return refuse("previous_response_not_found", "previous_response_id",
                      "The previous response is not kept by the provider that this call goes to. Send the items of the "
                      "conversation in \"input\" instead.");
    if (root["conversation"].given())
        return refuse("conversation_unsupported", "conversation",
                      "The provider that this call goes to keeps no conversations. Send their items in \"input\".");
    if (root["prompt"].given())
        return refuse("prompt_unsupported", "prompt",
                      "The provider that this call goes to keeps no prompts. Send the prompt in \"instructions\" and "
                      "\"input\".");
    if (root["background"].isTrue())
        return refuse("background_unsupported", "background",
                      "The provider that this call goes to answers no calls in the background. Leave it out.");
    return {};
}

std::optional<Role> roleNamed(std::string_view name) {
    if (name == "system")
        return Role::System;
    if (name == "developer")
        return Role::Developer;
    if (name == "user")
        return Role::User;
    if (name == "assistant")
        return Role::Assistant;
    return std::nullopt;
}

class Conversation {
public:
    explicit Conversation(ChatRequest& request) : m_messages(request.messages) {}

    void addInstructions(View instructions) {
        if (!instructions.isString() && !instructions.isArray())
            return;
        Message message;
        message.role = Role::System;
        if (instructions.isString())
            readContent(instructions, message.parts);
        for (const View item : instructions.isArray() ? instructions.children() : json::Range())
            readContent(item["content"], message.parts);
        if (!message.parts.empty())
            m_messages.push_back(std::move(message));
    }

    void addText(View input) {
        Message message;
        message.role = Role::User;
        message.at = 0;
        readContent(input, message.parts);
        m_messages.push_back(std::move(message));
    }

    Result<void> add(View item, int at) {
        const std::string place = "input[" + std::to_string(at) + "]";
        if (!item.isObject())
            return invalidField(place, "an object");
        const std::string type = item["type"].text();
        if (type == "item_reference")
            return refuse("item_reference_unsupported", place,
                          "The provider that this call goes to keeps no items. Send the item itself.");
        const std::string word = item["role"].text();
        const Side side = sideOf(type, word);
        Role role = side == Side::Tool ? Role::Tool : Role::Assistant;
        if (type.empty() || type == "message") {
            const auto named = roleNamed(word);
            if (!named)
                return invalidField(place + ".role", "system, developer, user or assistant");
            role = *named;
            const View content = item["content"];
            if (content.given() && !content.isString() && !content.isArray())
                return invalidField(place + ".content", "a string or an array of parts");
        }
        for (const char* member : {"content", "output"}) {
            if (auto checked = checkParts(item[member], place + '.' + member); !checked)
                return checked;
        }
        if (side == Side::Prompt || m_messages.empty() || m_messages.back().role != role || m_messages.back().at < 0) {
            Message message;
            message.role = role;
            message.at = at;
            m_messages.push_back(std::move(message));
        }
        m_reader.read(item, at, m_messages.back().parts);
        return {};
    }

    void settle() {
        for (auto& message : m_messages)
            m_reader.settle(message.parts);
        // A turn that held nothing but the signature of a call.
        std::erase_if(m_messages,
                      [](const Message& m) { return m.role == Role::Assistant && m.parts.empty() && m.at >= 0; });
    }

private:
    std::vector<Message>& m_messages;
    ItemReader m_reader{ItemReader::From::Request};
};

Tool readTool(View value, int at) {
    Tool tool;
    tool.at = at;
    tool.dialect = Dialect::OpenAiResponses;
    const std::string type = value["type"].text();
    tool.name = value["name"].text();
    tool.description = value["description"].text();
    if (type == "function") {
        if (value["parameters"].isObject())
            tool.schema = value["parameters"].compact();
        tool.strict = value["strict"].boolean();
        tool.unknown = unknownFields(value, knownOfFunction, Dialect::OpenAiResponses);
        return tool;
    }
    tool.kind = type == "custom" ? ToolKind::Custom : ToolKind::BuiltIn;
    if (tool.kind == ToolKind::BuiltIn)
        tool.name = type;
    tool.raw = value.compact();
    return tool;
}

ToolChoiceMode choiceMode(std::string_view word) {
    if (word == "none")
        return ToolChoiceMode::None;
    return word == "required" ? ToolChoiceMode::Required : ToolChoiceMode::Auto;
}

std::optional<ToolChoice> readToolChoice(View value) {
    if (!value.given())
        return std::nullopt;
    ToolChoice choice;
    if (value.isString()) {
        choice.mode = choiceMode(value.text());
        return choice;
    }
    const std::string type = value["type"].text();
    if (type == "allowed_tools") {
        choice.mode = choiceMode(value["mode"].text());
        for (const View tool : value["tools"].children())
            choice.allowed.push_back(tool["name"].isString() ? tool["name"].text() : tool["type"].text());
        return choice;
    }
    choice.mode = ToolChoiceMode::Named;
    choice.name = value["name"].isString() ? value["name"].text() : type; // a built-in tool has only its type
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
    format.kind = FormatKind::JsonSchema;
    format.name = value["name"].text();
    format.description = value["description"].text();
    format.strict = value["strict"].boolean();
    if (value["schema"].isObject())
        format.schema = value["schema"].compact();
    return format;
}

void addUnknown(View object, std::span<const char* const> names, std::string_view prefix, ChatRequest& request) {
    for (auto& field : unknownFields(object, names, Dialect::OpenAiResponses)) {
        field.name = std::string(prefix) + field.name;
        request.unknown.push_back(std::move(field));
    }
}

// Encrypted thoughts come in any case; what else is asked for is kept.
void readInclude(View include, ChatRequest& request) {
    std::string others;
    json::Writer out(others);
    out.beginArray();
    for (const View wish : include.children()) {
        if (wish.text() != encryptedWish)
            out.raw(wish.written());
    }
    out.endArray();
    if (others != "[]")
        request.unknown.push_back({Dialect::OpenAiResponses, "include", std::move(others)});
}

void readParameters(View root, ChatRequest& request) {
    request.sampling.temperature = numberIn(root["temperature"]);
    request.sampling.topP = numberIn(root["top_p"]);
    request.maxOutputTokens = numberIn(root["max_output_tokens"]);
    request.limitHoldsReasoning = request.maxOutputTokens.has_value();
    request.parallelToolCalls = root["parallel_tool_calls"].boolean();
    request.serviceTier = root["service_tier"].text();
    request.user = root["user"].text();
    if (request.user.empty())
        request.user = root["safety_identifier"].text();
    if (root["metadata"].isObject() && root["metadata"].size() > 0)
        request.metadata = root["metadata"].compact();
    request.stream = root["stream"].isTrue();
    request.usageAsked = true; // the last event tells it
    const View reasoning = root["reasoning"];
    request.reasoning.effort = reasoning["effort"].text();
    request.reasoning.display = reasoning["summary"].text();
    if (request.reasoning.effort == "none")
        request.reasoning.mode = ThinkingMode::Disabled;
    request.format = readFormat(root["text"]["format"]);
    addUnknown(root, known, "", request);
    addUnknown(root["text"], knownOfText, "text.", request);
    addUnknown(reasoning, knownOfReasoning, "reasoning.", request);
    readInclude(root["include"], request);
    if (root["stream_options"]["include_obfuscation"].isTrue())
        request.unknown.push_back({Dialect::OpenAiResponses, "stream_options", root["stream_options"].compact()});
    if (root["truncation"].given() && root["truncation"].text() != "disabled") // the default
        request.unknown.push_back({Dialect::OpenAiResponses, "truncation", root["truncation"].compact()});
}

} // namespace

Result<ChatRequest> readRequest(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const View root = document->root();
    if (auto checked = checkState(root); !checked)
        return tl::unexpected(std::move(checked.error()));
    const View input = root["input"];
    if (!input.isString() && !input.isArray())
        return invalidField("input", "a string or an array of items");
    ChatRequest request;
    request.dialect = Dialect::OpenAiResponses;
    request.model = root["model"].text();
    Conversation conversation(request);
    conversation.addInstructions(root["instructions"]);
    if (input.isString())
        conversation.addText(input);
    int at = 0;
    for (const View item : input.isArray() ? input.children() : json::Range()) {
        if (auto added = conversation.add(item, at++); !added)
            return tl::unexpected(std::move(added.error()));
    }
    conversation.settle();
    at = 0;
    for (const View tool : root["tools"].children())
        request.tools.push_back(readTool(tool, at++));
    request.toolChoice = readToolChoice(root["tool_choice"]);
    readParameters(root, request);
    return request;
}

} // namespace gatehouse::dialects::responses
