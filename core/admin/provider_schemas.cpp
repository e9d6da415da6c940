// SPDX-License-Identifier: Apache-2.0
// Schemas of what is told about providers besides their configuration.
#include "core/admin/resource_schemas.h"

#include <boost/json/parse.hpp>

namespace gatehouse::admin {
namespace {

constexpr const char* schemas = R"({
"ProviderDraft": {
  "type": "object", "additionalProperties": false, "required": ["provider"],
  "properties": {"provider": {"$ref": "#/components/schemas/ProviderInput"},
    "key": {"type": "string", "writeOnly": true, "minLength": 1, "maxLength": 16384,
      "pattern": "^[^\\u0000-\\u001f\\u007f]+$", "description": "Used once and never kept."},
    "model": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\\u0000-\\u001f\\u007f]+$",
      "description": "Send a call of one token to it as well."}},
  "examples": [{"provider": {"id": "openai", "preset": "openai", "keys": []}, "key": "sk-example"}]},
"ListedModel": {
  "type": "object", "additionalProperties": false, "required": ["id", "name"],
  "properties": {"id": {"type": "string", "description": "What a call names."}, "name": {"type": ["string", "null"]}}},
"ProviderTest": {
  "type": "object", "additionalProperties": false,
  "required": ["ok", "code", "field", "sentence", "next_step", "detail", "status", "base_url", "suggested_base_url",
    "key", "ms", "stages", "models", "models_complete"],
  "properties": {"ok": {"type": "boolean"},
    "code": {"enum": ["ok", "no_key", "key_unreadable", "keychain_locked", "key_unusable", "key_needed",
      "key_rejected", "access_denied", "host_not_found", "connect_refused", "connect_failed", "connect_timeout",
      "proxy_failed", "tls_failed", "answer_timeout", "connection_lost", "cancelled", "not_found", "redirected",
      "wrong_dialect", "rate_limited", "no_credit", "server_error", "unexpected_answer", "call_refused"]},
    "field": {"type": ["string", "null"], "description": "Of the provider: where the cause most likely is."},
    "sentence": {"type": "string", "description": "What is wrong."},
    "next_step": {"type": ["string", "null"]},
    "detail": {"type": ["string", "null"], "description": "The technical reason."},
    "status": {"type": ["integer", "null"], "description": "Of the provider's answer."},
    "base_url": {"type": ["string", "null"]},
    "suggested_base_url": {"type": ["string", "null"], "description": "One that answers, where this one does not."},
    "key": {"type": ["string", "null"], "description": "The reference of the key that was used."},
    "ms": {"type": ["number", "null"]},
    "stages": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["name", "state", "ms"],
      "properties": {"name": {"enum": ["key", "resolve", "connect", "proxy", "tls", "answer", "authenticate", "models",
          "call"]},
        "state": {"enum": ["passed", "failed", "skipped"]},
        "ms": {"type": ["number", "null"], "description": "Of this step alone."}}}},
    "models": {"type": "array", "items": {"$ref": "#/components/schemas/ListedModel"}},
    "models_complete": {"type": "boolean", "description": "False: there are more."}}},
"ProviderModels": {
  "type": "object", "additionalProperties": false, "required": ["provider", "fetched_at", "complete", "items"],
  "properties": {"provider": {"type": "string"}, "fetched_at": {"type": "string", "format": "date-time"},
    "complete": {"type": "boolean", "description": "False: there are more."},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/ListedModel"}}}},
"ProviderHealth": {
  "type": "object", "additionalProperties": false,
  "required": ["provider", "built_in", "state", "calls", "errors", "error_share", "p95_ms", "cost", "models", "keys",
    "last_error"],
  "properties": {"provider": {"type": "string"},
    "built_in": {"type": "boolean", "description": "The demo provider."},
    "state": {"enum": ["healthy", "unused", "probing", "resting", "key_rejected", "no_key", "disabled"],
      "description": "`resting`: calls failed in a row and nothing is sent for a while; `probing`: the next call tries."},
    "calls": {"type": "integer"}, "errors": {"type": "integer"},
    "error_share": {"type": ["number", "null"], "description": "0 to 1; null without calls."},
    "p95_ms": {"type": ["number", "null"]},
    "cost": {"type": ["string", "null"], "description": "Dollars, exact; null = unknown."},
    "models": {"type": "array", "description": "That were called, or that routes name.",
      "items": {"type": "object", "additionalProperties": false, "required": ["model", "circuit", "retry_in_ms"],
        "properties": {"model": {"type": "string"}, "circuit": {"enum": ["closed", "open", "half_open"]},
          "retry_in_ms": {"type": ["integer", "null"], "description": "While open."}}}},
    "keys": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["reference", "state", "problem"],
      "properties": {"reference": {"type": "string"}, "state": {"enum": ["in_use", "spare", "unreadable"]},
        "problem": {"type": ["string", "null"]}}}},
    "last_error": {"type": ["object", "null"], "additionalProperties": false,
      "required": ["id", "at", "status", "error", "model"],
      "properties": {"id": {"type": "string", "description": "Of the call."},
        "at": {"type": "string", "format": "date-time"}, "status": {"type": "integer"},
        "error": {"type": ["string", "null"]}, "model": {"type": ["string", "null"]}}}}},
"ProviderHealthList": {
  "type": "object", "additionalProperties": false, "required": ["from", "items"],
  "properties": {"from": {"type": "string", "format": "date-time"},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/ProviderHealth"}}}},
"KeysRead": {
  "type": "object", "additionalProperties": false, "required": ["warnings"],
  "properties": {"warnings": {"type": "array", "items": {"type": "string"},
    "description": "Of the configuration that stands now."}}},
"ProviderOrder": {
  "type": "object", "additionalProperties": false, "required": ["ids"],
  "properties": {"ids": {"type": "array", "maxItems": 1000, "uniqueItems": true, "description": "The first comes first.",
    "items": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}}},
  "examples": [{"ids": ["openai", "anthropic"]}]}
})";

} // namespace

void addProviderSchemas(boost::json::object& out) {
    auto parsed = boost::json::parse(schemas);
    for (auto& [name, schema] : parsed.get_object())
        out[name] = std::move(schema);
}

} // namespace gatehouse::admin
