// SPDX-License-Identifier: Apache-2.0
// Schemas of what is no configuration object. Those have theirs from their descriptions (resource_schemas.h).
#include "core/admin/budget_schemas.h"
#include "core/admin/cache_schemas.h"
#include "core/admin/catalogue_operations.h"
#include "core/admin/chain_operations.h"
#include "core/admin/job_operations.h"
#include "core/admin/openapi.h"
#include "core/admin/people_operations.h"
#include "core/admin/product_schemas.h"
#include "core/admin/prompt_schemas.h"
#include "core/admin/resource_schemas.h"
#include "core/admin/service_schemas.h"
#include "core/admin/simulate_schemas.h"

#include <boost/json/parse.hpp>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* generalSchemas = R"({
"Problem": {
  "type": "object", "description": "RFC 9457.", "additionalProperties": false,
  "required": ["type", "title", "status", "code"],
  "properties": {
    "type": {"type": "string"}, "title": {"type": "string"},
    "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "code": {"type": "string", "description": "Stable, for programs."},
    "detail": {"type": "string", "description": "What was wrong and what would mend it."},
    "field": {"type": "string"}, "expected": {"type": "string"}, "found": {"type": "string"},
    "errors": {"type": "array", "description": "All that is wrong, where it is more than one thing.", "items": {
      "type": "object", "additionalProperties": false, "required": ["code", "detail"],
      "properties": {"code": {"type": "string"}, "detail": {"type": "string"}, "field": {"type": "string"},
        "expected": {"type": "string"}, "found": {"type": "string"}, "hint": {"type": "string"},
        "line": {"type": "integer", "minimum": 1}}}}}},
"Secret": {
  "type": "object", "additionalProperties": false, "required": ["name", "place", "reference", "last_four", "date"],
  "properties": {"name": {"type": "string"}, "place": {"type": "string", "enum": ["keychain", "vault"]},
    "reference": {"type": "string", "description": "What a provider's keys name it by."},
    "last_four": {"type": "string", "maxLength": 4, "description": "Empty for a short secret."},
    "date": {"type": "string", "format": "date-time"}}},
"SecretList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Secret"}},
    "next": {"type": ["string", "null"]}}},
"SecretValue": {
  "type": "object", "additionalProperties": false, "required": ["value"],
  "properties": {"value": {"type": "string", "writeOnly": true, "minLength": 1, "maxLength": 16384,
    "pattern": "^[^\\u0000-\\u001f\\u007f]+$"}}},
"VaultKey": {
  "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
  "properties": {
    "passphrase": {"type": "string", "writeOnly": true, "minLength": 8, "maxLength": 1024,
      "pattern": "^[^\\u0000-\\u001f\\u007f]+$"},
    "key": {"type": "string", "writeOnly": true, "minLength": 32, "maxLength": 1024,
      "pattern": "^[^\\u0000-\\u001f\\u007f]+$",
      "description": "The content of a key file or credential that is then put in place by hand."},
    "make_key_file": {"type": "boolean", "enum": [true],
      "description": "A fresh key in the gateway's own key file."}}},
"Applied": {
  "type": "object", "additionalProperties": false,
  "required": ["dry_run", "revision", "changes", "warnings", "restart"],
  "properties": {"dry_run": {"type": "boolean"},
    "revision": {"type": "integer", "minimum": 0, "description": "Of the configuration that stands now."},
    "changes": {"type": "array", "items": {
      "type": "object", "additionalProperties": false, "required": ["action", "kind", "id", "before", "after"],
      "properties": {"action": {"type": "string", "enum": ["create", "update", "delete"]},
        "kind": {"type": "string", "description": "`providers`, `routes` … as in addresses."},
        "id": {"type": "string"}, "before": {"type": ["object", "null"]}, "after": {"type": ["object", "null"]}}}},
    "warnings": {"type": "array", "items": {"type": "string"}},
    "restart": {"type": "array", "items": {"type": "string"},
      "description": "Parts of the file that need a restart of the process to take effect."}}},
