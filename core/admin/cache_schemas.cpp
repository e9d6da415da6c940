// SPDX-License-Identifier: Apache-2.0
#include "core/admin/cache_schemas.h"

#include <boost/json/parse.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* figures = R"({
"entries": {"type": "integer", "minimum": 0},
"bytes": {"type": "integer", "minimum": 0, "description": "What they take of memory, about."},
"hits": {"type": "integer", "minimum": 0, "description": "Answers to equal requests, those that waited included."},
"semantic_hits": {"type": "integer", "minimum": 0, "description": "Answers to requests that mean much the same."},
"misses": {"type": "integer", "minimum": 0},
"coalesced": {"type": "integer", "minimum": 0,
  "description": "Of the hits, those that waited for an equal call under way."},
"saved": {"type": "string", "description": "Dollars; pretend prices are not counted."}
})";

json::object withFigures(json::object properties) {
    auto parsed = json::parse(figures); // outlives the loop
    for (auto& [name, schema] : parsed.get_object())
        properties[name] = schema;
    json::array required;
    for (const auto& [name, schema] : properties)
        required.emplace_back(name);
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

json::object schemaIn(const char* text) {
    return json::parse(text).get_object();
}

} // namespace

void addCacheSchemas(json::object& out) {
    out["CacheRoute"] = withFigures(schemaIn(R"({"route": {"type": "string"},
        "on": {"type": "boolean", "description": "Whether the route has a cache now."}})"));
    out["CacheState"] = withFigures(schemaIn(R"({
        "memory_bound": {"type": "integer", "minimum": 0},
        "store_bound": {"type": "integer", "minimum": 0, "description": "0: nothing is kept on disk."},
        "store_bytes": {"type": "integer", "minimum": 0},
        "evicted": {"type": "integer", "minimum": 0, "description": "Went before their time, to keep the bound."},
        "routes": {"type": "array", "items": {"$ref": "#/components/schemas/CacheRoute"}}})"));
    out["CachePurge"] = schemaIn(R"({"type": "object", "additionalProperties": false, "properties": {
        "route": {"type": "string", "pattern": "^[^\\u0000]+$"},
        "model": {"type": "string", "pattern": "^[^\\u0000]+$", "description": "As the provider calls it."},
        "key": {"type": "string", "pattern": "^[^\\u0000]+$",
          "description": "A gateway key whose calls brought the answers, or an entry's own key from a call's record."}},
        "examples": [{"route": "gpt-4o-mini"}]})");
    out["CachePurged"] = schemaIn(R"({"type": "object", "additionalProperties": false, "required": ["purged"],
        "properties": {"purged": {"type": "integer", "minimum": 0}}})");
}

} // namespace gatehouse::admin
