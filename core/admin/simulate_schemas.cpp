// SPDX-License-Identifier: Apache-2.0
#include "core/admin/simulate_schemas.h"

#include <boost/json/parse.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* keySchemas = R"({
"KeyRotation": {
  "type": "object", "additionalProperties": false,
  "properties": {
    "overlap_seconds": {"type": "integer", "minimum": 0, "maximum": 2592000, "default": 86400,
      "description": "How long the old key stays valid."},
    "expires": {"type": "string", "format": "date-time", "description": "Of the new key; none = never."}},
  "examples": [{"overlap_seconds": 86400}]},
"KeyRotated": {
  "type": "object", "additionalProperties": false, "required": ["made", "replaced"],
  "properties": {"made": {"$ref": "#/components/schemas/KeyMade"},
    "replaced": {"$ref": "#/components/schemas/Key"}}},
"Usage": {
  "type": "object", "additionalProperties": false, "required": ["keys", "budgets"],
  "properties": {
    "keys": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["id", "last_used"],
      "properties": {"id": {"type": "string"}, "last_used": {"type": "string", "format": "date-time"}}}},
    "budgets": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["scope", "id", "period", "limit", "spent", "resets_at"],
      "properties": {"scope": {"enum": ["organisation", "team", "app", "key", "model", "provider", "tag"]}, "id": {"type": "string"},
        "period": {"enum": ["day", "week", "month", "total"]},
        "limit": {"type": "string", "description": "Dollars, exact."},
        "spent": {"type": "string", "description": "Dollars, exact."},
        "resets_at": {"type": ["string", "null"], "format": "date-time", "description": "null = never."}}}}}}
})";

constexpr const char* priceSchemas = R"({
"ShownPrice": {
  "type": "object", "additionalProperties": false,
  "description": "Dollars per million tokens, exact; null = unknown.",
  "required": ["input", "cached_input", "cache_write", "output", "source", "date", "pretend", "set"],
  "properties": {"input": {"type": ["string", "null"]}, "cached_input": {"type": ["string", "null"]},
    "cache_write": {"type": ["string", "null"]}, "output": {"type": ["string", "null"]},
    "source": {"type": "string"}, "date": {"type": "string", "description": "YYYY-MM-DD it was read; may be empty."},
    "pretend": {"type": "boolean", "description": "The demo provider's: no real money."},
    "set": {"type": "boolean", "description": "By the operator, in the provider's `prices`."}}},
"ModelTarget": {
  "type": "object", "additionalProperties": false, "required": ["provider", "model", "price"],
  "properties": {"provider": {"type": "string"}, "model": {"type": "string"},
    "price": {"description": "null = unknown.", "anyOf": [
      {"$ref": "#/components/schemas/ShownPrice"}, {"type": "null"}]}}},
"Model": {
  "type": "object", "additionalProperties": false, "required": ["name", "by", "enabled", "targets"],
  "properties": {"name": {"type": "string", "description": "What a client asks for."},
    "by": {"enum": ["route", "direct"]}, "enabled": {"type": "boolean"},
    "targets": {"type": "array", "items": {"$ref": "#/components/schemas/ModelTarget"}}}},
"ModelList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Model"}},
    "next": {"type": ["string", "null"]}}}
})";

constexpr const char* canarySchemas = R"({
"CanaryChange": {
  "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
  "properties": {
    "percent": {"type": "number", "minimum": 0, "maximum": 100, "description": "The share from now on."},
    "action": {"enum": ["pause", "resume", "promote", "roll_back"]}},
  "examples": [{"percent": 20}, {"action": "roll_back"}]},
"CanaryState": {
  "type": "object", "additionalProperties": false,
  "required": ["target", "percent", "phase", "since", "reason", "calls", "errors", "latency_ms", "scores", "feedback"],
  "properties": {
    "target": {"type": "string", "description": "The name of the target that is tried out."},
    "percent": {"type": "number", "description": "Its share now."},
    "phase": {"enum": ["running", "paused", "promoted", "rolled_back"]},
    "since": {"type": "string", "format": "date-time", "description": "When this share began."},
    "reason": {"type": "string", "description": "Of the last change."},
    "calls": {"type": "integer", "description": "Attempts there since this share began."},
    "errors": {"type": "integer"},
    "latency_ms": {"type": ["number", "null"], "description": "The mean time to the first byte; null = none yet."},
    "scores": {"type": "integer", "description": "Scores that callers gave (`POST /v1/feedback`)."},
    "feedback": {"type": ["number", "null"], "description": "Their mean, from 0 to 1."}}}
})";