"ObjectChange": {
  "type": "object", "additionalProperties": false, "required": ["action", "kind", "id", "before", "after"],
  "properties": {"action": {"type": "string", "enum": ["create", "update", "delete"]},
    "kind": {"type": "string", "description": "`providers`, `routes` … as in addresses."},
    "id": {"type": "string"}, "before": {"type": ["object", "null"]}, "after": {"type": ["object", "null"]}}},
"RevisionList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {
      "type": "object", "additionalProperties": false, "required": ["revision", "at", "actor", "changes"],
      "properties": {"revision": {"type": "integer", "minimum": 0},
        "at": {"type": "string", "format": "date-time"}, "actor": {"type": "string"},
        "changes": {"type": "array", "items": {"$ref": "#/components/schemas/ObjectChange"}}}}},
    "next": {"type": ["string", "null"], "description": "The cursor of the page that follows."}}},
"TrashList": {
  "type": "object", "additionalProperties": false, "required": ["items"],
  "properties": {"items": {"type": "array", "items": {
      "type": "object", "additionalProperties": false,
      "required": ["id", "kind", "object", "body", "deleted_at", "deleted_by", "expires_at", "revision", "with"],
      "properties": {"id": {"type": "string", "pattern": "^[0-9]+$"},
        "kind": {"type": "string", "description": "`providers`, `routes` … as in addresses."},
        "object": {"type": "string", "description": "The id that the object had."},
        "body": {"type": "object", "description": "The object as it was; without secrets."},
        "deleted_at": {"type": "string", "format": "date-time"}, "deleted_by": {"type": "string"},
        "expires_at": {"type": "string", "format": "date-time", "description": "When it leaves the trash by itself."},
        "revision": {"type": "integer", "minimum": 0},
        "with": {"type": "array", "items": {"type": "string"}}}}}}},
"AuditEntry": {
  "type": "object", "additionalProperties": false,
  "required": ["number", "at", "actor", "action", "kind", "id", "before", "after", "revision", "digest"],
  "properties": {"number": {"type": "integer", "minimum": 1}, "at": {"type": "string", "format": "date-time"},
    "actor": {"type": "string"}, "action": {"type": "string"}, "kind": {"type": "string"}, "id": {"type": "string"},
    "before": {"type": ["object", "null"]}, "after": {"type": ["object", "null"]},
    "revision": {"type": "integer", "minimum": 0},
    "digest": {"type": ["string", "null"], "description": "SHA-256 over the entry and the digest before it; null for who sees the entries of teams only."}}},
"AuditList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/AuditEntry"}},
    "next": {"type": ["string", "null"]}}},
"Preset": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "name", "category", "base_url", "dialect", "auth", "auth_kinds", "key_optional", "places", "environment", "alternatives",
    "docs", "note", "source", "confidence", "needs_base_url", "supported", "unsupported_because"],
  "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "category": {"type": "string"},
    "base_url": {"type": ["string", "null"]}, "dialect": {"type": "string"}, "auth": {"type": "string"},
    "auth_kinds": {"type": "array", "description": "The kinds that this version has, as a provider's auth names them.", "items": {"type": "string"}},
    "places": {"type": "array", "description": "Names of the {NAME} places in base_url.", "items": {"type": "string"}},
    "key_optional": {"type": "boolean"}, "environment": {"type": "array", "items": {"type": "string"}},
    "alternatives": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["dialect", "base_url"],
      "properties": {"dialect": {"type": "string"}, "base_url": {"type": "string"}}}},
    "docs": {"type": ["string", "null"]}, "note": {"type": ["string", "null"]},
    "source": {"type": ["string", "null"]}, "confidence": {"type": ["string", "null"]},
    "needs_base_url": {"type": "boolean"}, "supported": {"type": "boolean"},
    "unsupported_because": {"type": ["string", "null"]}}},
