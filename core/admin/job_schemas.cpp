// SPDX-License-Identifier: Apache-2.0
#include "core/admin/job_operations.h"

#include <boost/json/parse.hpp>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* schemas = R"json({
"Job": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "state", "api", "version", "app", "team", "key", "created", "attempts"],
  "properties": {
    "id": {"type": "string"},
    "state": {"enum": ["queued", "running", "done", "failed", "cancelled"]},
    "api": {"type": "string"}, "version": {"type": "string"},
    "app": {"type": "string"}, "team": {"type": "string"}, "key": {"type": "string"},
    "created": {"type": "string", "format": "date-time"},
    "due": {"type": "string", "format": "date-time", "description": "When it is tried next; of one that waits."},
    "deadline": {"type": "string", "format": "date-time", "description": "It is not begun after this."},
    "started": {"type": "string", "format": "date-time"},
    "finished": {"type": "string", "format": "date-time"},
    "attempts": {"type": "integer"},
    "interruptions": {"type": "integer", "description": "Attempts that ended with the gateway."},
    "call": {"type": "string", "description": "The id of the last attempt among the calls."},
    "answer": {"type": "object", "additionalProperties": false, "required": ["status", "content_type"],
      "properties": {"status": {"type": "integer"}, "content_type": {"type": "string"},
        "body": {"description": "Of one job, for those who may see bodies; null: it is no text."}}},
    "error": {"type": "object", "additionalProperties": false, "required": ["code", "message"],
      "properties": {"code": {"type": "string"}, "message": {"type": "string"}}}}},
"Jobs": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}},
    "next": {"type": ["string", "null"]}}},
"WebhookSecret": {
  "type": "object", "additionalProperties": false, "required": ["id", "secret", "previous_until"],
  "properties": {
    "id": {"type": "string"},
    "secret": {"type": "string", "description": "`whsec_` and base 64, shown this once."},
    "previous_until": {"type": ["string", "null"], "format": "date-time",
      "description": "Until then the secret before signs as well; null: there was none."}}},
"WebhookTest": {
  "type": "object", "additionalProperties": false, "required": ["delivery"],
  "properties": {"delivery": {"type": "string", "description": "Its id among the deliveries."}}},
"Delivery": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "event", "state", "attempts", "created"],
  "properties": {
    "id": {"type": "string", "description": "The same at each attempt: `webhook-id`."},
    "event": {"type": "string"},
    "state": {"enum": ["pending", "sent", "dead"]},
    "attempts": {"type": "integer"},
    "created": {"type": "string", "format": "date-time"},
    "due": {"type": "string", "format": "date-time", "description": "Of one that waits."},
    "ended": {"type": "string", "format": "date-time"},
    "last": {"type": "object", "additionalProperties": false, "required": ["at", "status", "error"],
      "description": "The last attempt.",
      "properties": {"at": {"type": "string", "format": "date-time"},
        "status": {"type": ["integer", "null"], "description": "null: there was no answer."},
        "error": {"type": ["string", "null"]}}}}},
"Deliveries": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Delivery"}},
    "next": {"type": ["string", "null"]}}}
})json";

} // namespace

void addJobSchemas(json::object& all) {
    auto parsed = json::parse(schemas); // outlives the loop
    for (auto& member : parsed.as_object())
        all[member.key()] = std::move(member.value());
}

} // namespace gatehouse::admin
