// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/services/asked.h"
#include "core/services/openapi_document.h"
#include "core/services/path.h"
#include "core/services/schema_check.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::services {

// Calls held against an OpenAPI document: path, method, parameters, content type, body. Compiled once; immutable; any
// thread.
class Validation {
public:
    struct Parameter {
        enum class In { Path, Query, Header } in = In::Query;
        enum class Form { Plain, List, Repeated, Json } form = Form::Plain;
        std::string name;
        bool required = false;
        char separator = ',';
        bool typed[5] = {};   // of a value or of its elements: number, boolean, null, string, array
        SchemaCheckPtr check; // null: any
    };
    struct Content {
        std::string type;     // "application/json", "text/*", "*/*"
        SchemaCheckPtr check; // of JSON; null: any
    };
    struct Operation {
        std::string method;
        std::string id; // operationId, or "GET /orders"
        PathPattern path;
        std::size_t openParts = 0;
        std::vector<Parameter> parameters;
        bool bodyRequired = false;
        bool hasBody = false;
        std::vector<Content> contents;
        std::map<std::string, std::vector<Content>, std::less<>> answers; // by "200", "2XX", "default"
    };

    // Errors: Invalid invalid_document: the message names the place. Cookies and deepObject parameters are not checked.
    static Result<std::shared_ptr<const Validation>> make(const boost::json::value& document,
                                                          const SchemaMaker& maker = schemaMaker());

    // Which operation a call asks for. Errors: NotFound unknown_path; Invalid method_not_allowed, whose "expected" are
    // the methods that there are.
    Result<const Operation*> operationFor(std::string_view method, const CleanPath& path) const;
    // Does its body have to be read? What is not JSON passes unseen.
    static bool looksIntoBody(const Operation& operation, std::string_view contentType);
    // Parameters, content type, and the body where looksIntoBody(): asked.json must have been read then. Errors:
    // Invalid invalid_request, unsupported_media_type; field: "query.limit", "body/items/0".
    static Result<void> check(const Operation& operation, const Asked& asked, bool hasBody);
    // Of an answer: what does not fit, as a sentence.
    static std::optional<std::string> answerProblem(const Operation& operation, int status,
                                                    std::string_view contentType, const boost::json::value* json);

    std::size_t size() const;

private:
    std::map<std::size_t, std::vector<Operation>> m_operations; // by segments; those with the fewest names first
};

} // namespace gatehouse::services