"PresetList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Preset"}},
    "next": {"type": ["string", "null"]}}},
"Status": {
  "type": "object", "additionalProperties": false,
  "required": ["version", "ready", "paused", "started_at", "uptime_ms", "revision", "problems", "warnings",
    "counters"],
  "properties": {"version": {"type": "string"}, "ready": {"type": "boolean"}, "paused": {"type": "boolean"},
    "started_at": {"type": "string", "format": "date-time"}, "uptime_ms": {"type": "integer", "minimum": 0},
    "revision": {"type": "integer", "minimum": 0},
    "problems": {"type": "array", "items": {"type": "string"}},
    "warnings": {"type": "array", "items": {"type": "string"}, "description": "Of the configuration that stands."},
    "counters": {"type": "object", "additionalProperties": {"type": "integer"}}}},
"GatewayState": {
  "type": "object", "additionalProperties": false, "required": ["paused", "since"],
  "properties": {"paused": {"type": "boolean"},
    "since": {"type": ["string", "null"], "format": "date-time", "description": "While paused."}}},
"GatewayStatePut": {
  "type": "object", "additionalProperties": false, "required": ["paused"],
  "properties": {"paused": {"type": "boolean"}}, "examples": [{"paused": true}]},
"Health": {"type": "object", "additionalProperties": false, "required": ["status"],
  "properties": {"status": {"type": "string", "enum": ["ok"]}}},
"Readiness": {"type": "object", "additionalProperties": false, "required": ["status"],
  "properties": {"status": {"type": "string", "enum": ["ready"]}}},
"OpenApi": {"type": "object", "required": ["openapi", "info", "paths"]}
})";

constexpr const char* callSchemas = R"({
"Tokens": {
  "type": "object", "additionalProperties": false,
  "required": ["input", "cached_input", "cache_write", "output", "reasoning", "estimated"],
  "properties": {"input": {"type": "integer"}, "cached_input": {"type": "integer"},
    "cache_write": {"type": "integer"}, "output": {"type": "integer"}, "reasoning": {"type": "integer"},
    "estimated": {"type": "boolean", "description": "The provider told none."}}},
"Call": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "started_at", "status", "outcome", "error", "error_class", "dialect", "operation", "model_asked",
    "model", "provider", "route", "team", "app", "key", "streamed", "duration_ms", "first_byte_ms", "tokens", "cost",
    "pretend", "attempts", "cache", "client", "address", "tags", "session", "provider_request_id", "bytes_in",
    "bytes_out", "api", "prompt"],
  "properties": {"id": {"type": "string"}, "started_at": {"type": "string", "format": "date-time"},
    "status": {"type": "integer"}, "outcome": {"type": "string"}, "error": {"type": ["string", "null"]},
    "error_class": {"type": "string"}, "dialect": {"type": "string"}, "operation": {"type": "string"},
    "model_asked": {"type": ["string", "null"]}, "model": {"type": ["string", "null"]},
    "provider": {"type": ["string", "null"]}, "route": {"type": ["string", "null"]},
    "team": {"type": ["string", "null"]}, "app": {"type": ["string", "null"]}, "key": {"type": ["string", "null"]},
    "api": {"type": ["string", "null"], "description": "Published, that was called."},
    "prompt": {"type": ["string", "null"], "description": "And its version: `sentiment@3`."},
    "streamed": {"type": "boolean"}, "duration_ms": {"type": "number"}, "first_byte_ms": {"type": ["number", "null"]},
    "tokens": {"$ref": "#/components/schemas/Tokens"},
    "cost": {"type": ["string", "null"], "description": "Dollars, exact; null = unknown."},
    "pretend": {"type": "boolean", "description": "The demo provider's price: no real money."},
    "attempts": {"type": "integer"}, "cache": {"type": "string"}, "client": {"type": ["string", "null"]},
    "address": {"type": ["string", "null"]}, "tags": {"type": "array", "items": {"type": "string"}},
    "session": {"type": ["string", "null"]}, "provider_request_id": {"type": ["string", "null"]},
    "bytes_in": {"type": "integer"}, "bytes_out": {"type": "integer"},
    "sequence": {"type": "integer", "description": "Calls are numbered as they end: `cursor=sNUMBER` lists those before."}}},
