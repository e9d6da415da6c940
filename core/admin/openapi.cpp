// SPDX-License-Identifier: Apache-2.0
#include "core/admin/openapi.h"

#include "core/base/text.h"
#include "core/contract/problem.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::string_view schemaPrefix = "#/components/schemas/";

json::object reference(std::string_view name) {
    return {{"$ref", std::string(schemaPrefix) + std::string(name)}};
}

json::object schemaFor(const std::string& name, std::string_view mediaType) {
    if (name.empty() || !mediaType.starts_with("application/"))
        return {{"type", "string"}};
    return reference(name);
}

json::object contentOf(const std::vector<std::string>& mediaTypes, const std::string& schema) {
    json::object content;
    for (const auto& type : mediaTypes)
        content[type] = json::object{{"schema", schemaFor(schema, type)}};
    return content;
}

json::object headersOf(const ResponseInfo& response) {
    json::object headers;
    const json::object text{{"type", "string"}};
    if (response.etag)
        headers["ETag"] =
            json::object{{"description", "Entity tag of what is answered."}, {"required", true}, {"schema", text}};
    if (response.location)
        headers["Location"] =
            json::object{{"description", "Address of the new object."}, {"required", true}, {"schema", text}};
    return headers;
}

json::object responseOf(const ResponseInfo& info) {
    json::object response{{"description", info.description}};
    if (auto headers = headersOf(info); !headers.empty())
        response["headers"] = std::move(headers);
    if (!info.mediaTypes.empty())
        response["content"] = contentOf(info.mediaTypes, info.schema);
    return response;
}

json::object problemOf(int status) {
    return {{"description", contract::titleOf(status)},
            {"content", json::object{{contract::problemType, json::object{{"schema", reference("Problem")}}}}}};
}

json::object responsesOf(const Operation& operation) {
    json::object responses;
    for (const auto& info : operation.responses)
        responses[std::to_string(info.status)] = responseOf(info);
    for (const int status : problemStatusesOf(operation))
        responses[std::to_string(status)] = problemOf(status);
    return responses;
}

json::array parametersOf(const Operation& operation) {
    json::array parameters;
    for (auto open = operation.path.find('{'); open != std::string::npos; open = operation.path.find('{', open + 1)) {
        const auto name = operation.path.substr(open + 1, operation.path.find('}', open) - open - 1);
        const auto other = operation.placeSchemas.find(name);
        parameters.push_back(json::object{
            {"name", name},
            {"in", "path"},
            {"required", true},
            {"description", "Percent-encoded."},
            {"schema", json::parse(other == operation.placeSchemas.end() ? operation.idSchema : other->second)}});
    }
    for (const auto& parameter : operation.parameters)
        parameters.push_back(json::object{{"name", parameter.name},
                                          {"in", "query"},
                                          {"description", parameter.description},
                                          {"schema", schemaOf(parameter)}});
    return parameters;
}

json::object operationOf(const Operation& operation) {
    json::object out{
        {"operationId", operation.id}, {"summary", operation.summary}, {"tags", json::array{operation.tag}}};
    if (!operation.description.empty())
        out["description"] = operation.description;
    if (auto parameters = parametersOf(operation); !parameters.empty())
        out["parameters"] = std::move(parameters);
    if (operation.body)
        out["requestBody"] = json::object{{"required", true},
                                          {"content", contentOf(operation.body->mediaTypes, operation.body->schema)}};
    out["responses"] = responsesOf(operation);
    if (operation.access == Access::Open)
        out["security"] = json::array{};
    if (operation.portal)
        out["x-gatehouse-portal"] = true; // under /portal/api/v1 of the gateway's listener as well
    return out;
}

} // namespace

std::vector<int> problemStatusesOf(const Operation& operation) {
    std::set<int> statuses{400, 403, 408, 414, 431, 503}; // of the listener, too
    statuses.insert(operation.problems.begin(), operation.problems.end());
    if (operation.access == Access::Token)
        statuses.insert(401);
    if (operation.body)
        statuses.insert({409, 413, 415}); // 409: a NUL in free values, which no schema can rule out
    if (!std::holds_alternative<HereRun>(operation.run))
        statuses.insert(500);
    for (const auto& info : operation.responses)
        statuses.erase(info.status);
    return {statuses.begin(), statuses.end()};
}

json::object openApiDocument(const Operations& operations, const std::string& version) {
    json::object paths;
    for (const auto& operation : operations) {
        auto& path = paths[operation.path];
        if (path.is_null())
            path = json::object();
        path.get_object()[toLower(http::nameOf(operation.method))] = operationOf(operation);
    }
    return {
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", "Gatehouse admin API"},
                              {"version", version},
                              {"description", "What the console and scripts manage a gateway with. HEAD is answered "
                                              "wherever GET is, OPTIONS everywhere. Objects carry an entity tag "
                                              "(`ETag`), which `If-Match` and `If-None-Match` take."},
                              {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
        {"servers", json::array{json::object{{"url", "/"}}}},
        {"security", json::array{json::object{{"token", json::array{}}}}},
        {"paths", std::move(paths)},
        {"components", json::object{{"schemas", componentSchemas()},
                                    {"securitySchemes",
                                     json::object{{"token", json::object{{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

std::string openApiText(const std::string& version) {
    return json::serialize(openApiDocument(makeOperations(), version));
}

} // namespace gatehouse::admin
