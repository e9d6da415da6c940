// SPDX-License-Identifier: Apache-2.0
#include "core/apis/api_tools.h"

#include "core/apis/api_address.h"
#include "core/apis/embedded_schema.h"
#include "core/base/text.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

namespace gatehouse::apis {
namespace {

namespace json = boost::json;
namespace wire = dialects::json;

constexpr std::size_t longestName = 64;
constexpr int mostLevels = 12; // of schemas that lean on others
constexpr std::string_view bodyName = "body";
constexpr std::array<std::string_view, 6> methods{"get", "post", "put", "patch", "delete", "head"};

// Clients of models take no other letters in a tool's name.
std::string toolName(std::string text) {
    for (char& c : text) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        c = fits ? c : '_';
    }
    return text.substr(0, longestName);
}

std::string upper(std::string_view word) {
    std::string out(word);
    for (char& c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

std::string textAt(const json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

json::object objectSchema(json::object properties, json::array required) {
    json::object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty())
        schema["required"] = std::move(required);
    return schema;
}

ApiTool toolFor(const DocumentInput& input, bool newest) {
    ApiTool tool;
    tool.name = toolName(newest ? input.id : input.id + "-" + input.version);
    tool.title = input.title;
    tool.description = input.description.empty() ? "The published API " + input.id + "." : input.description;
    if (input.deprecated)
        tool.description += " Deprecated: look for its successor.";
    tool.path = apiPath(input.id, input.version);
    tool.answersJson = input.answer == "json" || input.kind == DocumentKind::Chain;
    return tool;
}

json::object variablesSchema(const DocumentInput& input) {
    json::object properties;
    json::array required;
    for (const auto& variable : input.variables) {
        json::object schema =
            variable.schema.is_object() ? variable.schema.get_object() : json::object{{"type", "string"}};
        if (!variable.description.empty() && !schema.contains("description"))
            schema["description"] = variable.description;
        if (variable.preset)
            schema["default"] = *variable.preset;
        properties[variable.name] = std::move(schema);
        if (variable.required && !variable.preset)
            required.push_back(json::string(variable.name));
    }
    return objectSchema(std::move(properties), std::move(required));
}

json::object modelSchema(const DocumentInput& input) {
    json::array models;
    for (const auto& model : input.models)
        models.push_back(json::string(model));
    json::object properties{
        {"input", json::object{{"type", "string"}, {"description", "What is said to the model."}}},
        {"instructions", json::object{{"type", "string"}, {"description", "What it is told before."}}},
        {"model", json::object{{"type", "string"}, {"enum", std::move(models)}}}};
    return objectSchema(std::move(properties), json::array{"input"});
}

// What a schema leans on put in its place: a tool's schema stands alone. What leans on itself takes anything there.
json::value standingAlone(const json::value& schema, const json::object& schemas, int levels) {
    if (levels == 0)
        return json::object();
    if (const auto* list = schema.if_array()) {
        json::array out;
        for (const auto& item : *list)
            out.push_back(standingAlone(item, schemas, levels));
        return out;
    }
    const auto* object = schema.if_object();
    if (object == nullptr)
        return schema;
    if (const auto reference = textAt(*object, "$ref"); !reference.empty()) {
        const auto* meant = schemas.if_contains(reference.substr(reference.rfind('/') + 1));
        return meant != nullptr ? standingAlone(*meant, schemas, levels - 1) : json::value(json::object());
    }
    json::object out;
    for (const auto& member : *object)
        out[member.key()] = standingAlone(member.value(), schemas, levels);
    return out;
}

struct Properties {
    json::object all;
    json::array required;
};

void addParameters(const json::value* parameters, const DocumentInput& input, ApiTool& tool, Properties& out) {
    const auto* list = parameters != nullptr ? parameters->if_array() : nullptr;
    if (list == nullptr)
        return;
    for (const auto& item : *list) {
        const auto* parameter = item.if_object();
        if (parameter == nullptr)
            continue;
        const auto in = textAt(*parameter, "in");
        const auto name = textAt(*parameter, "name");
        if ((in != "path" && in != "query") || name.empty() || out.all.contains(name))
            continue;
        const auto* schema = parameter->if_contains("schema");
        out.all[name] =
            schema != nullptr ? standingAlone(*schema, input.serviceSchemas, mostLevels) : json::value(json::object());
        const auto* required = parameter->if_contains("required");
        if (in == "path" || (required != nullptr && required->is_bool() && required->get_bool()))
            out.required.push_back(json::string(name));
        tool.arguments.push_back({name, in});
    }
}

void addBody(const json::object& operation, const DocumentInput& input, Properties& out) {
    const auto* body = operation.if_contains("requestBody");
    const auto* content = body != nullptr && body->is_object() ? body->get_object().if_contains("content") : nullptr;
    const auto* media =
        content != nullptr && content->is_object() ? content->get_object().if_contains("application/json") : nullptr;
    if (media == nullptr || !media->is_object())
        return;
    const auto* schema = media->get_object().if_contains("schema");
    out.all[bodyName] =
        schema != nullptr ? standingAlone(*schema, input.serviceSchemas, mostLevels) : json::value(json::object());
    const auto* required = body->get_object().if_contains("required");
    if (required != nullptr && required->is_bool() && required->get_bool())
        out.required.push_back(json::string(bodyName));
}

ApiTool serviceTool(const DocumentInput& input, bool newest, std::string_view method, std::string_view path,
                    const json::object& item, const json::object& operation) {
    auto tool = toolFor(input, newest);
    auto operationId = textAt(operation, "operationId");
    if (operationId.empty())
        operationId = std::string(method) + std::string(path);
    tool.name = toolName(tool.name + "_" + operationId);
    tool.title = textAt(operation, "summary");
    if (auto text = textAt(operation, "description"); !text.empty())
        tool.description = std::move(text);
    else if (!tool.title.empty())
        tool.description = tool.title;
    tool.method = upper(method);
    tool.path += path;
    tool.isService = true;
    tool.answersJson = false;
    Properties properties;
    addParameters(operation.if_contains("parameters"), input, tool, properties);
    addParameters(item.if_contains("parameters"), input, tool, properties);
    addBody(operation, input, properties);
    tool.inputSchema = objectSchema(std::move(properties.all), std::move(properties.required));
    return tool;
}

std::vector<ApiTool> serviceTools(const DocumentInput& input, bool newest) {
    std::vector<ApiTool> tools;
    for (const auto& path : input.servicePaths) {
        const auto* item = path.value().if_object();
        for (const auto method : methods) {
            const auto* operation = item != nullptr ? item->if_contains(method) : nullptr;
            if (operation != nullptr && operation->is_object())
                tools.push_back(serviceTool(input, newest, method, path.key(), *item, operation->get_object()));
        }
    }
    return tools;
}

tl::unexpected<Error> wrong(std::string field, std::string expected) {
    auto error = failure(ErrorKind::Invalid, "invalid_arguments", field + ": " + expected + " is wanted.");
    error.value().field = std::move(field);
    error.value().expected = std::move(expected);
    return error;
}

// As it stands in an address: a text without its quotes.
std::string plain(wire::View value) {
    return value.isString() ? value.text() : std::string(value.written());
}

void addToQuery(std::string& query, std::string_view name, wire::View value) {
    if (value.isArray()) {
        for (const auto item : value.children())
            addToQuery(query, name, item);
        return;
    }
    query += (query.empty() ? "?" : "&") + percentEncode(name) + "=" + percentEncode(plain(value));
}

Result<ToolRequest> serviceRequest(const ApiTool& tool, wire::View arguments) {
    ToolRequest request{tool.method, tool.path, {}};
    std::string query;
    for (const auto& argument : tool.arguments) {
        const auto value = arguments[argument.name];
        if (argument.in == "query" && value.given())
            addToQuery(query, argument.name, value);
        if (argument.in != "path")
            continue;
        const auto text = plain(value);
        // An empty part, or a dot, would be another address.
        if (!value.given() || text.empty() || text == "." || text == "..")
            return wrong(argument.name, "a text that can stand in a path");
        const auto place = request.target.find("{" + argument.name + "}");
        if (place != std::string::npos)
            request.target.replace(place, argument.name.size() + 2, percentEncode(text));
    }
    request.target += query;
    request.body = arguments[bodyName].written();
    return request;
}

std::string chatBody(const ApiTool& tool, wire::View arguments) {
    std::string body;
    wire::Writer out(body);
    const auto& models = tool.inputSchema.at("properties").at("model").at("enum").as_array();
    const auto model = arguments["model"];
    out.beginObject().text("model", model.isString() ? model.text() : std::string(models.at(0).as_string()));
    out.beginArray("messages");
    if (const auto instructions = arguments["instructions"]; instructions.isString())
        out.beginObject().text("role", "system").text("content", instructions.text()).endObject();
    out.beginObject().text("role", "user").text("content", arguments["input"].text()).endObject();
    out.endArray().endObject();
    return body;
}

} // namespace

std::vector<ApiTool> toolsOf(const DocumentInput& input, bool newest) {
    if (input.kind == DocumentKind::Service)
        return serviceTools(input, newest);
    auto tool = toolFor(input, newest);
    tool.isModel = input.kind == DocumentKind::Model;
    if (tool.isModel && input.models.empty())
        return {};
    tool.inputSchema = tool.isModel ? modelSchema(input) : variablesSchema(input);
    return {std::move(tool)};
}

Result<ToolRequest> requestOf(const ApiTool& tool, std::string_view arguments) {
    const auto document = wire::Document::parse(arguments);
    if (!document)
        return wrong("arguments", "a JSON object");
    if (tool.isService)
        return serviceRequest(tool, document->root());
    if (!tool.isModel)
        return ToolRequest{tool.method, tool.path, std::string(arguments)};
    if (!document->root()["input"].isString())
        return wrong("input", "a text");
    return ToolRequest{tool.method, tool.path + "/v1/chat/completions", chatBody(tool, document->root())};
}

} // namespace gatehouse::apis
