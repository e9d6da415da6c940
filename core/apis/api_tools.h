// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/apis/openapi_document.h"
#include "core/base/result.h"

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

// Published APIs as tools that models call: what a tool is given, and the request that it stands for. Pure.
namespace gatehouse::apis {

// Where an argument of a service's operation goes.
struct ToolArgument {
    std::string name;
    std::string in; // "path", "query"
};

struct ApiTool {
    std::string name; // letters, digits, '_' and '-', at most 64
    std::string title;
    std::string description;
    boost::json::object inputSchema;
    std::string method = "POST";
    std::string path; // "/apis/mood/1", of a service with {places}
    bool isService = false;
    bool isModel = false;
    bool answersJson = false;
    std::vector<ToolArgument> arguments; // of a service; what is left goes into the body
};

// One tool for a prompt, a chain or a model; one for each operation of a service that came with a document. "name" is
// the API's id, with its version behind it where that is not the newest.
std::vector<ApiTool> toolsOf(const DocumentInput& input, bool newest);

struct ToolRequest {
    std::string method;
    std::string target; // with its query
    std::string body;
};

// The request that a call of the tool stands for; "arguments" is a JSON object, whose numbers stay as they are written.
// Errors: Invalid, invalid_arguments.
Result<ToolRequest> requestOf(const ApiTool& tool, std::string_view arguments);

} // namespace gatehouse::apis
