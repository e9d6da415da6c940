// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

#include <boost/json/object.hpp>
#include <string>

namespace gatehouse::admin {

// OpenAPI 3.1 from the operations' table and the resources' descriptions. Pure.
boost::json::object openApiDocument(const Operations& operations, const std::string& version);

// The schemas that the operations name.
boost::json::object componentSchemas();

// Every operation may answer these; an operation's own "problems" come to them.
std::vector<int> problemStatusesOf(const Operation& operation);

} // namespace gatehouse::admin