constexpr const char* simulationSchemas = R"({
"SimulationRequest": {
  "type": "object", "additionalProperties": false, "required": ["model"],
  "properties": {
    "model": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\\u0000]+$",
      "description": "What the client asks for."},
    "app": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[^\\u0000]+$",
      "description": "For an application: its list of models and its budgets count."},
    "key": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[^\\u0000]+$",
      "description": "The id of a gateway key: whether it is accepted counts as well."},
    "operation": {"enum": ["chat", "messages", "completions", "embeddings", "moderations", "images", "speech",
      "transcriptions", "rerank"], "default": "chat",
      "description": "What is asked for; `messages` is a chat in Anthropic's dialect."},
    "input_tokens": {"type": "integer", "minimum": 0, "maximum": 10000000, "default": 1000},
    "output_tokens": {"type": "integer", "minimum": 0, "maximum": 10000000, "default": 500},
    "headers": {"$ref": "#/components/schemas/SimulatedFields"},
    "metadata": {"$ref": "#/components/schemas/SimulatedFields"},
    "body": {"$ref": "#/components/schemas/SimulatedFields"},
    "path": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\\u0000]+$",
      "default": "/v1/chat/completions"},
    "user": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\\u0000]+$",
      "description": "The end user that the body names."},
    "session": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\\u0000]+$",
      "description": "`x-gatehouse-session`."},
    "tags": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\\u0000]+$",
      "description": "`x-gatehouse-tags`: a comma list."},
    "stream": {"type": "boolean", "default": false},
    "time": {"type": "string", "format": "date-time", "pattern": "Z$", "description": "When it would begin; now."},
    "seed": {"type": "integer", "minimum": 0, "maximum": 1000000000, "default": 0,
      "description": "Of what is drawn by lot: the same gives the same."}},
  "examples": [{"model": "gpt-4o-mini", "app": "notebook", "input_tokens": 1000, "output_tokens": 500}]},
"SimulatedFields": {
  "type": "object", "maxProperties": 32, "description": "Names and texts that rules look at.",
  "propertyNames": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[^\\u0000]+$"},
  "additionalProperties": {"type": "string", "maxLength": 1024, "pattern": "^[^\\u0000]*$"}},
"SimulatedTarget": {
  "type": "object", "additionalProperties": false,
  "required": ["provider", "model", "name", "weight", "order", "excluded", "translated", "key", "circuit", "price", "cost"],
  "properties": {"provider": {"type": "string"}, "model": {"type": "string"},
    "name": {"type": ["string", "null"], "description": "For rules and canary; null for provider/model names."},
    "weight": {"type": "integer"},
    "order": {"type": ["integer", "null"], "description": "1 = tried first; null = excluded."},
    "excluded": {"description": "Why it is not tried; null = it is.", "anyOf": [
      {"type": "object", "additionalProperties": false, "required": ["code", "detail"],
       "properties": {"code": {"enum": ["disabled", "no_key", "key_unreadable", "circuit_open", "wrong_dialect",
         "region", "canary", "rule"]},
         "detail": {"type": "string"}}}, {"type": "null"}]},
    "translated": {"type": "boolean", "description": "Put into the provider's dialect, and back."},
    "key": {"type": "object", "additionalProperties": false, "required": ["state", "reference"],
      "properties": {"state": {"enum": ["ready", "none_needed", "missing", "unreadable"]},
        "reference": {"type": ["string", "null"]}}},
    "circuit": {"type": "object", "additionalProperties": false, "required": ["state", "wait_ms"],
      "properties": {"state": {"enum": ["closed", "open", "half_open"]},
        "wait_ms": {"type": "integer", "description": "While open: until it is probed."}}},
    "price": {"description": "null = unknown.", "anyOf": [
      {"$ref": "#/components/schemas/ShownPrice"}, {"type": "null"}]},
    "cost": {"type": ["string", "null"], "description": "Estimated dollars; null = unknown."}}},
"Simulation": {
  "type": "object", "additionalProperties": false,
  "required": ["model", "app", "rule", "matched", "route", "by", "canary", "refusal", "targets", "retry", "cost", "pretend"],
  "properties": {"model": {"type": "string"}, "app": {"type": ["string", "null"]},
    "rule": {"type": ["string", "null"], "description": "As in the explain record: `route gpt-4o-mini`."},
    "matched": {"enum": ["route", "direct", "none"]},
    "route": {"type": ["string", "null"], "description": "The route that serves it: rules may lead on to another."},
    "by": {"type": ["string", "null"], "description": "Why the first target is the first: `weighted: weight 3`."},
    "canary": {"type": "boolean", "description": "On the canary's side."},
    "refusal": {"description": "Why the call as a whole would be refused; null = it would not.", "anyOf": [
      {"type": "object", "additionalProperties": false, "required": ["code", "detail"],
       "properties": {"code": {"type": "string"}, "detail": {"type": "string"}}}, {"type": "null"}]},
    "targets": {"type": "array", "description": "In the order in which they are tried, then those that are not.",
      "items": {"$ref": "#/components/schemas/SimulatedTarget"}},
    "retry": {"type": "object", "additionalProperties": false, "required": ["attempts"],
      "properties": {"attempts": {"type": "integer", "description": "On one target, the first included."}}},
    "cost": {"type": ["string", "null"], "description": "What a budget would reserve; null = unknown."},
    "pretend": {"type": "boolean", "description": "Demo prices: nothing is reserved."}}}
})";

