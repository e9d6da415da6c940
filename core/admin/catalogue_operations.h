// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// What is published, for those who subscribe: GET /catalogue and what lies below it, and the schemas of its answers.
void addCatalogueOperations(Operations& out);
void addCatalogueSchemas(boost::json::object& out);

} // namespace gatehouse::admin
