// SPDX-License-Identifier: Apache-2.0
#include "core/admin/resource_schemas.h"

#include "core/contract/product_descriptions.h"
#include "core/contract/schema.h"

#include <boost/json/array.hpp>
#include <string>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FieldDescription;
using contract::Form;
using contract::Kind;
using contract::ObjectDescription;

constexpr std::string_view prefix = "#/components/schemas/";

json::object referenceTo(const std::string& name) {
    return {{"$ref", std::string(prefix) + name}};
}

std::string_view idField(Kind kind) {
    return kind == Kind::Route ? "model" : "id";
}

json::object& propertiesOf(json::object& schema) {
    return schema["properties"].get_object();
}

void setRequired(json::object& schema, json::array required) {
    if (required.empty())
        schema.erase("required");
    else
        schema["required"] = std::move(required);
}

// What an answer holds: nothing that is only written, and all that always has a value.
json::object answeredSchema(const ObjectDescription& description) {
    auto schema = contract::schemaOf(description, Form::Api, prefix);
    json::array required;
    for (const auto& field : description.fields) {
        if (field.writeOnly)
            propertiesOf(schema).erase(field.name);
        else if (field.inApi && (field.required || field.defaultValue))
            required.emplace_back(field.name);
    }
    setRequired(schema, std::move(required));
    return schema;
}

// What a client sends: nothing that the gateway sets.
json::object sentSchema(const ObjectDescription& description, std::string_view without) {
    auto schema = contract::schemaOf(description, Form::Api, prefix);
    json::array required;
    for (const auto& field : description.fields) {
        if (field.readOnly || field.name == without)
            propertiesOf(schema).erase(field.name);
        else if (field.inApi && field.required)
            required.emplace_back(field.name);
    }
    setRequired(schema, std::move(required));
    return schema;
}

json::object patchSchema(const ObjectDescription& description, std::string_view without);

json::object patchedField(const FieldDescription& field, json::object plain) {
    if (field.type.kind == contract::TypeKind::Object)
        plain = patchSchema(*field.type.object, {});
    if (field.required)
        return plain;
    plain.erase("default");
    if (field.type.kind == contract::TypeKind::Map) {
        json::array textOrNothing{plain["additionalProperties"], json::object{{"type", "null"}}};
        plain["additionalProperties"] = json::object{{"anyOf", std::move(textOrNothing)}};
    }
    const json::object null{{"type", "null"}};
    return {{"anyOf", json::array{std::move(plain), null}}};
}

// A merge patch: any fields, null for those that have a default, and objects inside are patched as well.
json::object patchSchema(const ObjectDescription& description, std::string_view without) {
    auto schema = sentSchema(description, without);
    schema.erase("required");
    schema.erase("anyOf"); // what must be there together is there already
    schema["title"] = description.name + " patch";
    for (const auto& field : description.fields) {
        auto* property = propertiesOf(schema).if_contains(field.name);
        if (property != nullptr)
            *property = patchedField(field, property->get_object());
    }
    return schema;
}

json::object pageSchema(const std::string& item) {
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", json::array{"items", "next"}},
            {"properties",
             json::object{{"items", json::object{{"type", "array"}, {"items", referenceTo(item)}}},
                          {"next", json::object{{"type", json::array{"string", "null"}},
                                                {"description", "The cursor of the next page; null at the end."}}}}}};
}

void addKeySchemas(json::object& out) {
    const auto& description = contract::descriptionOf(Kind::Key);
    out["KeyNew"] = sentSchema(description, {});
    auto made = answeredSchema(description);
    propertiesOf(made)["key"] =
        json::object{{"type", "string"}, {"description", "The key itself, shown this once; only of one made here."}};
    out["KeyMade"] = std::move(made);
}

// An app's keys are shown as the file has them, though never as they were given.
void addShownKeys(json::object& app) {
    const json::object entry{{"type", "string"}, {"pattern", "^hash:[A-Za-z0-9][A-Za-z0-9._-]{0,63}:[0-9a-f]{64}$"}};
    propertiesOf(app)["keys"] = json::object{{"type", "array"}, {"items", entry}};
    app["required"].get_array().emplace_back("keys");
}

} // namespace

void addResourceSchemas(json::object& out) {
    // What the file's objects refer to comes with them; the API's own forms of the five kinds replace theirs.
    const auto& document = contract::descriptionOf<contract::Document>();
    for (auto& [name, schema] : contract::schemasWithin(document, Form::File, std::string(prefix) + "File"))
        out["File" + std::string(name)] = std::move(schema);
    out["Configuration"] = referenceTo("File" + document.name);
    for (const auto kind : contract::allKinds) {
        const auto& description = contract::descriptionOf(kind);
        for (auto& [name, schema] : contract::schemasWithin(description, Form::Api, prefix)) {
            if (!out.contains(name))
                out[name] = std::move(schema);
        }
        out[description.name] = answeredSchema(description);
        if (contract::isSingle(kind)) {
            out[description.name + "Put"] = sentSchema(description, {});
            out[description.name + "Patch"] = patchSchema(description, {});
            continue;
        }
        out[description.name + "List"] = pageSchema(description.name);
        out[description.name + "Input"] = sentSchema(description, {});
        out[description.name + "Put"] = sentSchema(description, idField(kind));
        out[description.name + "Patch"] = patchSchema(description, idField(kind));
    }
    addKeySchemas(out);
    addShownKeys(out["App"].get_object());
}

} // namespace gatehouse::admin