"LimitsState": {
  "type": "object", "additionalProperties": false, "required": ["items", "users", "estimates"],
  "properties": {
    "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["scope", "name", "limit", "most", "used"],
      "properties": {"scope": {"enum": ["key", "app", "team", "model", "organisation"]},
        "name": {"type": ["string", "null"], "description": "Whose it is; null: the organisation's."},
        "limit": {"type": "string", "description": "The field of `limits`."},
        "most": {"type": "integer", "minimum": 1}, "used": {"type": "integer", "minimum": 0}}}},
    "users": {"type": "array", "description": "How many end users of an application are counted.",
      "items": {"type": "object", "additionalProperties": false, "required": ["app", "users"],
        "properties": {"app": {"type": "string"}, "users": {"type": "integer", "minimum": 0}}}},
    "estimates": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["provider", "model", "bytes_per_token", "error", "calls"],
      "properties": {"provider": {"type": "string"}, "model": {"type": "string"},
        "bytes_per_token": {"type": "number"}, "error": {"type": "number"},
        "calls": {"type": "integer", "minimum": 0}}}}}},
"Explain": {
  "type": "object", "additionalProperties": false,
  "required": ["rule", "chosen", "skipped", "attempts", "limits", "losses", "price", "note"],
  "properties": {"rule": {"type": "string"}, "chosen": {"type": ["string", "null"]},
    "waited": {"type": "array", "description": "Where it waited for room at a provider.", "items": {"type": "object",
      "additionalProperties": false, "required": ["provider", "priority", "position", "ms", "served"],
      "properties": {"provider": {"type": "string"}, "priority": {"enum": ["high", "normal", "low"]},
        "position": {"type": "integer", "description": "When it came."}, "ms": {"type": "number"},
        "served": {"type": "boolean", "description": "False: the time passed, or it left."}}}},
    "cache": {"type": "object", "description": "Where the route has a cache.", "additionalProperties": false,
      "required": ["key", "call", "age_ms", "likeness_percent", "saved", "note"],
      "properties": {"key": {"type": ["string", "null"], "description": "Of the entry."},
        "call": {"type": ["string", "null"], "description": "That brought the answer."},
        "age_ms": {"type": "number"}, "likeness_percent": {"type": ["integer", "null"]},
        "saved": {"type": ["string", "null"]}, "note": {"type": ["string", "null"]}}},
    "skipped": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["target", "reason"],
      "properties": {"target": {"type": "string"}, "reason": {"type": "string"}}}},
    "attempts": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["provider", "model", "key", "start_ms", "connected_ms", "first_byte_ms", "end_ms", "status", "error",
        "decision"],
      "properties": {"provider": {"type": "string"}, "model": {"type": "string"}, "key": {"type": ["string", "null"]},
        "start_ms": {"type": "number"}, "connected_ms": {"type": ["number", "null"]},
        "first_byte_ms": {"type": ["number", "null"]}, "end_ms": {"type": "number"},
        "status": {"type": ["integer", "null"]}, "error": {"type": ["string", "null"]},
        "decision": {"type": ["string", "null"]},
        "tokens": {"$ref": "#/components/schemas/Tokens"},
        "cost": {"type": ["string", "null"], "description": "With `tokens`: what an attempt took that did not serve, or not to the end. Part of the call's."}}}},
    "limits": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["scope", "limit", "used"],
      "properties": {"scope": {"type": "string"}, "limit": {"type": "string"}, "used": {"type": "string"}}}},
    "expected": {"type": "object", "additionalProperties": false, "required": ["input", "output", "bytes_per_token"],
      "description": "What the tokens were taken to be before the call, where limits apply.",
      "properties": {"input": {"type": "integer"}, "output": {"type": "integer"},
        "bytes_per_token": {"type": "number"}}},
    "losses": {"type": "array", "description": "Fields that a translation could not say as they were.",
      "items": {"type": "object", "additionalProperties": false, "required": ["field", "kind", "detail"],
        "properties": {"field": {"type": "string", "description": "In the client's dialect."},
          "kind": {"enum": ["approximated", "dropped"]}, "detail": {"type": "string"}}}},
    "translated_to": {"type": ["string", "null"], "description": "The provider's dialect; null: passed through."},
    "carried": {"type": "array", "description": "Fields that it could say, and the provider's name of each: kept where it is the same, renamed where it is another, null where several fields say it together.",
      "items": {"type": "object", "additionalProperties": false, "required": ["field", "target"],
        "properties": {"field": {"type": "string"}, "target": {"type": ["string", "null"]}}}},
    "billed": {"type": "array", "description": "The lines of the cost.", "items": {"type": "object",
      "additionalProperties": false, "required": ["class", "tokens", "per_million", "cost"],
      "properties": {"class": {"type": "string"}, "tokens": {"type": "integer"}, "per_million": {"type": "string"},
        "cost": {"type": "string"}}}},
    "published": {"type": "object", "description": "Of a published API.", "additionalProperties": false,
      "required": ["version", "subscription"],
      "properties": {"version": {"type": "string"}, "subscription": {"type": ["string", "null"]}}},
    "price_source": {"type": ["string", "null"]}, "price_date": {"type": ["string", "null"]},
    "price": {"type": ["string", "null"]}, "note": {"type": ["string", "null"]}}},
