// SPDX-License-Identifier: Apache-2.0
#include "core/admin/prompt_schemas.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* schemas = R"json({
"VersionRevert": {
  "type": "object", "additionalProperties": false, "required": ["version"],
  "properties": {
    "version": {"type": "integer", "minimum": 1, "maximum": 1000000, "description": "That comes back as a new one."},
    "comment": {"type": "string", "maxLength": 2000, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$"}}},
"VersionLabelPut": {
  "type": "object", "additionalProperties": false, "required": ["version"],
  "properties": {"version": {"type": "integer", "minimum": 1, "maximum": 1000000}}},
"PromptRender": {
  "type": "object", "additionalProperties": false,
  "properties": {
    "prompt": {"type": "string", "maxLength": 130, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
      "description": "A prompt and a version or label: `sentiment@3`; without one, the newest.", "examples": ["sentiment@production"]},
    "draft": {"type": "object", "description": "A version that does not stand yet, as `PromptVersionNew`."},
    "values": {"type": "object", "description": "Of the variables; without it, their examples."},
    "secrets": {"enum": ["masked", "written"], "default": "masked",
      "description": "Whether secret values stand in `body`; nowhere else they do."}}},
"PromptPreview": {
  "type": "object", "additionalProperties": false, "required": ["messages", "body", "values", "faults"],
  "properties": {
    "messages": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["role", "content", "images"],
      "properties": {"role": {"type": "string"}, "content": {"type": "string"},
        "images": {"type": "array", "items": {"type": "string"}}}}},
    "body": {"description": "The request as OpenAI's chat completions have it; null where it cannot be made."},
    "values": {"type": "object", "description": "That were taken, with defaults; secret ones masked."},
    "faults": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["field", "message"],
      "properties": {"field": {"type": "string"}, "message": {"type": "string"}}}}}},
"VersionDiff": {
  "type": "object", "additionalProperties": false, "required": ["from", "to", "changes"],
  "properties": {
    "from": {"type": "integer"}, "to": {"type": "integer"},
    "changes": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["field", "before", "after", "lines"],
      "properties": {
        "field": {"type": "string", "examples": ["messages[0].content", "steps.mood.use"]},
        "before": {"type": ["string", "null"]}, "after": {"type": ["string", "null"]},
        "lines": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["mark", "text"],
          "properties": {"mark": {"enum": [" ", "-", "+"]}, "text": {"type": "string"}}}}}}}}},
"PromptFiles": {
  "type": "object", "additionalProperties": false, "required": ["files"],
  "properties": {"files": {"type": "object", "description": "Paths and their texts; one is `prompt.yaml`.",
    "propertyNames": {"pattern": "^[^\\u0000]*$"}, "additionalProperties": {"type": "string", "pattern": "^[^\\u0000]*$"}}}},
"PromptSummary": {
  "type": "object", "additionalProperties": false, "required": ["id", "versions", "tests"],
  "properties": {
    "id": {"type": "string"}, "title": {"type": "string"}, "description": {"type": "string"}, "team": {"type": "string"},
    "tags": {"type": "array", "items": {"type": "string"}},
    "labels": {"type": "array", "items": {"$ref": "#/components/schemas/VersionLabel"}},
    "versions": {"type": "integer", "description": "How many."},
    "tests": {"type": "integer", "description": "How many."},
    "latest": {"type": "integer", "description": "The newest version."},
    "model": {"type": "string", "description": "Of the newest version."},
    "author": {"type": "string", "description": "Of the newest version."},
    "changed": {"type": "string", "format": "date-time", "description": "When the newest version was made."}}},
"PromptSummaryList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/PromptSummary"}},
    "next": {"type": ["string", "null"], "description": "The cursor of the next page; null at the end."}}},
"PromptComment": {
  "type": "object", "additionalProperties": false, "required": ["id", "text", "version", "author", "at"],
  "properties": {"id": {"type": "integer"}, "text": {"type": "string"},
    "version": {"type": ["integer", "null"], "description": "That it is about; null: the prompt."},
    "author": {"type": "string"}, "at": {"type": "string", "format": "date-time"}}},