constexpr const char* evaluationSchemas = R"({
"EvaluationRequest": {
  "type": "object", "additionalProperties": false,
  "oneOf": [{"required": ["route"]}, {"required": ["limits"]}],
  "properties": {
    "days": {"type": "integer", "minimum": 1, "maximum": 90, "default": 7,
      "description": "Calls of so many days back from now."},
    "most": {"type": "integer", "minimum": 1, "maximum": 50000, "default": 50000,
      "description": "So many calls at most, the newest."},
    "route": {"description": "The route as it would be saved; its name may be new.",
      "$ref": "#/components/schemas/RouteInput"},
    "limits": {"type": "object", "additionalProperties": false, "required": ["scope", "limits"],
      "description": "Limits as they would be saved with the object that is named.",
      "properties": {"scope": {"enum": ["organisation", "team", "app", "key", "route"]},
        "id": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\u0000]+$",
          "description": "Of the object; an organisation has none."},
        "limits": {"$ref": "#/components/schemas/Limits"}}}},
  "examples": [{"days": 7, "route": {"model": "smart", "targets": [{"provider": "demo", "model": "echo"}]}}]},
"EvaluatedTarget": {
  "type": "object", "additionalProperties": false,
  "required": ["target", "calls_before", "calls_after", "cost_before", "cost_after", "pretend"],
  "properties": {"target": {"type": "string", "description": "provider/model"},
    "calls_before": {"type": "integer"}, "calls_after": {"type": "integer"},
    "cost_before": {"type": ["string", "null"], "description": "Dollars, exact; null = unknown."},
    "cost_after": {"type": ["string", "null"], "description": "Dollars, exact; null = unknown."},
    "pretend": {"type": "boolean", "description": "Demo prices."}}},
"EvaluatedSide": {
  "type": "object", "additionalProperties": false, "required": ["refused", "cost", "unpriced"],
  "properties": {"refused": {"type": "integer"},
    "cost": {"type": "string", "description": "Dollars, exact, of the calls whose price is known."},
    "unpriced": {"type": "integer", "description": "Calls whose price is unknown."}}},
"Evaluation": {
  "type": "object", "additionalProperties": false,
  "required": ["from", "until", "calls", "sampled", "moved", "pretend", "before", "after", "difference", "targets",
    "refused", "uncertain"],
  "properties": {"from": {"type": "string", "format": "date-time"}, "until": {"type": "string", "format": "date-time"},
    "calls": {"type": "integer", "description": "So many were led anew."},
    "sampled": {"type": "boolean", "description": "There are more; these are the newest."},
    "moved": {"type": "integer", "description": "So many would have been served elsewhere."},
    "pretend": {"type": "boolean", "description": "The sums are of pretend money; else it is left out of them."},
    "before": {"$ref": "#/components/schemas/EvaluatedSide"}, "after": {"$ref": "#/components/schemas/EvaluatedSide"},
    "difference": {"type": "string", "description": "Dollars after less dollars before."},
    "targets": {"type": "array", "items": {"$ref": "#/components/schemas/EvaluatedTarget"}},
    "refused": {"type": "array", "description": "After the change, by what refuses them.",
      "items": {"type": "object", "additionalProperties": false, "required": ["by", "calls"],
        "properties": {"by": {"type": "string"}, "calls": {"type": "integer"}}}},
    "uncertain": {"type": "array", "description": "Calls of which a fact is not recorded, by what is missing.",
      "items": {"type": "object", "additionalProperties": false, "required": ["why", "calls"],
        "properties": {"why": {"enum": ["headers", "body", "user", "path", "live", "chance", "gone"]},
          "calls": {"type": "integer"}}}}}}
})";

} // namespace

void addRoutingSchemas(json::object& out) {
    for (const auto* text : {keySchemas, priceSchemas, canarySchemas, simulationSchemas, evaluationSchemas}) {
        auto schemas = json::parse(text);
        for (auto& [name, schema] : schemas.get_object())
            out[name] = std::move(schema);
    }
}

} // namespace gatehouse::admin
