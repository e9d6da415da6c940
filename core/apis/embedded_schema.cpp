// SPDX-License-Identifier: Apache-2.0
#include "core/apis/embedded_schema.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

namespace gatehouse::apis {
namespace {

namespace json = boost::json;

constexpr std::string_view componentPrefix = "#/components/schemas/";

// Members whose value is data: a "$ref" in them is no reference.
bool isData(std::string_view keyword) {
    return keyword == "const" || keyword == "enum" || keyword == "default" || keyword == "examples" ||
           keyword == "example";
}

class Embedding {
public:
    explicit Embedding(std::string_view component) : m_component(component) {}

    json::value schema(const json::value& value) const {
        if (const auto* list = value.if_array()) {
            json::array out;
            for (const auto& one : *list)
                out.push_back(schema(one));
            return out;
        }
        const auto* object = value.if_object();
        return object != nullptr ? json::value(members(*object)) : value;
    }

private:
    json::object members(const json::object& object) const {
        json::object out;
        const auto* items = object.if_contains("items");
        const bool tuple = items != nullptr && items->is_array();
        for (const auto& member : object) {
            const std::string_view name = member.key();
            if (name == "$id" || name == "$schema" || (tuple && name == "items"))
                continue;
            if (name == "$ref" && member.value().is_string())
                out["$ref"] = target(std::string_view(member.value().get_string()));
            else if (tuple && name == "additionalItems")
                out["items"] = schema(member.value());
            else if (isData(name))
                out[name] = member.value();
            else if (isMap(name) && member.value().is_object())
                out[name] = map(member.value().get_object());
            else
                out[name] = schema(member.value());
        }
        if (tuple)
            out["prefixItems"] = schema(*items);
        return out;
    }

    // Their members are named by the author: "$ref" or "items" may be a property's name.
    static bool isMap(std::string_view keyword) {
        return keyword == "properties" || keyword == "patternProperties" || keyword == "definitions" ||
               keyword == "$defs";
    }
    json::object map(const json::object& object) const {
        json::object out;
        for (const auto& member : object)
            out[member.key()] = schema(member.value());
        return out;
    }

    std::string target(std::string_view reference) const {
        if (!reference.starts_with('#'))
            return std::string(reference);
        return std::string(componentPrefix) + m_component + std::string(reference.substr(1));
    }

    const std::string m_component;
};

const json::value* firstOf(const json::object& schema, std::string_view keyword) {
    const auto* list = schema.if_contains(keyword);
    const auto* array = list != nullptr ? list->if_array() : nullptr;
    return array != nullptr && !array->empty() ? &array->front() : nullptr;
}

std::string_view typeOf(const json::object& schema) {
    const auto* type = schema.if_contains("type");
    if (type != nullptr && type->is_array() && !type->get_array().empty())
        type = &type->get_array().front();
    return type != nullptr && type->is_string() ? std::string_view(type->get_string()) : std::string_view("string");
}

} // namespace

json::value embeddedSchema(const json::value& schema, std::string_view component) {
    return Embedding(component).schema(schema);
}

json::value sampleOf(const json::value& schema) {
    const auto* object = schema.if_object();
    if (object == nullptr)
        return "text";
    if (const auto* preset = object->if_contains("default"))
        return *preset;
    for (const auto* keyword : {"examples", "enum"}) {
        if (const auto* first = firstOf(*object, keyword))
            return *first;
    }
    const auto type = typeOf(*object);
    if (type == "integer" || type == "number") {
        const auto* least = object->if_contains("minimum");
        return least != nullptr ? *least : json::value(1);
    }
    if (type == "boolean")
        return true;
    if (type == "null")
        return nullptr;
    if (type == "array") {
        const auto* items = object->if_contains("items");
        return json::array{items != nullptr ? sampleOf(*items) : json::value("text")};
    }
    if (type == "object") {
        json::object out;
        const auto* properties = object->if_contains("properties");
        if (properties != nullptr && properties->is_object()) {
            for (const auto& member : properties->get_object())
                out[member.key()] = sampleOf(member.value());
        }
        return out;
    }
    return "text";
}

} // namespace gatehouse::apis