"FilterText": {
  "type": "object", "additionalProperties": false, "required": ["q"],
  "properties": {"q": {"type": "string", "minLength": 1, "maxLength": 1024, "examples": ["status>=400 after:-1h"]}}},
"SavedFilter": {
  "type": "object", "additionalProperties": false, "required": ["name", "q"],
  "properties": {"name": {"type": "string"}, "q": {"type": "string"}}},
"FilterList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/SavedFilter"}},
    "next": {"type": ["string", "null"]}}},
"CancelledCall": {
  "type": "object", "additionalProperties": false, "required": ["id"], "properties": {"id": {"type": "string"}}},
"CallBodies": {
  "type": "object", "additionalProperties": false, "required": ["bodies"],
  "properties": {"heads": {"type": "array", "description": "First lines and header fields; credentials are masked.",
    "items": {"type": "object", "additionalProperties": false, "required": ["part", "cut", "line", "fields"],
      "properties": {"part": {"enum": ["request_received", "request_sent", "answer_received", "answer_sent"]},
        "cut": {"type": "boolean"}, "line": {"type": "string"},
        "fields": {"type": "array", "items": {"type": "object", "additionalProperties": false,
          "required": ["name", "value"],
          "properties": {"name": {"type": "string"}, "value": {"type": "string"}}}}}}},
    "bodies": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["part", "same_as"],
    "properties": {
      "part": {"enum": ["request_received", "request_sent", "answer_received", "answer_sent"]},
      "same_as": {"type": ["string", "null"], "description": "The part that it equals; then nothing else is told."},
      "content_type": {"type": ["string", "null"]},
      "size": {"type": "integer", "description": "Bytes of the whole body."},
      "cut": {"type": "boolean", "description": "More of it came than is kept."},
      "left_out": {"type": "boolean", "description": "Media were left out."},
      "masked": {"type": "integer", "description": "How many places are masked."},
      "note": {"type": ["string", "null"], "description": "Why there is no text."},
      "text": {"type": ["string", "null"]}}}}}},
