// SPDX-License-Identifier: Apache-2.0
#include "core/providers/demo/demo_request.h"

#include "core/base/text.h"
#include "core/dialects/translation.h"
#include "core/providers/demo/demo_answer.h"
#include "core/providers/demo/demo_words.h"

#include <algorithm>
#include <simdjson.h>

namespace gatehouse::providers::demo {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t tokensPerMessage = 3;
constexpr std::size_t mostDimensions = 4096;
constexpr std::size_t mostChoices = 128;

std::string_view textMember(element value, std::string_view name) {
    std::string_view text;
    return value[name].get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

bool trueMember(element value, std::string_view name) {
    bool yes = false;
    return value[name].get(yes) == simdjson::SUCCESS && yes;
}

std::size_t numberMember(element value, std::string_view name, std::size_t otherwise) {
    std::uint64_t number = 0;
    return value[name].get(number) == simdjson::SUCCESS ? static_cast<std::size_t>(number) : otherwise;
}

// The text of a "content": a string, or the text parts of an array, tool results included.
void appendContent(element content, std::string& out) {
    std::string_view text;
    array parts;
    if (content.get(text) == simdjson::SUCCESS) {
        out.append(text);
    } else if (content.get(parts) == simdjson::SUCCESS) {
        for (const element part : parts) {
            out.append(textMember(part, "text"));
            element inner;
            if (part["content"].get(inner) == simdjson::SUCCESS)
                appendContent(inner, out);
        }
    }
}

std::string contentOf(element message) {
    std::string text;
    element content;
    if (message["content"].get(content) == simdjson::SUCCESS)
        appendContent(content, text);
    return text;
}

void appendValueFor(element schema, std::string& out) {
    array choices;
    if (schema["enum"].get(choices) == simdjson::SUCCESS && choices.size() > 0) {
        out += simdjson::minify(choices.at(0));
        return;
    }
    const std::string_view type = textMember(schema, "type");
    if (type == "integer" || type == "number")
        out += "1";
    else if (type == "boolean")
        out += "true";
    else if (type == "array")
        out += "[]";
    else if (type == "object")
        out += "{}";
    else
        appendJsonString(out, "demo");
}

std::string argumentsFor(element schema) {
    std::string out = "{";
    array required;
    if (schema["required"].get(required) == simdjson::SUCCESS) {
        for (const element each : required) {
            std::string_view name;
            if (each.get(name) != simdjson::SUCCESS)
                continue;
            if (out.size() > 1)
                out += ",";
            appendJsonString(out, name);
            out += ":";
            element member;
            if (schema["properties"][name].get(member) == simdjson::SUCCESS)
                appendValueFor(member, out);
            else
                out += "null";
        }
    }
    return out + "}";
}

struct Tool {
    std::string_view name;
    element schema;
    bool hasSchema = false;
};

// OpenAI: {"function":{"name","parameters"}}; Anthropic: {"name","input_schema"}.
std::vector<Tool> readTools(element root) {
    std::vector<Tool> tools;
    array list;
    if (root["tools"].get(list) != simdjson::SUCCESS)
        return tools;
    for (const element each : list) {
        Tool tool;
        element function;
        if (each["function"].get(function) == simdjson::SUCCESS) {
            tool.name = textMember(function, "name");
            tool.hasSchema = function["parameters"].get(tool.schema) == simdjson::SUCCESS;
        } else {
            tool.name = textMember(each, "name");
            tool.hasSchema = each["input_schema"].get(tool.schema) == simdjson::SUCCESS;
        }
        if (!tool.name.empty())
            tools.push_back(tool);
    }
    return tools;
}

struct ToolChoice {
    bool none = false;
    bool must = false;
    std::string_view name; // of the one that must be called
    bool single = false;   // one call at a time
};

// OpenAI: a word or {"function":{"name"}}; Anthropic: {"type","name"}.
ToolChoice readToolChoice(element root) {
    ToolChoice choice;
    element value;
    bool parallel = true;
    choice.single = root["parallel_tool_calls"].get(parallel) == simdjson::SUCCESS && !parallel;
    if (root["tool_choice"].get(value) != simdjson::SUCCESS)
        return choice;
    std::string_view word;
    if (value.get(word) != simdjson::SUCCESS) {
        word = textMember(value, "type");
        choice.single = choice.single || trueMember(value, "disable_parallel_tool_use");
        choice.name = textMember(value, "name");
        element function;
        if (value["function"].get(function) == simdjson::SUCCESS)
            choice.name = textMember(function, "name");
    }
    choice.none = word == "none";
    choice.must = word == "required" || word == "any" || !choice.name.empty();
    return choice;
}

std::vector<ToolCall> chooseTools(element root, std::string_view text, bool resultCameLast) {
    const auto tools = readTools(root);
    const ToolChoice choice = readToolChoice(root);
    std::vector<ToolCall> calls;
    if (tools.empty() || choice.none || resultCameLast)
        return calls;
    for (const Tool& tool : tools) {
        const bool allowed = choice.name.empty() || choice.name == tool.name;
        auto asked = allowed ? callsAskedFor(text, tool.name) : std::vector<std::string>();
        const bool must = choice.must && allowed && calls.empty();
        if (must && asked.empty())
            asked.emplace_back();
        for (auto& arguments : asked)
            calls.push_back({std::string(tool.name), !arguments.empty() ? std::move(arguments)
                                                     : tool.hasSchema   ? argumentsFor(tool.schema)
                                                                        : "{}"});
    }
    if (choice.single && calls.size() > 1)
        calls.resize(1);
    return calls;
}

// OpenAI: {"image_url":{"url"}}; Anthropic: {"source":{"type","media_type","data","url"}}.
std::string imageIn(element part) {
    const auto type = textMember(part, "type");
    element inner;
    if (type == "image_url" && part["image_url"].get(inner) == simdjson::SUCCESS) {
        const auto url = textMember(inner, "url");
        const auto data = dialects::parseDataUrl(url);
        return data ? describeImage(data->mediaType, data->data) : "an image at an address";
    }
    if (type == "image" && part["source"].get(inner) == simdjson::SUCCESS)
        return textMember(inner, "type") == "base64"
                   ? describeImage(textMember(inner, "media_type"), textMember(inner, "data"))
                   : "an image at an address";
    return {};
}

std::string imagesOf(element message) {
    std::string shown;
    array parts;
    if (message["content"].get(parts) != simdjson::SUCCESS)
        return shown;
    for (const element part : parts) {
        const auto image = imageIn(part);
        if (!image.empty())
            shown += (shown.empty() ? "I see " : ", and ") + image;
    }
    return shown.empty() ? shown : shown + ".";
}

// A thought of ours must come back as it was; others' are not looked at.
Result<void> checkThoughts(element message) {
    array parts;
    if (message["content"].get(parts) != simdjson::SUCCESS)
        return {};
    for (const element part : parts) {
        const auto signature = textMember(part, "signature");
        if (textMember(part, "type") == "thinking" && signature.starts_with("demo") &&
            signature != signatureOf(textMember(part, "thinking")))
            return failure(ErrorKind::Invalid, "invalid_request", "the signature does not fit the thinking");
    }
    return {};
}

// OpenAI: response_format; Anthropic: output_config.format. The wanted form as the JSON that fits it.
std::string formAskedFor(element root) {
    element format;
    element schema;
    if (root["response_format"].get(format) == simdjson::SUCCESS) {
        if (format["json_schema"]["schema"].get(schema) == simdjson::SUCCESS)
            return argumentsFor(schema);
        return textMember(format, "type") == "json_object" ? R"({"demo":true})" : "";
    }
    if (root["output_config"]["format"]["schema"].get(schema) == simdjson::SUCCESS ||
        root["output_format"]["schema"].get(schema) == simdjson::SUCCESS)
        return argumentsFor(schema);
    return {};
}

// OpenAI: reasoning_effort; Anthropic: thinking.
bool asksForThought(element root) {
    const auto effort = textMember(root, "reasoning_effort");
    if (!effort.empty())
        return effort != "none";
    element thinking;
    if (root["thinking"].get(thinking) != simdjson::SUCCESS)
        return false;
    const auto type = textMember(thinking, "type");
    return type == "enabled" || type == "adaptive";
}

bool holdsToolResult(element message) {
    array parts;
    if (message["content"].get(parts) != simdjson::SUCCESS)
        return false;
    return std::any_of(parts.begin(), parts.end(),
                       [](element part) { return textMember(part, "type") == "tool_result"; });
}

Result<void> readMessages(element root, Request& request) {
    array messages;
    if (root["messages"].get(messages) != simdjson::SUCCESS || messages.size() == 0)
        return failure(ErrorKind::Invalid, "invalid_request", "messages must be an array with at least one message");
    element system;
    if (root["system"].get(system) == simdjson::SUCCESS) {
        std::string text;
        appendContent(system, text);
        request.promptTokens += countTokens(text);
    }
    bool resultCameLast = false;
    for (const element message : messages) {
        const std::string text = contentOf(message);
        request.promptTokens += countTokens(text) + tokensPerMessage;
        const std::string_view role = textMember(message, "role");
        resultCameLast = role == "tool" || role == "function" || holdsToolResult(message);
        if (role == "user" || resultCameLast) {
            request.text = text;
            request.shown = imagesOf(message);
        }
        if (auto checked = checkThoughts(message); !checked)
            return checked;
    }
    request.toolCalls = chooseTools(root, request.text, resultCameLast);
    request.formed = formAskedFor(root);
    request.thinks = asksForThought(root);
    request.slowly = !resultCameLast && asksForSlowness(request.text);
    request.failure = resultCameLast ? 0 : failureAskedFor(request.text).value_or(0);
    return {};
}

// "input" or "prompt": a string, an array of strings, or arrays of tokens.
Result<void> readInputs(element root, std::string_view name, Request& request) {
    element value;
    if (root[name].get(value) != simdjson::SUCCESS)
        return failure(ErrorKind::Invalid, "invalid_request", std::string(name) + " is required");
    std::string_view text;
    array list;
    if (value.get(text) == simdjson::SUCCESS) {
        request.inputs.emplace_back(text);
    } else if (value.get(list) == simdjson::SUCCESS) {
        bool tokens = false;
        for (const element each : list) {
            tokens = each.is_int64() || each.is_uint64();
            if (tokens)
                break;
            request.inputs.push_back(each.get(text) == simdjson::SUCCESS ? std::string(text)
                                                                         : std::string(simdjson::minify(each)));
        }
        if (tokens)
            request.inputs.emplace_back(simdjson::minify(list));
    }
    if (request.inputs.empty())
        return failure(ErrorKind::Invalid, "invalid_request",
                       std::string(name) + " must be a text or a list that is not empty");
    for (const auto& input : request.inputs)
        request.promptTokens += countTokens(input);
    request.text = request.inputs.front();
    return {};
}

void readSettings(element root, Request& request) {
    request.model = textMember(root, "model");
    request.stream = trueMember(root, "stream");
    element options;
    if (root["stream_options"].get(options) == simdjson::SUCCESS)
        request.usageAsked = trueMember(options, "include_usage");
    request.base64 = textMember(root, "encoding_format") == "base64";
    request.dimensions =
        std::clamp<std::size_t>(numberMember(root, "dimensions", request.dimensions), 1, mostDimensions);
    request.choices = std::clamp<std::size_t>(numberMember(root, "n", 1), 1, mostChoices);
    request.mostTokens =
        std::min(numberMember(root, "max_tokens", SIZE_MAX), numberMember(root, "max_completion_tokens", SIZE_MAX));
}

} // namespace

Address addressOf(std::string_view target, std::string& model) {
    const std::string_view path = target.substr(0, target.find('?'));
    constexpr std::string_view models = "/models/";
    if (path.ends_with("/messages/count_tokens"))
        return Address::CountTokens;
    if (path.ends_with("/messages"))
        return Address::Messages;
    if (path.ends_with("/chat/completions"))
        return Address::Chat;
    if (path.ends_with("/completions"))
        return Address::Completions;
    if (path.ends_with("/embeddings"))
        return Address::Embeddings;
    if (path.ends_with("/moderations"))
        return Address::Moderations;
    if (path.ends_with("/models"))
        return Address::Models;
    const std::size_t at = path.rfind(models);
    if (at == std::string_view::npos)
        return Address::Unknown;
    model = percentDecode(path.substr(at + models.size())).value_or("");
    return Address::Model;
}

std::size_t countTokens(std::string_view text) {
    std::size_t words = 0;
    bool inWord = false;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        words += !blank && !inWord ? 1U : 0U;
        inWord = !blank;
    }
    return words;
}

std::uint64_t mix(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

std::uint64_t hashOf(std::string_view bytes) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return mix(hash);
}

Result<Request> readRequest(Address address, std::string_view body) {
    simdjson::dom::parser parser;
    element root;
    object checked;
    if (parser.parse(body.data(), body.size()).get(root) != simdjson::SUCCESS || root.get(checked) != simdjson::SUCCESS)
        return failure(ErrorKind::Invalid, "invalid_json", "The body is not a JSON object");
    Request request;
    request.seed = hashOf(body);
    readSettings(root, request);
    Result<void> read;
    if (address == Address::Completions)
        read = readInputs(root, "prompt", request);
    else if (address == Address::Embeddings || address == Address::Moderations)
        read = readInputs(root, "input", request);
    else
        read = readMessages(root, request);
    if (!read)
        return tl::unexpected(std::move(read.error()));
    return request;
}

} // namespace gatehouse::providers::demo
