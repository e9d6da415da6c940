// SPDX-License-Identifier: Apache-2.0
#include "core/admin/product_schemas.h"

#include <boost/json/parse.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* schemas = R"json({
"ApiStep": {
  "type": "object", "additionalProperties": false,
  "properties": {
    "note": {"type": "string", "maxLength": 2000, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
      "description": "Why; kept with the release."},
    "sunset": {"type": "string", "format": "date-time", "pattern": "Z$", "description": "To deprecate: when it will be retired."},
    "successor": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$", "description": "To deprecate: the version to use instead."},
    "release": {"type": "integer", "minimum": 1, "maximum": 1000000, "description": "To roll back: where to."}}},
"ApiDiff": {
  "type": "object", "additionalProperties": false, "required": ["live", "before", "after", "changes"],
  "properties": {
    "live": {"type": "integer", "description": "The release that serves; 0: none."},
    "before": {"description": "The definition that serves; null: none."},
    "after": {"description": "The definition as it is being edited."},
    "changes": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["path", "before", "after"],
      "properties": {"path": {"type": "string", "description": "A JSON pointer."}, "before": {}, "after": {}}}}}},
"SubscriptionNew": {
  "type": "object", "additionalProperties": false, "required": ["api", "app"],
  "properties": {
    "id": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "description": "Made where it is not given."},
    "api": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
    "app": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
    "plan": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "description": "One of the API's."},
    "reason": {"type": "string", "maxLength": 2000, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
      "description": "What it is wanted for."}}},
"SubscriptionDecision": {
  "type": "object", "additionalProperties": false,
  "properties": {"reason": {"type": "string", "maxLength": 2000, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
    "description": "To reject, it must be given."}}},
"SubscriptionDecisions": {
  "type": "object", "additionalProperties": false, "required": ["ids", "action"],
  "properties": {
    "ids": {"type": "array", "minItems": 1, "maxItems": 500,
      "items": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}},
    "action": {"enum": ["approve", "reject", "suspend", "resume", "cancel"]},
    "reason": {"type": "string", "maxLength": 2000, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$"}}},
"SubscriptionsDecided": {
  "type": "object", "additionalProperties": false, "required": ["items"],
  "properties": {"items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["id", "ok"],
    "properties": {"id": {"type": "string"}, "ok": {"type": "boolean"},
      "problem": {"type": "object", "additionalProperties": false, "required": ["status", "code", "detail"],
        "properties": {"status": {"type": "integer"}, "code": {"type": "string"}, "detail": {"type": "string"}}}}}}}},
"Charges": {
  "type": "object", "additionalProperties": false, "required": ["from", "to", "items"],
  "properties": {
    "from": {"type": "string", "format": "date-time"}, "to": {"type": "string", "format": "date-time"},
    "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["subscription", "api", "app", "team", "plan", "state", "calls", "cost", "cost_unknown_calls",
        "for_months", "for_calls", "for_cost", "total"],
      "properties": {
        "subscription": {"type": "string"}, "api": {"type": "string"}, "app": {"type": "string"},
        "team": {"type": "string"}, "plan": {"type": ["string", "null"]}, "state": {"type": "string"},
        "calls": {"type": "integer", "description": "That were served."},
        "cost": {"type": "string", "description": "At providers, as far as it is known; dollars, exact."},
        "cost_unknown_calls": {"type": "integer"},
        "for_months": {"type": "string"}, "for_calls": {"type": "string"},
        "for_cost": {"type": "string", "description": "Providers' cost with its markup."},
        "total": {"type": "string", "description": "Dollars, exact."}}}}}},
"ApiDocument": {"type": "object", "required": ["openapi", "info", "paths"], "description": "An OpenAPI 3.1 document."},
"ExperimentStop": {
  "type": "object", "additionalProperties": false, "required": ["winner"],
  "properties": {"winner": {"type": "string", "minLength": 1, "maxLength": 129,
    "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}@[0-9]{1,7}$", "description": "The arm that gets all calls, such as sentiment@3."}}},
"ExperimentState": {
  "type": "object", "additionalProperties": false,
  "required": ["method", "sticky", "phase", "since", "winner", "reason", "verdict", "leader", "scores_wanted", "scores_left",
    "certainty_wanted", "advice", "arms"],
  "properties": {
    "method": {"enum": ["split", "bandit"]}, "sticky": {"type": "string"},
    "phase": {"enum": ["running", "ended"]},
    "since": {"type": "string", "format": "date-time"},
    "winner": {"type": ["string", "null"], "description": "Who gets all calls since it ended."},
    "reason": {"type": "string", "description": "Why it ended."},
    "verdict": {"enum": ["too_few", "undecided", "decided"]},
    "leader": {"type": "string", "description": "The arm that is most probably the best."},
    "scores_wanted": {"type": "integer"}, "scores_left": {"type": "integer", "description": "That are needed before it can be decided."},
    "certainty_wanted": {"type": "number", "description": "From 0 to 1."},
    "advice": {"type": "string", "description": "What to do now."},
    "arms": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["prompt", "calls", "scores", "mean", "low", "high", "best", "share"],
      "properties": {
        "prompt": {"type": "string", "description": "Such as sentiment@3."},
        "calls": {"type": "integer"}, "scores": {"type": "integer", "description": "Calls with feedback."},
        "mean": {"type": ["number", "null"], "description": "Of the scores, from 0 to 1."},
        "low": {"type": "number"}, "high": {"type": "number", "description": "With low: the interval that holds the true mean with 95 %."},
        "best": {"type": "number", "description": "The probability that it is the best."},
        "share": {"type": "number", "description": "Of the calls from now on."}}}}}}
})json";

} // namespace

void addProductSchemas(json::object& out) {
    auto parsed = json::parse(schemas); // outlives the loop
    for (auto& member : parsed.as_object())
        out[member.key()] = std::move(member.value());
}

} // namespace gatehouse::admin
