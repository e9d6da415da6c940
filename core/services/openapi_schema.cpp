// SPDX-License-Identifier: Apache-2.0
#include "core/services/openapi_schema.h"

#include "core/prompts/schema_formats.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

constexpr std::size_t mostValues = 20'000;
constexpr std::size_t deepest = 100;

template <std::size_t Size>
bool isOne(std::string_view name, const std::array<std::string_view, Size>& list) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

constexpr std::array<std::string_view, 9> ofOne = {
    "not", "if", "then", "else", "contains", "items", "propertyNames", "additionalProperties", "additionalItems"};
constexpr std::array<std::string_view, 4> ofTheSame = {"not", "if", "then", "else"};
constexpr std::array<std::string_view, 3> ofMany = {"allOf", "anyOf", "oneOf"};
constexpr std::array<std::string_view, 3> byName = {"properties", "patternProperties", "dependentSchemas"};
// What else is held against values; all other words say nothing of them, or nothing that can be decided.
constexpr std::array<std::string_view, 19> plain = {"type",
                                                    "enum",
                                                    "const",
                                                    "minimum",
                                                    "maximum",
                                                    "exclusiveMinimum",
                                                    "exclusiveMaximum",
                                                    "multipleOf",
                                                    "minLength",
                                                    "maxLength",
                                                    "minItems",
                                                    "maxItems",
                                                    "minProperties",
                                                    "maxProperties",
                                                    "minContains",
                                                    "maxContains",
                                                    "pattern",
                                                    "uniqueItems",
                                                    "dependentRequired"};

bool isTrue(const json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member != nullptr && member->is_bool() && member->get_bool();
}

// Of 3.0: null is a value too.
void allowNull(json::object& schema) {
    if (auto* type = schema.if_contains("type"); type != nullptr && type->is_string()) {
        const std::string_view name = type->get_string();
        *type = json::array{name, "null"};
        if (auto* values = schema.if_contains("enum"); values != nullptr && values->is_array()) {
            auto& list = values->get_array();
            if (std::none_of(list.begin(), list.end(), [](const json::value& value) { return value.is_null(); }))
                list.emplace_back(nullptr);
        }
        return;
    }
    if (schema.empty() || schema.contains("type"))
        return;
    json::object inner;
    inner.swap(schema);
    schema["anyOf"] = json::array{std::move(inner), json::object{{"type", "null"}}};
}

// Of 3.0: {minimum: 1, exclusiveMinimum: true}.
void exclusiveBound(json::object& schema, std::string_view flag, std::string_view bound) {
    const auto* member = schema.if_contains(flag);
    if (member == nullptr || !member->is_bool())
        return;
    const bool exclusive = member->get_bool();
    schema.erase(flag);
    if (!exclusive || !schema.contains(bound))
        return;
    json::value value = schema.at(bound);
    schema.erase(bound);
    schema[flag] = std::move(value);
}

class Standalone {
public:
    Standalone(const OpenApi& api, Direction direction) : m_api(api), m_direction(direction) {}

    Result<json::value> run(const json::value& schema) {
        auto root = convert(schema, 0, true);
        json::object definitions;
        while (!m_open.empty()) {
            const auto reference = m_open.front();
            m_open.pop_front();
            m_current = m_names.at(reference);
            definitions[m_current] = convert(*m_api.at(reference), 0, true);
        }
        if (m_problem.empty() && hasCircle())
            m_problem = "a schema refers to itself without a member or element between, so nothing can be held "
                        "against it.";
        if (!m_problem.empty())
            return failure(ErrorKind::Invalid, "invalid_document", "The OpenAPI document: " + m_problem);
        if (definitions.empty())
            return root;
        // A reference beside other words would hide them.
        if (!root.is_object() || root.get_object().contains("$ref"))
            root = json::object{{"allOf", json::array{std::move(root)}}};
        root.get_object()["definitions"] = std::move(definitions);
        return root;
    }

private:
    // "inPlace": it is about the same value as the definition that it stands in.
    json::value convert(const json::value& schema, std::size_t depth, bool inPlace) {
        if (++m_values > mostValues || depth > deepest) {
            m_problem = "a schema is too large: more than 20,000 values with all that it refers to.";
            return true;
        }
        const auto* object = schema.if_object();
        if (object == nullptr)
            return schema.is_bool() ? schema : json::value(true);
        json::object out;
        for (const auto& [name, value] : *object)
            member(out, name, value, depth, inPlace);
        required(out, *object);
        exclusiveBound(out, "exclusiveMinimum", "minimum");
        exclusiveBound(out, "exclusiveMaximum", "maximum");
        if (isTrue(*object, "nullable"))
            allowNull(out);
        return withReference(std::move(out), textAt(*object, "$ref"), inPlace);
    }

