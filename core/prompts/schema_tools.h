// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

// What is made of schemas beside checking. Pure functions; schemas that JsonSchema took.
namespace gatehouse::prompts {

// A small value that fits most schemas: its first example, default, const or enum value, else the least of its type.
boost::json::value exampleOf(const boost::json::value& schema);

// The schema for another place of a document: references, which are "#/…" within the schema itself, begin with "place"
// ("#/components/schemas/Answer") instead.
boost::json::value movedSchema(const boost::json::value& schema, std::string_view place);

// Whether OpenAI's strict mode takes it: every object names all its fields as required and allows no others.
bool isStrictSchema(const boost::json::value& schema);

} // namespace gatehouse::prompts
