// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/schema_tools.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <set>
#include <string>
#include <utility>

namespace gatehouse::prompts {
namespace {

namespace json = boost::json;

constexpr std::size_t mostExampleDepth = 12;
constexpr std::size_t mostExampleItems = 16;

const json::value* in(const json::object& object, std::string_view name) {
    return object.if_contains(name);
}

const json::value* followed(const json::value& root, const json::value* reference) {
    const auto* text = reference == nullptr ? nullptr : reference->if_string();
    if (text == nullptr || text->empty() || text->front() != '#')
        return nullptr;
    boost::system::error_code code;
    return root.find_pointer(std::string_view(*text).substr(1), code);
}

std::string_view typeIn(const json::object& schema) {
    const auto* type = in(schema, "type");
    if (type != nullptr && type->is_array() && !type->get_array().empty())
        type = &type->get_array().front();
    if (type != nullptr && type->is_string())
        return type->get_string();
    return in(schema, "properties") != nullptr ? "object" : std::string_view();
}

json::value textExample(const json::object& schema) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> texts{
        {{"date-time", "2026-01-31T12:00:00Z"},
         {"date", "2026-01-31"},
         {"time", "12:00:00Z"},
         {"duration", "PT1H"},
         {"email", "ada@example.com"},
         {"hostname", "example.com"},
         {"ipv4", "192.0.2.1"},
         {"uri", "https://example.com/"},
         {"uuid", "123e4567-e89b-12d3-a456-426614174000"}}};
    if (const auto* format = in(schema, "format"); format != nullptr && format->is_string()) {
        for (const auto& [name, text] : texts) {
            if (name == std::string_view(format->get_string()))
                return json::value(text);
        }
    }
    std::string text = "text";
    const auto* least = in(schema, "minLength");
    const auto* most = in(schema, "maxLength");
    if (least != nullptr && least->is_int64() && *least->if_int64() > 4)
        text.append(static_cast<std::size_t>(std::min<std::int64_t>(*least->if_int64(), 256) - 4), '.');
    if (most != nullptr && most->is_int64() && *most->if_int64() < 4)
        text.resize(static_cast<std::size_t>(std::max<std::int64_t>(*most->if_int64(), 0)));
    return json::value(text);
}

class ExampleMaker {
public:
    explicit ExampleMaker(const json::value& root) : m_root(root) {}

    json::value make(const json::value& schema, std::size_t depth) const {
        const auto* object = schema.if_object();
        if (object == nullptr || depth > mostExampleDepth)
            return nullptr;
        if (const auto given = stated(*object))
            return *given;
        if (const auto* target = followed(m_root, in(*object, "$ref")))
            return make(*target, depth + 1);
        for (const auto* name : {"anyOf", "oneOf"}) {
            const auto* list = in(*object, name);
            if (list != nullptr && list->is_array() && !list->get_array().empty())
                return make(list->get_array().front(), depth + 1);
        }
        return ofType(*object, depth);
    }

private:
    static const json::value* stated(const json::object& schema) {
        for (const auto* name : {"examples", "enum"}) {
            const auto* list = in(schema, name);
            if (list != nullptr && list->is_array() && !list->get_array().empty())
                return &list->get_array().front();
        }
        for (const auto* name : {"example", "default", "const"}) {
            if (const auto* value = in(schema, name))
                return value;
        }
        return nullptr;
    }

    json::value ofType(const json::object& schema, std::size_t depth) const {
        const auto type = typeIn(schema);
        if (type == "object")
            return fields(schema, depth);
        if (type == "array")
            return items(schema, depth);
        if (type == "string")
            return textExample(schema);
        if (type == "boolean")
            return true;
        if (type == "integer" || type == "number") {
            const auto* least = in(schema, "minimum");
            const auto* most = in(schema, "maximum");
            return least != nullptr ? *least : most != nullptr ? *most : json::value(1);
        }
        return nullptr;
    }

