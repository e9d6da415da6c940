// SPDX-License-Identifier: Apache-2.0
// Schemas of the self-test.
#include "core/admin/resource_schemas.h"
#include "core/conformance/feature.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* schemas = R"({
"ConformanceCell": {
  "type": "object", "additionalProperties": false,
  "required": ["dialect", "feature", "state", "reason", "seen", "ms", "calls"],
  "properties": {"dialect": {"$ref": "#/components/schemas/ConformanceDialect"},
    "feature": {"$ref": "#/components/schemas/ConformanceFeature"},
    "state": {"enum": ["waiting", "passed", "failed", "not_applicable"]},
    "reason": {"type": ["string", "null"], "description": "Why it failed; of `not_applicable` the provider's words."},
    "seen": {"type": ["string", "null"], "description": "What came, in short."},
    "ms": {"type": "number"},
    "calls": {"type": "array", "items": {"type": "string"}, "description": "Ids of its calls, as in the log."}}},
"ConformanceSummary": {
  "type": "object", "additionalProperties": false,
  "required": ["model", "state", "started_at", "ended_at", "done", "total", "passed", "failed", "not_applicable",
    "calls", "tokens", "cost", "pretend"],
  "properties": {"model": {"type": "string", "description": "A route's name, or `provider-id/model`."},
    "state": {"enum": ["running", "passed", "failed", "stopped"]},
    "started_at": {"type": "string", "format": "date-time"},
    "ended_at": {"type": ["string", "null"], "format": "date-time"},
    "done": {"type": "integer", "minimum": 0, "description": "Cells that are through, of `total`."},
    "total": {"type": "integer", "minimum": 1},
    "passed": {"type": "integer", "minimum": 0}, "failed": {"type": "integer", "minimum": 0},
    "not_applicable": {"type": "integer", "minimum": 0},
    "calls": {"type": "integer", "minimum": 0},
    "tokens": {"type": "object", "additionalProperties": false, "required": ["input", "output"],
      "properties": {"input": {"type": "integer"}, "output": {"type": "integer"}}},
    "cost": {"type": ["string", "null"],
      "description": "Dollars, exact; null = unknown, or not counted yet."},
    "pretend": {"type": "boolean", "description": "The demo provider's price: no real money."}}},
"ConformanceRunList": {
  "type": "object", "additionalProperties": false, "required": ["items", "dialects", "features"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/ConformanceSummary"}},
    "dialects": {"type": "array", "items": {"$ref": "#/components/schemas/ConformanceDialect"},
      "description": "The rows of the table."},
    "features": {"type": "array", "items": {"$ref": "#/components/schemas/ConformanceFeature"},
      "description": "Its columns."}}},
"ConformancePlan": {
  "type": "object", "additionalProperties": false,
  "required": ["model", "targets", "dialects", "features", "calls", "most_tokens", "most_cost", "pretend"],
  "properties": {"model": {"type": "string"},
    "targets": {"type": "array", "items": {"type": "string"}, "description": "`provider-id/model`, in their order."},
    "dialects": {"type": "array", "items": {"$ref": "#/components/schemas/ConformanceDialect"}},
    "features": {"type": "array", "items": {"$ref": "#/components/schemas/ConformanceFeature"}},
    "calls": {"type": "integer", "minimum": 1, "description": "At most."},
    "most_tokens": {"type": "object", "additionalProperties": false, "required": ["input", "output"],
      "properties": {"input": {"type": "integer"}, "output": {"type": "integer"}}},
    "most_cost": {"type": ["string", "null"], "description": "Dollars, at most; null = unknown."},
    "pretend": {"type": "boolean", "description": "The demo provider's price: no real money."}}}
})";

} // namespace

void addConformanceSchemas(json::object& out) {
    auto parsed = json::parse(schemas);
    for (auto& [name, schema] : parsed.get_object())
        out[name] = std::move(schema);
    // A run is its summary and the cells.
    auto run = out.at("ConformanceSummary").as_object();
    run["properties"].get_object()["cells"] =
        json::object{{"type", "array"}, {"items", json::object{{"$ref", "#/components/schemas/ConformanceCell"}}}};
    run["required"].get_array().emplace_back("cells");
    out["ConformanceRun"] = std::move(run);
    // The rows and columns that this version has.
    json::array dialectNames;
    for (const auto& row : conformance::clientDialects())
        dialectNames.emplace_back(dialects::nameOf(row.dialect));
    json::array featureNames;
    for (const auto feature : conformance::allFeatures())
        featureNames.emplace_back(conformance::nameOf(feature));
    out["ConformanceDialect"] = json::object{{"type", "string"}, {"enum", std::move(dialectNames)}};
    out["ConformanceFeature"] = json::object{{"type", "string"}, {"enum", std::move(featureNames)}};
}

} // namespace gatehouse::admin
