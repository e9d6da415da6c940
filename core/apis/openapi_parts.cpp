// SPDX-License-Identifier: Apache-2.0
#include "core/apis/openapi_parts.h"

#include <array>
#include <utility>

namespace gatehouse::apis {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<int, std::string_view>, 12> refused{{
    {400, "The request is not what the document says; the code and the field say what is wrong."},
    {401, "No gateway key, or a wrong one."},
    {403, "There is no approved subscription; the code says in which state it is, the text what to do."},
    {404, "There is no such API or version, or it is not published."},
    {405, "Another method is wanted; the header Allow says which."},
    {410, "The version is retired."},
    {413, "The request is too large."},
    {415, "The body must be JSON."},
    {429, "A limit or a budget is reached."},
    {502, "The model failed, or answered what does not fit."},
    {503, "Nobody can serve the call at present."},
    {504, "The model took too long."},
}};

json::object textHeader(std::string_view description) {
    return {{"description", description}, {"schema", json::object{{"type", "string"}}}};
}

bool isProblemForm(std::string_view answer) {
    return answer == "text" || answer == "json";
}

} // namespace

json::object referenceTo(std::string_view component) {
    return {{"$ref", "#/components/schemas/" + std::string(component)}};
}

json::object securitySchemes() {
    return {{"bearer", json::object{{"type", "http"},
                                    {"scheme", "bearer"},
                                    {"description",
                                     "A gateway key; it is taken as x-api-key as well, in one of these places."}}}};
}

json::array securityRequirements() {
    return {json::object{{"bearer", json::array()}}};
}

json::object servedHeaders(bool deprecated) {
    json::object headers{{"x-request-id", textHeader("The call's id: for POST /v1/feedback and for questions.")},
                         {"x-gatehouse-provider", textHeader("Who served it.")},
                         {"x-gatehouse-model", textHeader("With which model.")},
                         {"x-gatehouse-cache", textHeader("hit, semantic, miss or off.")}};
    if (deprecated) {
        headers["Deprecation"] = textHeader("Since when the version is deprecated (RFC 9745).");
        headers["Sunset"] = textHeader("When it ends (RFC 8594).");
        headers["Link"] = textHeader("Its successor, with rel=\"successor-version\".");
    }
    return headers;
}

json::object refusals(std::string_view answer) {
    const bool dialect = !isProblemForm(answer);
    json::object responses;
    for (const auto& [status, description] : refused) {
        // Who is not known, or asks for what is not there, is told so before anybody knows the API's dialect; behind an
        // API of kind model the address says it.
        const bool early = answer != "model" && (status == 401 || status == 404);
        json::object content;
        if (!dialect || early)
            content["application/problem+json"] = json::object{{"schema", referenceTo("Problem")}};
        if (dialect && status != 401)
            content["application/json"] = json::object{{"schema", referenceTo("DialectError")}};
        if (content.empty())
            content["application/json"] = json::object{{"schema", referenceTo("DialectError")}};
        // What is wrong with the request as such is told before anybody has looked which API is meant.
        if (status == 400 && !content.contains("application/json"))
            content["application/json"] = json::object{{"schema", json::object{{"type", "object"}}}};
        json::object headers{{"x-gatehouse-error", textHeader("The stable code of the error.")}};
        responses[std::to_string(status)] = json::object{
            {"description", description}, {"headers", std::move(headers)}, {"content", std::move(content)}};
    }
    return responses;
}

json::object commonSchemas(std::string_view answer) {
    const json::object text{{"type", "string"}};
    json::object properties{{"type", text},     {"title", text},  {"status", json::object{{"type", "integer"}}},
                            {"code", text},     {"detail", text}, {"field", text},
                            {"expected", text}, {"found", text},  {"request_id", text}};
    json::object schemas;
    schemas["Problem"] = json::object{{"type", "object"},
                                      {"description", "RFC 9457."},
                                      {"required", json::array{"title", "status", "code", "detail"}},
                                      {"properties", std::move(properties)}};
    if (!isProblemForm(answer))
        schemas["DialectError"] = json::object{{"type", "object"}};
    return schemas;
}

json::object acceptedJob() {
    json::object headers{{"Location", json::object{{"description", "The job's address."},
                                                   {"required", true},
                                                   {"schema", json::object{{"type", "string"}}}}}};
    return {{"description", "A job was begun."},
            {"headers", std::move(headers)},
            {"content", json::object{{"application/json", json::object{{"schema", referenceTo("Job")}}}}}};
}

json::object preferHeader() {
    return {{"name", "Prefer"},
            {"in", "header"},
            {"description", "respond-async (RFC 7240) asks for a job."},
            {"schema", json::object{{"type", "string"}, {"examples", json::array{"respond-async"}}}}};
}

json::object jobSchema() {
    const json::object text{{"type", "string"}};
    const json::object answer{
        {"type", "object"},
        {"description", "What a call at once would have been answered, once the job is over."},
        {"properties",
         json::object{{"status", json::object{{"type", "integer"}}}, {"content_type", text}, {"body", true}}}};
    const json::object error{{"type", "object"}, {"properties", json::object{{"code", text}, {"message", text}}}};
    return {{"type", "object"},
            {"required", json::array{"id", "state"}},
            {"properties", json::object{{"id", text},
                                        {"state", text},
                                        {"location", text},
                                        {"created", text},
                                        {"started", text},
                                        {"finished", text},
                                        {"attempts", json::object{{"type", "integer"}}},
                                        {"call", text},
                                        {"answer", answer},
                                        {"error", error}}}};
}

void addJobPaths(const std::string& base, std::string_view answer, json::object& paths) {
    const json::object place{{"name", "job"},
                             {"in", "path"},
                             {"required", true},
                             {"schema", json::object{{"type", "string"}, {"pattern", "^[A-Za-z0-9]{1,64}$"}}}};
    const auto operation = [answer](std::string_view id, std::string_view summary, bool ends) {
        const json::object job{
            {"description", "The job."},
            {"content", json::object{{"application/json", json::object{{"schema", referenceTo("Job")}}}}}};
        auto responses = refusals(answer);
        responses["200"] = job;
        if (ends)
            responses["202"] = job;
        return json::object{{"operationId", id}, {"summary", summary}, {"responses", std::move(responses)}};
    };
    paths[base + "/jobs/{job}"] = json::object{{"parameters", json::array{place}},
                                               {"get", operation("getJob", "How a job stands, and its answer", false)},
                                               {"delete", operation("endJob", "End a job", true)}};
}

} // namespace gatehouse::apis
