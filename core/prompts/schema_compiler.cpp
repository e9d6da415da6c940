// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/schema_compiler.h"

#include "core/base/text.h"
#include "core/contract/fault.h"
#include "core/prompts/schema_pointer.h"

#include <boost/json/array.hpp>

namespace gatehouse::prompts {

namespace json = boost::json;
using contract::quoted;

SchemaCompiler::Place SchemaCompiler::Place::under(std::string_view name) const {
    return {pointer + '/' + escapedForPointer(name), depth + 1};
}

tl::expected<SchemaNodes, SchemaFault> SchemaCompiler::run(std::string_view pointer) {
    const auto* start = valueAt(m_document, pointer);
    if (start == nullptr)
        fail({std::string(pointer)}, "", "there is nothing here");
    else
        m_nodes.root = schema(*start, {std::string(pointer)});
    if (!m_fault)
        findCircles();
    if (m_fault)
        return tl::unexpected(std::move(*m_fault));
    return std::move(m_nodes);
}

void SchemaCompiler::fail(const Place& place, std::string_view keyword, std::string message) {
    if (!m_fault)
        m_fault = SchemaFault{place.pointer, std::string(keyword), std::move(message)};
}

NodeIndex SchemaCompiler::schema(const json::value& value, const Place& place) {
    if (const auto known = m_known.find(place.pointer); known != m_known.end())
        return known->second;
    const auto index = static_cast<NodeIndex>(m_nodes.all.size());
    if (m_fault)
        return 0;
    if (m_nodes.all.size() == mostSchemas) {
        fail(place, "", "the schema has more than " + std::to_string(mostSchemas) + " subschemas");
        return 0;
    }
    if (place.depth > mostSchemaDepth || m_open > mostSchemaDepth * 2) {
        fail(place, "", "schemas are nested deeper than " + std::to_string(mostSchemaDepth));
        return 0;
    }
    m_nodes.all.emplace_back();
    m_places.push_back(place.pointer);
    m_known.emplace(place.pointer, index);
    ++m_open;
    if (const auto* flag = value.if_bool())
        node(index).fixed = *flag;
    else if (const auto* object = value.if_object())
        keywords(index, *object, place);
    else
        fail(place, "", "expected a schema: an object, true or false");
    --m_open;
    return index;
}

void SchemaCompiler::keywords(NodeIndex index, const json::object& object, const Place& place) {
    for (const auto& member : object) {
        if (m_fault)
            return;
        const std::string_view name = member.key();
        const auto& known = takers();
        const auto found = known.find(name);
        if (found != known.end())
            (this->*found->second)(index, member.value(), place, name);
        else if (!isAnnotation(name, place) && !name.starts_with("x-"))
            fail(place, name, quoted(name) + " is not supported" + hintFor(name));
    }
}

bool SchemaCompiler::isAnnotation(std::string_view name, const Place& place) const {
    static const std::set<std::string_view> annotations{
        "title",      "description", "default",   "examples",        "example",          "$comment",
        "deprecated", "readOnly",    "writeOnly", "contentEncoding", "contentMediaType", "externalDocs"};
    return annotations.contains(name) || (name == "$id" && place.depth == 0);
}

std::string SchemaCompiler::hintFor(std::string_view name) {
    if (name == "nullable")
        return "; say \"type\": [\"…\", \"null\"]";
    if (name == "dependencies")
        return "; say dependentRequired or dependentSchemas";
    if (name == "additionalItems")
        return "; say prefixItems and items";
    if (name == "discriminator")
        return "; oneOf alone decides";
    return {};
}

const std::unordered_map<std::string_view, SchemaCompiler::Take>& SchemaCompiler::takers() {
    static const std::unordered_map<std::string_view, Take> table{
        {"$ref", &SchemaCompiler::takeReference},
        {"$schema", &SchemaCompiler::takeDraft},
        {"$defs", &SchemaCompiler::takeDefinitions},
        {"definitions", &SchemaCompiler::takeDefinitions},
        {"type", &SchemaCompiler::takeType},
        {"enum", &SchemaCompiler::takeEnum},
        {"const", &SchemaCompiler::takeConst},
        {"minimum", &SchemaCompiler::takeNumber},
        {"maximum", &SchemaCompiler::takeNumber},
        {"exclusiveMinimum", &SchemaCompiler::takeNumber},
        {"exclusiveMaximum", &SchemaCompiler::takeNumber},
        {"multipleOf", &SchemaCompiler::takeNumber},
        {"minLength", &SchemaCompiler::takeCount},
        {"maxLength", &SchemaCompiler::takeCount},
        {"minItems", &SchemaCompiler::takeCount},
        {"maxItems", &SchemaCompiler::takeCount},
        {"minProperties", &SchemaCompiler::takeCount},
        {"maxProperties", &SchemaCompiler::takeCount},
        {"minContains", &SchemaCompiler::takeCount},
        {"maxContains", &SchemaCompiler::takeCount},
        {"pattern", &SchemaCompiler::takePattern},
        {"format", &SchemaCompiler::takeFormat},
        {"uniqueItems", &SchemaCompiler::takeUnique},
        {"prefixItems", &SchemaCompiler::takeList},
        {"items", &SchemaCompiler::takeItems},
        {"contains", &SchemaCompiler::takeSchema},
        {"additionalProperties", &SchemaCompiler::takeSchema},
        {"propertyNames", &SchemaCompiler::takeSchema},
        {"not", &SchemaCompiler::takeSchema},
        {"if", &SchemaCompiler::takeSchema},
        {"then", &SchemaCompiler::takeSchema},
        {"else", &SchemaCompiler::takeSchema},
        {"properties", &SchemaCompiler::takeProperties},
        {"patternProperties", &SchemaCompiler::takePatternProperties},
        {"required", &SchemaCompiler::takeRequired},
        {"dependentRequired", &SchemaCompiler::takeDependentRequired},
        {"dependentSchemas", &SchemaCompiler::takeDependentSchemas},
        {"allOf", &SchemaCompiler::takeList},
        {"anyOf", &SchemaCompiler::takeList},
        {"oneOf", &SchemaCompiler::takeList},
    };
    return table;
}

void SchemaCompiler::takeReference(NodeIndex index, const json::value& value, const Place& place,
                                   std::string_view name) {
    const auto* text = value.if_string();
    if (text == nullptr || text->empty() || (*text)[0] != '#' || (text->size() > 1 && (*text)[1] != '/'))
        return fail(place, name, "a reference stays in its document: # or #/$defs/NAME");
    const auto pointer = percentDecode(std::string_view(*text).substr(1));
    const auto* target = pointer ? valueAt(m_document, *pointer) : nullptr;
    if (target == nullptr)
        return fail(place, name, "there is nothing at " + quoted(*text));
    // Its own depth counts where it stands; here it begins anew, bounded by what is open.
    const auto found = schema(*target, {*pointer, 1});
    node(index).reference = found;
}

void SchemaCompiler::takeDraft(NodeIndex, const json::value& value, const Place& place, std::string_view name) {
    static const std::set<std::string_view> drafts{
        "http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft-07/schema", "https://json-schema.org/draft/2020-12/schema",
        "https://json-schema.org/draft/2020-12/schema#"};
    const auto* text = value.if_string();
    if (text == nullptr || !drafts.contains(std::string_view(*text)))
        fail(place, name, "expected draft 7 (http://json-schema.org/draft-07/schema#) or 2020-12");
}

void SchemaCompiler::takeDefinitions(NodeIndex, const json::value& value, const Place& place, std::string_view name) {
    const auto* object = objectIn(value, place, name);
    for (std::size_t i = 0; object != nullptr && i < object->size(); ++i) {
        const auto& member = *(object->begin() + i);
        (void)schema(member.value(), place.under(name).under(member.key()));
    }
}

void SchemaCompiler::takeList(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    const auto* list = value.if_array();
    if (list == nullptr || list->empty())
        return fail(place, name, "expected a list of schemas");
    Children children;
    for (std::size_t i = 0; i < list->size() && !m_fault; ++i)
        children.push_back(schema((*list)[i], place.under(name).under(std::to_string(i))));
    auto& it = node(index);
    if (name == "prefixItems")
        it.prefixItems = std::move(children);
    else if (name == "allOf")
        it.allOf = std::move(children);
    else if (name == "anyOf")
        it.anyOf = std::move(children);
    else
        it.oneOf = std::move(children);
}

void SchemaCompiler::takeItems(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    if (value.is_array())
        return fail(place, name, "a list of items is draft 7's form; say prefixItems");
    takeSchema(index, value, place, name);
}

void SchemaCompiler::takeSchema(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    const auto child = schema(value, place.under(name));
    auto& it = node(index);
    if (name == "items")
        it.items = child;
    else if (name == "contains")
        it.contains = child;
    else if (name == "additionalProperties")
        it.additionalProperties = child;
    else if (name == "propertyNames")
        it.propertyNames = child;
    else if (name == "not")
        it.no = child;
    else if (name == "if")
        it.when = child;
    else if (name == "then")
        it.then = child;
    else
        it.otherwise = child;
}

const json::object* SchemaCompiler::objectIn(const json::value& value, const Place& place, std::string_view name) {
    const auto* object = value.if_object();
    if (object == nullptr)
        fail(place, name, "expected an object");
    return object;
}

void SchemaCompiler::takeProperties(NodeIndex index, const json::value& value, const Place& place,
                                    std::string_view name) {
    const auto* object = objectIn(value, place, name);
    for (std::size_t i = 0; object != nullptr && i < object->size() && !m_fault; ++i) {
        const auto& member = *(object->begin() + i);
        const auto child = schema(member.value(), place.under(name).under(member.key()));
        node(index).properties.emplace(member.key(), child);
    }
}

void SchemaCompiler::takePatternProperties(NodeIndex index, const json::value& value, const Place& place,
                                           std::string_view name) {
    const auto* object = objectIn(value, place, name);
    for (std::size_t i = 0; object != nullptr && i < object->size() && !m_fault; ++i) {
        const auto& member = *(object->begin() + i);
        auto pattern = patternIn(member.key(), place, name);
        const auto child = schema(member.value(), place.under(name).under(member.key()));
        node(index).patternProperties.emplace_back(std::move(pattern), child);
    }
}

void SchemaCompiler::takeDependentSchemas(NodeIndex index, const json::value& value, const Place& place,
                                          std::string_view name) {
    const auto* object = objectIn(value, place, name);
    for (std::size_t i = 0; object != nullptr && i < object->size() && !m_fault; ++i) {
        const auto& member = *(object->begin() + i);
        const auto child = schema(member.value(), place.under(name).under(member.key()));
        node(index).dependentSchemas.emplace_back(member.key(), child);
    }
}

tl::expected<SchemaNodes, SchemaFault> compileSchema(const json::value& document, std::string_view pointer) {
    return SchemaCompiler(document).run(pointer);
}

} // namespace gatehouse::prompts
