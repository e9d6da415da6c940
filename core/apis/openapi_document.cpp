// SPDX-License-Identifier: Apache-2.0
#include "core/apis/openapi_document.h"

#include "core/apis/api_address.h"
#include "core/apis/embedded_schema.h"
#include "core/apis/openapi_parts.h"
#include "core/apis/query_values.h"

#include <boost/json/array.hpp>

namespace gatehouse::apis {
namespace {

namespace json = boost::json;

constexpr std::string_view inputName = "Input";
constexpr std::string_view resultName = "Result";

std::string componentOf(const DocumentVariable& variable) {
    return "Variable_" + variable.name;
}

json::value exampleOf(const DocumentVariable& variable) {
    if (variable.example)
        return *variable.example;
    return variable.preset ? *variable.preset : sampleOf(variable.schema);
}

json::object schemaOf(const DocumentVariable& variable) {
    auto schema = embeddedSchema(variable.schema, componentOf(variable));
    json::object out = schema.is_object() ? std::move(schema.get_object()) : json::object{{"type", "string"}};
    if (!variable.description.empty() && !out.contains("description"))
        out["description"] = variable.description;
    if (variable.preset)
        out["default"] = *variable.preset;
    if (variable.secret)
        out["writeOnly"] = true;
    return out;
}

json::object inputSchema(const DocumentInput& input) {
    json::object properties;
    json::array required;
    for (const auto& variable : input.variables) {
        properties[variable.name] = referenceTo(componentOf(variable));
        if (variable.required && !variable.preset)
            required.push_back(json::string(variable.name));
    }
    json::object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty())
        schema["required"] = std::move(required);
    return schema;
}

bool isObjectType(const json::object& schema) {
    const auto* type = schema.if_contains("type");
    return type != nullptr && type->is_string() && type->get_string() == "object";
}

bool takesStreams(const DocumentInput& input) {
    return input.answer != "json";
}

json::object flag(std::string_view name, std::string_view description) {
    return {{"name", name},
            {"in", "query"},
            {"description", description},
            {"schema", json::object{{"type", "boolean"}, {"default", false}}}};
}

json::array streamFlag(const DocumentInput& input) {
    if (!takesStreams(input))
        return {};
    return {flag("stream", "Answer piece by piece, as server-sent events.")};
}

// An object goes as JSON text; a list that must be given has at least one item, because an empty one cannot be written.
json::object queryParameter(const DocumentVariable& variable) {
    const bool required = variable.required && !variable.preset;
    json::object parameter{{"name", variable.name}, {"in", "query"}, {"required", required}};
    if (!variable.description.empty())
        parameter["description"] = variable.description;
    const auto plain = schemaOf(variable);
    json::object schema = referenceTo(componentOf(variable));
    const auto* type = plain.if_contains("type");
    if (type != nullptr && type->is_string() && type->get_string() == "array")
        schema = {{"allOf", json::array{referenceTo(componentOf(variable))}}, {"minItems", 1}};
    if (isObjectType(plain)) {
        parameter["content"] = json::object{{"application/json", json::object{{"schema", std::move(schema)}}}};
        return parameter;
    }
    parameter["schema"] = std::move(schema);
    parameter["example"] = exampleOf(variable);
    return parameter;
}

json::object answerContent(const DocumentInput& input) {
    json::object content;
    const json::object text{{"type", "string"}};
    if (input.answer == "text")
        content["text/plain"] = json::object{{"schema", text}};
    else if (input.answer == "json")
        content["application/json"] =
            json::object{{"schema", input.response ? json::value(referenceTo(resultName)) : json::value(true)}};
    else
        content["application/json"] = json::object{{"schema", json::object{{"type", "object"}}}};
    if (takesStreams(input))
        content["text/event-stream"] = json::object{
            {"schema", json::object{{"description", "Server-sent events: pieces of the answer, then its end."}}}};
    return content;
}

json::object operationOf(const DocumentInput& input, std::string_view id, std::string_view summary) {
    json::object operation{{"operationId", id}, {"summary", summary}};
    if (!input.description.empty())
        operation["description"] = input.description;
    if (input.deprecated)
        operation["deprecated"] = true;
    auto responses = refusals(input.answer);
    json::object good{{"description", "The answer."}, {"headers", servedHeaders(input.deprecated)}};
    good["content"] = answerContent(input);
    responses["200"] = std::move(good);
    operation["responses"] = std::move(responses);
    return operation;
}

json::object callPaths(const DocumentInput& input) {
    const std::string summary = input.title.empty() ? "Call " + input.id : input.title;
    auto post = operationOf(input, "call", summary);
    // A job is no stream: where both can be had, Accept: text/event-stream asks for the one, Prefer for the other.
    post["parameters"] = input.async ? json::array{preferHeader()} : streamFlag(input);
    if (input.async)
        post["responses"].as_object()["202"] = acceptedJob();
    post["requestBody"] = json::object{
        {"required", true},
        {"content", json::object{{"application/json", json::object{{"schema", referenceTo(inputName)},
                                                                   {"example", exampleValues(input.variables)}}}}}};
    json::object path{{"post", std::move(post)}};
    if (offersGet(input)) {
        auto get = operationOf(input, "callByQuery", summary + ", with values in the query");
        auto parameters = streamFlag(input);
        for (const auto& variable : input.variables) {
            if (!variable.secret && !isReservedInQuery(variable.name))
                parameters.push_back(queryParameter(variable));
        }
        get["parameters"] = std::move(parameters);
        path["get"] = std::move(get);
    }
    json::object paths{{apiPath(input.id, input.version), std::move(path)}};
    if (input.async)
        addJobPaths(apiPath(input.id, input.version), input.answer, paths);
    return paths;
}

json::object componentsOf(const DocumentInput& input) {
    auto schemas = commonSchemas(input.kind == DocumentKind::Model ? "model" : std::string_view(input.answer));
    if (input.kind == DocumentKind::Prompt || input.kind == DocumentKind::Chain) {
        schemas[inputName] = inputSchema(input);
        for (const auto& variable : input.variables)
            schemas[componentOf(variable)] = schemaOf(variable);
        if (input.response)
            schemas[resultName] = embeddedSchema(*input.response, resultName);
        if (input.async)
            schemas["Job"] = jobSchema();
    }
    if (input.kind == DocumentKind::Model)
        addModelSchemas(input.models, schemas);
    for (const auto& member : input.serviceSchemas)
        schemas[member.key()] = member.value();
    return {{"schemas", std::move(schemas)}, {"securitySchemes", securitySchemes()}};
}

} // namespace

