// SPDX-License-Identifier: Apache-2.0
// What the document of an API of kind model says: the addresses of clients' libraries, with the fields that every
// provider understands. More fields pass as they do at the gateway's own addresses.
#include "core/apis/openapi_parts.h"

namespace gatehouse::apis {
namespace {

namespace json = boost::json;

json::object chatMessage() {
    return {{"type", "object"},
            {"required", json::array{"role", "content"}},
            {"properties", json::object{{"role", json::object{{"type", "string"},
                                                              {"enum", json::array{"system", "user", "assistant"}}}},
                                        {"content", json::object{{"type", "string"}}}}},
            {"additionalProperties", false}};
}

json::object request(json::object properties, json::array required) {
    properties["model"] = referenceTo("ModelName");
    return {{"type", "object"},
            {"required", std::move(required)},
            {"properties", std::move(properties)},
            {"additionalProperties", false}};
}

json::object post(std::string_view id, std::string_view summary, std::string_view schema, bool deprecated) {
    auto responses = refusals("model");
    responses["200"] = json::object{
        {"description", "The model's answer."},
        {"headers", servedHeaders(deprecated)},
        {"content", json::object{{"application/json", json::object{{"schema", json::object{{"type", "object"}}}}}}}};
    json::object operation{{"operationId", id}, {"summary", summary}, {"responses", std::move(responses)}};
    if (deprecated)
        operation["deprecated"] = true;
    operation["requestBody"] =
        json::object{{"required", true},
                     {"content", json::object{{"application/json", json::object{{"schema", referenceTo(schema)}}}}}};
    return operation;
}

} // namespace

json::object modelPaths(const std::string& base, bool deprecated) {
    json::object list{{"operationId", "listModels"}, {"summary", "The API's models"}};
    auto responses = refusals("model");
    responses["200"] = json::object{
        {"description", "Its models."},
        {"content", json::object{{"application/json", json::object{{"schema", json::object{{"type", "object"}}}}}}}};
    list["responses"] = std::move(responses);
    return {{base + "/v1/chat/completions",
             json::object{{"post", post("createChatCompletion", "Chat, as OpenAI has it", "ChatRequest", deprecated)}}},
            {base + "/v1/messages",
             json::object{{"post", post("createMessage", "Chat, as Anthropic has it", "MessageRequest", deprecated)}}},
            {base + "/v1/models", json::object{{"get", std::move(list)}}}};
}

void addModelSchemas(const std::vector<std::string>& models, json::object& schemas) {
    json::array names;
    for (const auto& model : models)
        names.push_back(json::string(model));
    json::object name{{"type", "string"}, {"description", "The first is taken where none is named."}};
    name["enum"] = std::move(names);
    if (!models.empty())
        name["default"] = models.front();
    schemas["ModelName"] = std::move(name);
    const json::object messages{{"type", "array"}, {"minItems", 1}, {"items", chatMessage()}};
    const json::object most{{"type", "integer"}, {"minimum", 1}, {"maximum", 1'000'000}};
    schemas["ChatRequest"] = request({{"messages", messages}, {"max_completion_tokens", most}}, {"messages"});
    json::object turn = chatMessage();
    turn["properties"].as_object()["role"] =
        json::object{{"type", "string"}, {"enum", json::array{"user", "assistant"}}};
    schemas["MessageRequest"] =
        request({{"messages", json::object{{"type", "array"}, {"minItems", 1}, {"items", std::move(turn)}}},
                 {"max_tokens", most}},
                {"messages", "max_tokens"});
}

} // namespace gatehouse::apis
