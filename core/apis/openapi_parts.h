// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

// Pieces of the documents of published APIs that do not depend on one API (openapi_document.h).
namespace gatehouse::apis {

boost::json::object referenceTo(std::string_view component);

// One place of those in which a gateway key is taken.
boost::json::object securitySchemes();
boost::json::array securityRequirements();

// Fields of every served answer; those of a deprecated version as well.
boost::json::object servedHeaders(bool deprecated);

// 400, 401, 403 … by status, in the error form that goes with the answer's: problem documents for "text" and "json",
// the dialect's own else, also behind "model".
boost::json::object refusals(std::string_view answer);
boost::json::object commonSchemas(std::string_view answer);

// Jobs: the answer 202, the header that asks for one, the addresses and the form of a job.
boost::json::object acceptedJob();
boost::json::object preferHeader();
boost::json::object jobSchema();
void addJobPaths(const std::string& base, std::string_view answer, boost::json::object& paths);

// The addresses behind an API of kind model that most clients use.
boost::json::object modelPaths(const std::string& base, bool deprecated);
void addModelSchemas(const std::vector<std::string>& models, boost::json::object& schemas);

} // namespace gatehouse::apis