    void member(json::object& out, std::string_view name, const json::value& value, std::size_t depth, bool inPlace) {
        if (name == "prefixItems" || (name == "items" && value.is_array())) {
            out["prefixItems"] = list(value, depth, false);
        } else if (name == "format") {
            if (value.is_string() && prompts::formatNamed(std::string_view(value.get_string())))
                out[name] = value;
        } else if (name == "additionalItems") {
            if (out.contains("prefixItems")) // means nothing elsewhere
                out["items"] = convert(value, depth + 1, false);
        } else if (isOne(name, ofOne)) {
            out[name] = convert(value, depth + 1, inPlace && isOne(name, ofTheSame));
        } else if (isOne(name, ofMany)) {
            out[name] = list(value, depth, inPlace);
        } else if (isOne(name, byName)) {
            auto& into = out[name].emplace_object();
            if (const auto* each = value.if_object()) {
                for (const auto& [key, property] : *each)
                    into[key] = convert(property, depth + 1, inPlace && name == "dependentSchemas");
            }
        } else if (isOne(name, plain)) {
            out[name] = value;
        }
    }

    json::value list(const json::value& value, std::size_t depth, bool inPlace) {
        json::array out;
        if (const auto* each = value.if_array()) {
            for (const auto& element : *each)
                out.push_back(convert(element, depth + 1, inPlace));
        }
        return out;
    }

    void required(json::object& out, const json::object& schema) const {
        const auto* names = schema.if_contains("required");
        if (names == nullptr || !names->is_array())
            return;
        const auto* properties = schema.if_contains("properties");
        const auto mark = m_direction == Direction::Request ? std::string_view("readOnly") : "writeOnly";
        json::array kept;
        for (const auto& name : names->get_array()) {
            const auto* property = name.is_string() && properties != nullptr && properties->is_object()
                                       ? properties->get_object().if_contains(name.get_string())
                                       : nullptr;
            const auto* object = m_api.resolvedObject(property);
            if (object == nullptr || !isTrue(*object, mark))
                kept.push_back(name);
        }
        if (!kept.empty())
            out["required"] = std::move(kept);
    }

    json::value withReference(json::object out, std::string_view reference, bool inPlace) {
        if (reference.empty())
            return json::value(std::move(out));
        if (m_api.resolved(m_api.at(reference)) == nullptr) {
            m_problem = "the reference " + std::string(reference.substr(0, 200)) + " leads nowhere, or in a circle.";
            return true;
        }
        auto known = m_names.find(reference);
        if (known == m_names.end()) {
            known = m_names.emplace(std::string(reference), "d" + std::to_string(m_names.size())).first;
            m_open.emplace_back(reference);
        }
        if (inPlace)
            m_ways[m_current].insert(known->second);
        json::object pointer{{"$ref", "#/definitions/" + known->second}};
        // 3.0 knows no words beside a reference; 3.1 does.
        if (out.empty() || !m_api.is31())
            return json::value(std::move(pointer));
        return json::object{{"allOf", json::array{std::move(pointer), std::move(out)}}};
    }

    // Definitions that lead back to themselves: what is reached from none of them is taken away until nothing changes.
    bool hasCircle() {
        for (bool changed = true; changed;) {
            changed = false;
            for (auto way = m_ways.begin(); way != m_ways.end();) {
                const bool ends = std::none_of(way->second.begin(), way->second.end(),
                                               [&](const auto& next) { return m_ways.contains(next); });
                changed = changed || ends;
                way = ends ? m_ways.erase(way) : std::next(way);
            }
        }
        return !m_ways.empty();
    }

    const OpenApi& m_api;
    Direction m_direction;
    std::string m_current;                               // the definition that is being read; empty: the schema itself
    std::map<std::string, std::set<std::string>> m_ways; // from each to those that it refers to in place
    std::size_t m_values = 0;
    std::map<std::string, std::string, std::less<>> m_names; // by reference
    std::deque<std::string> m_open;
    std::string m_problem;
};

} // namespace

Result<json::value> standaloneSchema(const OpenApi& api, const json::value& schema, Direction direction) {
    return Standalone(api, direction).run(schema);
}

// The depth is bounded by the document's.
void toSchema31(json::value& schema) {
    auto* object = schema.if_object();
    if (object == nullptr)
        return;
    for (auto& member : *object) {
        const std::string_view name = member.key();
        auto& value = member.value();
        if (isOne(name, ofOne) && value.is_object()) {
            toSchema31(value);
        } else if (isOne(name, ofMany) && value.is_array()) {
            for (auto& each : value.get_array())
                toSchema31(each);
        } else if (isOne(name, byName) && value.is_object()) {
            for (auto& each : value.get_object())
                toSchema31(each.value());
        }
    }
    exclusiveBound(*object, "exclusiveMinimum", "minimum");
    exclusiveBound(*object, "exclusiveMaximum", "maximum");
    const bool nullable = isTrue(*object, "nullable");
    object->erase("nullable");
    if (nullable)
        allowNull(*object);
}

} // namespace gatehouse::services
