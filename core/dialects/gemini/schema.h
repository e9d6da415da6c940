// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"

namespace gatehouse::dialects::gemini {

// Gemini's "Schema" (an OpenAPI subset: types in capitals, "nullable", "propertyOrdering", numbers as texts) as the
// JSON Schema that all other dialects take. JSON Schema itself passes through it unchanged.
RawJson jsonSchema(json::View schema);

} // namespace gatehouse::dialects::gemini