"PromptCommentNew": {
  "type": "object", "additionalProperties": false, "required": ["text"],
  "properties": {
    "text": {"type": "string", "minLength": 1, "maxLength": 4000, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$"},
    "version": {"type": "integer", "minimum": 1, "maximum": 1000000}}},
"PromptCommentList": {
  "type": "object", "additionalProperties": false, "required": ["items"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/PromptComment"}}}},
"TestRunNew": {
  "type": "object", "additionalProperties": false,
  "properties": {
    "versions": {"type": "array", "maxItems": 20, "items": {"type": "integer", "minimum": 1, "maximum": 1000000},
      "description": "Default: the newest."},
    "models": {"type": "array", "maxItems": 20, "items": {"type": "string", "maxLength": 256,
      "pattern": "^[^ \\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^ \\u0000-\\u001f\\u007f])?$"},
      "description": "Routes or `provider/model`. Default: each version's own."},
    "tests": {"type": "array", "maxItems": 1000, "items": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
      "description": "Default: all."}}},
"TestBill": {
  "type": "object", "additionalProperties": false, "required": ["calls", "input_tokens", "output_tokens", "cost", "pretend"],
  "properties": {"calls": {"type": "integer"}, "input_tokens": {"type": "integer"}, "output_tokens": {"type": "integer"},
    "cost": {"type": ["string", "null"], "description": "Dollars, exact; null = unknown."},
    "pretend": {"type": "boolean", "description": "Some of it is of demo models, whose prices are not real."}}},
"TestEstimate": {
  "type": "object", "additionalProperties": false, "required": ["cases", "calls", "input_tokens", "output_tokens", "cost", "pretend"],
  "properties": {"cases": {"type": "integer"}, "calls": {"type": "integer"}, "input_tokens": {"type": "integer"},
    "output_tokens": {"type": "integer"}, "cost": {"type": ["string", "null"]}, "pretend": {"type": "boolean"}}},
"TestRunSummary": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "prompt", "team", "versions", "models", "state", "started_by", "started_at", "ended_at", "total", "done", "passed", "estimate", "bill"],
  "properties": {"id": {"type": "string"}, "prompt": {"type": "string"},
    "team": {"type": "string", "description": "That owned it; empty: the organisation."},
    "versions": {"type": "array", "items": {"type": "integer"}}, "models": {"type": "array", "items": {"type": "string"}},
    "state": {"enum": ["running", "done", "stopped"]},
    "started_by": {"type": "string"}, "started_at": {"type": "string", "format": "date-time"},
    "ended_at": {"type": ["string", "null"], "format": "date-time"},
    "total": {"type": "integer"}, "done": {"type": "integer"}, "passed": {"type": "integer"},
    "estimate": {"$ref": "#/components/schemas/TestBill"},
    "bill": {"anyOf": [{"$ref": "#/components/schemas/TestBill"}, {"type": "null"}]}}},
"TestCell": {
  "type": "object", "additionalProperties": false,
  "required": ["version", "model", "test", "state", "answer", "error", "status", "duration_ms", "questions", "checks", "calls"],
  "properties": {"version": {"type": "integer"}, "model": {"type": "string"}, "test": {"type": "string"},
    "state": {"enum": ["waiting", "passed", "failed"]}, "answer": {"type": "string"},
    "error": {"type": "string", "description": "Why there is no answer that fits; empty where there is one."},
    "status": {"type": "integer"}, "duration_ms": {"type": "integer"},
    "questions": {"type": "integer", "description": "To the model, repairs counted."},
    "checks": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["kind", "passed", "score", "detail"],
      "properties": {"kind": {"type": "string"}, "passed": {"type": "boolean"}, "score": {"type": ["number", "null"]},
        "detail": {"type": "string"}}}},
    "calls": {"type": "array", "items": {"type": "string"}, "description": "In the call log."}}},
"TestRunList": {
  "type": "object", "additionalProperties": false, "required": ["items"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/TestRunSummary"}}}}
})json";

// A version as a client sends it: the gateway numbers and signs it.
json::object newVersion(const json::object& version, json::array required, const char* title) {
    auto out = version;
    auto& properties = out["properties"].as_object();
    for (const auto* name : {"version", "author", "created"})
        properties.erase(name);
    properties["label"] = json::object{{"type", "string"},
                                       {"pattern", "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
                                       {"description", "A label that goes to it at once."}};
    out["required"] = std::move(required);
    out["title"] = title;
    return out;
}

} // namespace

void addPromptSchemas(json::object& out) {
    auto parsed = json::parse(schemas); // outlives the loop
    for (auto& member : parsed.as_object())
        out[member.key()] = std::move(member.value());
    out["PromptVersionNew"] =
        newVersion(out.at("PromptVersion").as_object(), {"messages", "model"}, "New version of a prompt");
    out["ChainVersionNew"] = newVersion(out.at("ChainVersion").as_object(), {"steps"}, "New version of a chain");
    auto run = out.at("TestRunSummary").as_object();
    run["properties"].as_object()["results"] =
        json::object{{"type", "array"}, {"items", json::object{{"$ref", "#/components/schemas/TestCell"}}}};
    run["required"].as_array().emplace_back("results");
    out["TestRun"] = std::move(run);
}

} // namespace gatehouse::admin