"RecordJob": {
  "type": "object", "additionalProperties": false,
  "required": ["kind", "state", "done", "total", "started_at", "ended_at", "message"],
  "properties": {"kind": {"enum": ["rebuild_rollups", "vacuum"]},
    "state": {"enum": ["idle", "waiting", "running", "done", "failed"]},
    "done": {"type": "integer", "description": "Of `total`."}, "total": {"type": "integer"},
    "started_at": {"type": ["string", "null"]}, "ended_at": {"type": ["string", "null"]},
    "message": {"type": ["string", "null"], "description": "What it did, or why it failed."}}},
"RecordJobList": {
  "type": "object", "additionalProperties": false, "required": ["items"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/RecordJob"}}}},
"ExportList": {
  "type": "object", "additionalProperties": false, "required": ["items"],
  "properties": {"items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["id", "format", "state", "started_at", "rows", "rows_estimated", "searched"],
    "properties": {"id": {"type": "string", "description": "The request's `x-request-id`."},
      "format": {"enum": ["csv", "jsonl"]}, "state": {"enum": ["running", "done", "cancelled", "failed"]},
      "started_at": {"type": "string", "format": "date-time"}, "rows": {"type": "integer"},
      "rows_estimated": {"type": ["integer", "null"], "description": "How many it will be, as far as can be told."},
      "searched": {"type": "number", "description": "Share of the calls: 0 to 1."}}}}}},
"CallList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Call"}},
    "next": {"type": ["string", "null"]}}},
"StatsValues": {
  "type": "object", "additionalProperties": false, "description": "The metrics asked for.",
  "properties": {"t": {"type": "string", "format": "date-time"}, "calls": {"type": "integer"},
    "errors": {"type": "integer"}, "estimated_calls": {"type": "integer"},
    "unknown_cost_calls": {"type": "integer"},
    "tokens": {"type": "object", "additionalProperties": {"type": "integer"}},
    "cost": {"type": ["string", "null"], "description": "Dollars, exact; null = unknown."},
    "pretend_cost": {"type": "string"}, "bytes": {"type": "object", "additionalProperties": {"type": "integer"}},
    "latency": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
    "first_byte": {"type": "object", "additionalProperties": {"type": ["number", "null"]}}}},
"Stats": {
  "type": "object", "additionalProperties": false, "required": ["from", "to", "step_ms", "series", "total"],
  "properties": {"from": {"type": "string", "format": "date-time"}, "to": {"type": "string", "format": "date-time"},
    "step_ms": {"type": "integer", "minimum": 1},
    "series": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["group", "points", "total"],
      "properties": {"group": {"type": "object", "additionalProperties": {"type": "string"}},
        "points": {"type": "array", "items": {"$ref": "#/components/schemas/StatsValues"}},
        "total": {"$ref": "#/components/schemas/StatsValues"}}}},
    "total": {"$ref": "#/components/schemas/StatsValues"}}}
})";

void addAll(json::object& out, const char* text) {
    auto schemas = json::parse(text);
    for (auto& [name, schema] : schemas.get_object())
        out[name] = std::move(schema);
}

} // namespace

json::object componentSchemas() {
    json::object schemas;
    addResourceSchemas(schemas);
    addProviderSchemas(schemas);
    addTrafficSchemas(schemas);
    addAll(schemas, generalSchemas);
    addAll(schemas, callSchemas);
    addRoutingSchemas(schemas);
    addConformanceSchemas(schemas);
    addBudgetSchemas(schemas);
    addPeopleSchemas(schemas);
    addCacheSchemas(schemas);
    addProductSchemas(schemas);
    addPromptSchemas(schemas);
    addChainSchemas(schemas);
    addCatalogueSchemas(schemas);
    addServiceSchemas(schemas);
    addJobSchemas(schemas);
    // A call with its decision trail: the fields of a call in a list, and one more.
    auto details = schemas.at("Call").as_object();
    details["properties"].get_object()["explain"] = json::object{{"$ref", "#/components/schemas/Explain"}};
    schemas["CallDetails"] = std::move(details);
    return schemas;
}

} // namespace gatehouse::admin
