// SPDX-License-Identifier: Apache-2.0
#include "core/admin/service_schemas.h"

#include <boost/json/parse.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* schemas = R"json({
"ServiceImport": {
  "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
  "properties": {
    "document": {"type": "object", "description": "An OpenAPI document, 3.0 or 3.1."},
    "text": {"type": "string", "minLength": 1, "maxLength": 2097152,
      "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$", "description": "The same as YAML or JSON."}}},
"ServiceImported": {
  "type": "object", "additionalProperties": false,
  "required": ["title", "description", "version", "operations", "draft", "notes"],
  "properties": {
    "title": {"type": "string"}, "description": {"type": "string"},
    "version": {"type": "string", "description": "Of the document."},
    "operations": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["method", "path", "id", "summary", "parameters", "body", "deprecated"],
      "properties": {"method": {"type": "string"}, "path": {"type": "string"},
        "id": {"type": "string", "description": "Empty: it has none."}, "summary": {"type": "string"},
        "parameters": {"type": "integer", "minimum": 0}, "body": {"type": "boolean"},
        "deprecated": {"type": "boolean"}}}},
    "draft": {"type": "object", "description": "A `Service`, for `definition.service` of an API's version."},
    "notes": {"type": "array", "items": {"type": "string"}, "description": "What is left to be said, in sentences."}}},
"ServiceStates": {
  "type": "object", "additionalProperties": false, "required": ["at", "items"],
  "properties": {
    "at": {"type": "string", "format": "date-time"},
    "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["api", "version", "usable", "groups"],
      "properties": {"api": {"type": "string"}, "version": {"type": "string"},
        "usable": {"type": "boolean", "description": "False: it cannot be used as it is written; the warnings say why."},
        "groups": {"type": "array", "items": {"type": "object", "additionalProperties": false,
          "required": ["id", "balance", "checked", "credential", "servers"],
          "properties": {"id": {"type": "string"}, "balance": {"type": "string"},
            "checked": {"type": "boolean", "description": "Whether the gateway asks by itself."},
            "credential": {"enum": ["none", "ready", "missing"]},
            "servers": {"type": "array", "items": {"type": "object", "additionalProperties": false,
              "required": ["url", "weight", "state", "in_flight", "calls", "failed", "failures_in_a_row",
                "rests_for_ms", "checked_at", "problem"],
              "properties": {"url": {"type": "string"}, "weight": {"type": "integer", "minimum": 0},
                "state": {"enum": ["up", "resting", "down", "broken"],
                  "description": "`resting`: calls failed; `down`: checks did; `broken`: it cannot be reached as written."},
                "in_flight": {"type": "integer"}, "calls": {"type": "integer", "minimum": 0},
                "failed": {"type": "integer", "minimum": 0}, "failures_in_a_row": {"type": "integer", "minimum": 0},
                "rests_for_ms": {"type": ["integer", "null"]},
                "checked_at": {"type": ["string", "null"], "format": "date-time"},
                "problem": {"type": ["string", "null"]}}}}}}}}}}}}
})json";

} // namespace

void addServiceSchemas(json::object& out) {
    auto parsed = json::parse(schemas); // outlives the loop
    for (auto& member : parsed.as_object())
        out[member.key()] = std::move(member.value());
}

} // namespace gatehouse::admin
