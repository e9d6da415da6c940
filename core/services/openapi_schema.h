// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/services/openapi_document.h"

#include <boost/json/value.hpp>

namespace gatehouse::services {

// Which way a value goes: what is read-only need not stand in a request, nor what is write-only in an answer.
enum class Direction { Request, Answer };

// A schema of the document as one that stands alone, of the words that prompts::JsonSchema knows: what it refers to
// lies in its "definitions", circles stay references. OpenAPI 3.0's own words (nullable, exclusiveMinimum as a flag)
// become those of JSON Schema. What says nothing of a value, and what cannot be decided (unknown formats, unevaluated…,
// dynamic references), is left out: no value is refused for it. Errors: Invalid invalid_document for references that
// lead nowhere or back to themselves, and for schemas of more than 20,000 values.
Result<boost::json::value> standaloneSchema(const OpenApi& api, const boost::json::value& schema, Direction direction);

// Words of OpenAPI 3.0 in a schema as 3.1 says them, in place; the schemas in it too.
void toSchema31(boost::json::value& schema);

} // namespace gatehouse::services
