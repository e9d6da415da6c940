// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

namespace gatehouse::apis {

// A JSON Schema of draft 7 as a component of an OpenAPI 3.1 document (JSON Schema 2020-12): its own references "#/…"
// point to its new place, $id and $schema are left out, a list of "items" becomes "prefixItems".
boost::json::value embeddedSchema(const boost::json::value& schema, std::string_view component);

// A value that fits a simple schema, for examples: its default, its first example or enum, or one of its type.
boost::json::value sampleOf(const boost::json::value& schema);

} // namespace gatehouse::apis
