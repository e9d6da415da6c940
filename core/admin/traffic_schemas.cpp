// SPDX-License-Identifier: Apache-2.0
// Schemas of GET /traffic.
#include "core/admin/resource_schemas.h"

#include <boost/json/parse.hpp>

namespace gatehouse::admin {
namespace {

constexpr const char* schemas = R"({
"WaitingCall": {
  "type": "object", "additionalProperties": false, "required": ["id", "position", "priority", "model", "waited_ms"],
  "properties": {"id": {"type": "string"}, "position": {"type": "integer", "minimum": 1},
    "priority": {"enum": ["high", "normal", "low"], "description": "Of its application."},
    "model": {"type": "string"}, "waited_ms": {"type": "number", "minimum": 0}}},
"TrafficProvider": {
  "type": "object", "additionalProperties": false,
  "required": ["provider", "enabled", "concurrent", "in_flight", "queue", "health"],
  "properties": {"provider": {"type": "string"}, "enabled": {"type": "boolean"},
    "concurrent": {"type": "integer", "minimum": 0, "description": "The most calls at once; 0: no cap."},
    "in_flight": {"type": "integer", "minimum": 0},
    "queue": {"type": "object", "additionalProperties": false,
      "required": ["waiting", "length", "wait_ms", "longest_ms", "by_priority", "calls"],
      "properties": {"waiting": {"type": "integer", "minimum": 0},
        "length": {"type": "integer", "minimum": 0, "description": "How many may wait."},
        "wait_ms": {"type": "number", "minimum": 0, "description": "How long at most; 0: nobody waits."},
        "longest_ms": {"type": "number", "minimum": 0, "description": "How long the longest has waited."},
        "by_priority": {"type": "object", "additionalProperties": false, "required": ["high", "normal", "low"],
          "properties": {"high": {"type": "integer"}, "normal": {"type": "integer"}, "low": {"type": "integer"}}},
        "calls": {"type": "array", "maxItems": 100, "description": "The next first.",
          "items": {"$ref": "#/components/schemas/WaitingCall"}}}},
    "health": {"type": "object", "additionalProperties": false,
      "required": ["check", "state", "failures", "at", "took_ms", "problem"],
      "properties": {"check": {"enum": ["none", "models", "ready", "call"]},
        "state": {"enum": ["unknown", "well", "failing"], "description": "`failing`: nothing is sent there."},
        "failures": {"type": "integer", "minimum": 0, "description": "In a row."},
        "at": {"type": ["string", "null"], "format": "date-time", "description": "Of the last check."},
        "took_ms": {"type": ["number", "null"]}, "problem": {"type": ["string", "null"]}}}}},
"TrafficTarget": {
  "type": "object", "additionalProperties": false,
  "required": ["provider", "model", "key", "circuit", "in_flight", "limits", "refused_for_ms"],
  "properties": {"provider": {"type": "string"}, "model": {"type": "string"},
    "key": {"type": ["string", "null"], "description": "The reference of the provider's key."},
    "circuit": {"type": "object", "additionalProperties": false, "required": ["state", "retry_in_ms"],
      "properties": {"state": {"enum": ["closed", "open", "half_open"]},
        "retry_in_ms": {"type": ["integer", "null"], "description": "While open."}}},
    "in_flight": {"type": "integer", "minimum": 0},
    "limits": {"type": "array", "description": "As the provider's answers told them, less what is under way.",
      "items": {"type": "object", "additionalProperties": false,
        "required": ["name", "limit", "remaining", "resets_in_ms"],
        "properties": {"name": {"enum": ["requests", "tokens"]}, "limit": {"type": ["integer", "null"]},
          "remaining": {"type": ["integer", "null"]},
          "resets_in_ms": {"type": ["number", "null"], "description": "Until it is whole again."}}}},
    "refused_for_ms": {"type": ["number", "null"],
      "description": "After a 429: how long the provider asked to be left alone."}}},
"TrafficShare": {
  "type": "object", "additionalProperties": false,
  "required": ["name", "provider", "model", "calls", "errors", "share", "in_flight", "latency_ms", "p50_ms", "p95_ms"],
  "properties": {"name": {"type": "string", "description": "The target's, for rules and canary."},
    "provider": {"type": "string"}, "model": {"type": "string"},
    "calls": {"type": "integer", "description": "Attempts there since the gateway began."},
    "errors": {"type": "integer"},
    "share": {"type": ["number", "null"], "description": "Of the route's attempts, 0 to 1; null = there were none."},
    "in_flight": {"type": "integer", "description": "At that model there, for all routes."},
    "latency_ms": {"type": ["number", "null"], "description": "The decayed mean time to the first byte."},
    "p50_ms": {"type": ["number", "null"], "description": "Of the last five to ten minutes, up to a quarter too long."},
    "p95_ms": {"type": ["number", "null"]}}},
"TrafficRoute": {
  "type": "object", "additionalProperties": false, "required": ["route", "targets", "canary"],
  "properties": {"route": {"type": "string"},
    "targets": {"type": "array", "items": {"$ref": "#/components/schemas/TrafficShare"}},
    "canary": {"description": "null = it has none.", "anyOf": [
      {"$ref": "#/components/schemas/CanaryState"}, {"type": "null"}]}}},
"CacheWaste": {
  "type": "object", "additionalProperties": false,
  "description": "A prompt cache that was written over the last hour and never read.",
  "required": ["route", "app", "provider", "model", "calls", "tokens", "cost", "needless"],
  "properties": {"route": {"type": "string"}, "app": {"type": "string"}, "provider": {"type": "string"},
    "model": {"type": "string"}, "calls": {"type": "integer"},
    "tokens": {"type": "integer", "description": "Written."},
    "cost": {"type": ["string", "null"], "description": "Dollars for writing them; null = unknown."},
    "needless": {"type": ["string", "null"], "description": "Of that, beyond what plain input would have cost."}}},
"Traffic": {
  "type": "object", "additionalProperties": false,
  "required": ["at", "providers", "targets", "routes", "cache_problems"],
  "properties": {"at": {"type": "string", "format": "date-time"},
    "providers": {"type": "array", "items": {"$ref": "#/components/schemas/TrafficProvider"}},
    "targets": {"type": "array", "description": "Those that routes name, and those that were called.",
      "items": {"$ref": "#/components/schemas/TrafficTarget"}},
    "routes": {"type": "array", "items": {"$ref": "#/components/schemas/TrafficRoute"}},
    "cache_problems": {"type": "array", "items": {"$ref": "#/components/schemas/CacheWaste"}}}}
})";

} // namespace

void addTrafficSchemas(boost::json::object& out) {
    auto parsed = boost::json::parse(schemas);
    for (auto& [name, schema] : parsed.get_object())
        out[name] = std::move(schema);
}

} // namespace gatehouse::admin