bool offersGet(const DocumentInput& input) {
    if (input.kind != DocumentKind::Prompt)
        return false;
    for (const auto& variable : input.variables) {
        if (variable.required && !variable.preset && (variable.secret || isReservedInQuery(variable.name)))
            return false;
    }
    return true;
}

json::object exampleValues(const std::vector<DocumentVariable>& variables) {
    json::object values;
    for (const auto& variable : variables) {
        if (variable.secret)
            values[variable.name] = "…";
        else if (variable.required || variable.example)
            values[variable.name] = exampleOf(variable);
    }
    return values;
}

json::object openApiDocument(const DocumentInput& input) {
    json::object info{{"title", input.title.empty() ? input.id : input.title}, {"version", input.version}};
    if (!input.description.empty())
        info["description"] = input.description;
    if (!input.team.empty())
        info["contact"] = json::object{{"name", input.team}};
    json::object document{{"openapi", "3.1.0"}, {"info", std::move(info)}};
    document["servers"] = json::array{json::object{{"url", input.server}}};
    document["security"] = securityRequirements();
    switch (input.kind) {
    case DocumentKind::Model:
        document["paths"] = modelPaths(apiPath(input.id, input.version), input.deprecated);
        break;
    case DocumentKind::Service:
        document["paths"] = input.servicePaths;
        break;
    case DocumentKind::Prompt:
    case DocumentKind::Chain:
        document["paths"] = callPaths(input);
        break;
    }
    document["components"] = componentsOf(input);
    if (!input.tags.empty()) {
        json::array tags;
        for (const auto& tag : input.tags)
            tags.push_back(json::object{{"name", tag}});
        document["tags"] = std::move(tags);
    }
    return document;
}

} // namespace gatehouse::apis
