// SPDX-License-Identifier: Apache-2.0
#include "core/contract/schema.h"

#include "core/contract/range_pattern.h"

#include <boost/json/array.hpp>
#include <string>

namespace gatehouse::contract {
namespace {

namespace json = boost::json;

json::array namesOf(const std::vector<std::string>& words) {
    json::array names;
    for (const auto& word : words)
        names.emplace_back(word);
    return names;
}

json::object textSchema(const Type& type) {
    json::object schema{{"type", "string"}};
    if (!type.oneOf.empty()) {
        schema["enum"] = namesOf(type.oneOf);
        return schema;
    }
    if (type.leastLength > 0)
        schema["minLength"] = type.leastLength;
    schema["maxLength"] = type.mostLength;
    // The reader takes no control characters in any text.
    const char* plain =
        type.lines ? "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$" : "^[^\\u0000-\\u001f\\u007f]*$";
    schema["pattern"] = type.pattern.empty() ? plain : type.pattern.c_str();
    return schema;
}

json::object moneySchema(const Type& type) {
    json::object number{{"type", "number"}, {"minimum", type.least}, {"maximum", type.most}};
    json::object text{{"type", "string"},
                      {"pattern", type.pattern.empty() ? "^[0-9]{1,7}(\\.[0-9]{1,12})?$" : type.pattern.c_str()}};
    return {{"anyOf", json::array{std::move(number), std::move(text)}}};
}

json::object retryConditionSchema(const Type& type) {
    json::object word{{"type", "string"}, {"enum", namesOf(type.oneOf)}};
    json::object status{{"type", "integer"}, {"minimum", 400}, {"maximum", 599}};
    return {{"anyOf", json::array{std::move(word), std::move(status)}}};
}

json::object typeSchema(const Type& type, std::string_view prefix) {
    switch (type.kind) {
    case TypeKind::Text:
        return textSchema(type);
    case TypeKind::Boolean:
        return {{"type", "boolean"}};
    case TypeKind::Integer:
        return {{"type", "integer"}, {"minimum", type.least}, {"maximum", type.most}};
    case TypeKind::Duration:
        return {
            {"type", "string"},
            {"pattern", durationPattern(std::chrono::milliseconds(type.least), std::chrono::milliseconds(type.most))}};
    case TypeKind::Money:
        return moneySchema(type);
    case TypeKind::Time:
        return {{"type", "string"}, {"format", "date-time"}, {"pattern", "Z$"}};
    case TypeKind::RetryCondition:
        return retryConditionSchema(type);
    case TypeKind::List: {
        json::object schema{{"type", "array"}, {"items", typeSchema(*type.element, prefix)}};
        if (type.leastItems > 0)
            schema["minItems"] = type.leastItems;
        schema["maxItems"] = type.mostItems;
        if (type.unique)
            schema["uniqueItems"] = true;
        return schema;
    }
    case TypeKind::Map:
        return {{"type", "object"},
                {"propertyNames", typeSchema(*type.name, prefix)},
                {"additionalProperties", typeSchema(*type.element, prefix)},
                {"maxProperties", type.mostItems}};
    case TypeKind::Json:
        return type.objectsOnly ? json::object{{"type", "object"}} : json::object();
    case TypeKind::Object:
        break;
    }
    return {{"$ref", std::string(prefix) + type.object->name}};
}

json::object fieldSchema(const FieldDescription& field, Form form, std::string_view prefix) {
    auto schema = typeSchema(field.type, prefix);
    // Draft 7 ignores what stands beside a reference, so it goes one level down.
    if (schema.contains("$ref")) {
        json::object outer;
        outer["allOf"] = json::array{std::move(schema)};
        schema = std::move(outer);
    }
    schema["description"] = field.explanation;
    if (field.defaultValue && !field.writeOnly)
        schema["default"] = *field.defaultValue;
    if (!field.example.is_null())
        schema["examples"] = json::array{field.example};
    if (form == Form::Api && field.readOnly)
        schema["readOnly"] = true;
    if (form == Form::Api && field.writeOnly)
        schema["writeOnly"] = true;
    return schema;
}

void collect(const ObjectDescription& description, Form form, std::string_view prefix, json::object& out) {
    if (out.contains(description.name))
        return;
    out[description.name] = schemaOf(description, form, prefix);
    for (const auto& field : description.fields) {
        if (!field.in(form))
            continue;
        const Type* type = &field.type;
        while (type->kind == TypeKind::List)
            type = type->element.get();
        if (type->kind == TypeKind::Object)
            collect(*type->object, form, prefix, out);
    }
}

} // namespace

json::object schemaOf(const ObjectDescription& description, Form form, std::string_view prefix) {
    json::object properties;
    json::array required;
    for (const auto& field : description.fields) {
        if (!field.in(form))
            continue;
        properties[field.name] = fieldSchema(field, form, prefix);
        if (field.required)
            required.emplace_back(field.name);
    }
    json::object schema{{"type", "object"},
                        {"title", description.name},
                        {"description", description.explanation},
                        {"additionalProperties", false},
                        {"properties", std::move(properties)}};
    if (!required.empty())
        schema["required"] = std::move(required);
    json::array sets;
    for (const auto& fields : description.oneComplete)
        sets.push_back(json::object{{"required", namesOf(fields)}});
    if (!sets.empty())
        schema["anyOf"] = std::move(sets);
    return schema;
}

json::object patchSchemaOf(const ObjectDescription& description, std::string_view prefix) {
    auto schema = schemaOf(description, Form::Api, prefix);
    schema.erase("required");
    schema.erase("anyOf");
    auto& properties = schema["properties"].get_object();
    for (const auto& field : description.fields) {
        if (field.readOnly)
            properties.erase(field.name);
    }
    return schema;
}

json::object schemasWithin(const ObjectDescription& description, Form form, std::string_view prefix) {
    json::object schemas;
    collect(description, form, prefix, schemas);
    return schemas;
}

} // namespace gatehouse::contract