    json::value fields(const json::object& schema, std::size_t depth) const {
        json::object out;
        const auto* properties = in(schema, "properties");
        if (properties == nullptr || !properties->is_object())
            return out;
        for (const auto& [name, child] : properties->get_object()) {
            if (out.size() < mostExampleItems)
                out.emplace(name, make(child, depth + 1));
        }
        return out;
    }

    json::value items(const json::object& schema, std::size_t depth) const {
        json::array out;
        const auto* each = in(schema, "items");
        const auto* least = in(schema, "minItems");
        const std::int64_t count = least != nullptr && least->is_int64() ? *least->if_int64() : 1;
        for (std::int64_t i = 0; each != nullptr && each->is_object() && i < std::clamp<std::int64_t>(count, 1, 4); ++i)
            out.push_back(make(*each, depth + 1));
        return out;
    }

    const json::value& m_root;
};

// Keywords whose values are data, whatever they look like.
bool holdsData(std::string_view keyword) {
    return keyword == "enum" || keyword == "const" || keyword == "default" || keyword == "examples" ||
           keyword == "example";
}

enum class Holds { Schema, Schemas };

json::value moved(const json::value& value, std::string_view place, Holds holds) {
    if (const auto* list = value.if_array()) {
        json::array out;
        for (const auto& item : *list)
            out.push_back(moved(item, place, Holds::Schema));
        return out;
    }
    const auto* object = value.if_object();
    if (object == nullptr)
        return value;
    static const std::set<std::string_view> byName{"properties", "patternProperties", "$defs", "definitions",
                                                   "dependentSchemas"};
    json::object out;
    for (const auto& [name, member] : *object) {
        const bool keyword = holds == Holds::Schema;
        if (keyword && name == "$ref" && member.is_string() && !member.get_string().empty())
            out.emplace(name, std::string(place) + std::string(member.get_string().subview(1)));
        else if (keyword && holdsData(name))
            out.emplace(name, member);
        else
            out.emplace(name, moved(member, place, keyword && byName.contains(name) ? Holds::Schemas : Holds::Schema));
    }
    return out;
}

bool isStrict(const json::value& value, Holds holds);

bool isStrictObject(const json::object& schema) {
    if (typeIn(schema) != "object")
        return true;
    const auto* others = in(schema, "additionalProperties");
    const auto* properties = in(schema, "properties");
    const auto* required = in(schema, "required");
    if (others == nullptr || !others->is_bool() || others->get_bool() || properties == nullptr || required == nullptr ||
        !properties->is_object() || !required->is_array())
        return false;
    return required->get_array().size() == properties->get_object().size();
}

bool isStrict(const json::value& value, Holds holds) {
    if (const auto* list = value.if_array())
        return std::all_of(list->begin(), list->end(),
                           [](const json::value& item) { return isStrict(item, Holds::Schema); });
    const auto* object = value.if_object();
    if (object == nullptr)
        return true;
    static const std::set<std::string_view> byName{"properties", "$defs", "definitions"};
    static const std::set<std::string_view> known{
        "type",  "properties", "required", "additionalProperties", "items", "enum",       "const",
        "anyOf", "$ref",       "$defs",    "definitions",          "title", "description"};
    if (holds == Holds::Schema && !isStrictObject(*object))
        return false;
    for (const auto& [name, member] : *object) {
        const bool keyword = holds == Holds::Schema;
        if (keyword && !known.contains(name))
            return false;
        if (keyword && (holdsData(name) || name == "required" || name == "type"))
            continue;
        if (!isStrict(member, keyword && byName.contains(name) ? Holds::Schemas : Holds::Schema))
            return false;
    }
    return true;
}

} // namespace

json::value exampleOf(const json::value& schema) {
    return ExampleMaker(schema).make(schema, 0);
}

json::value movedSchema(const json::value& schema, std::string_view place) {
    return moved(schema, place, Holds::Schema);
}

bool isStrictSchema(const json::value& schema) {
    const auto* object = schema.if_object();
    return object != nullptr && typeIn(*object) == "object" && isStrict(schema, Holds::Schema);
}

} // namespace gatehouse::prompts
