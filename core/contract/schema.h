// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/type.h"

#include <boost/json/object.hpp>
#include <string_view>

// JSON Schema in the words that draft 7 and OpenAPI 3.1 (2020-12) share. Patterns and lengths are for other programs:
// Gatehouse itself checks with the reader.
namespace gatehouse::contract {

// The schema of one object; objects inside are references "prefix + name" ("#/components/schemas/" + "Timeouts").
boost::json::object schemaOf(const ObjectDescription& description, Form form, std::string_view prefix);

// The same for what a client sends rather than gets: without the fields that the gateway sets itself, and with nothing
// required, for PATCH.
boost::json::object patchSchemaOf(const ObjectDescription& description, std::string_view prefix);

// The schemas of all objects inside, by name; the description itself included.
boost::json::object schemasWithin(const ObjectDescription& description, Form form, std::string_view prefix);

} // namespace gatehouse::contract
