// SPDX-License-Identifier: Apache-2.0
// The keywords that assert something of a value itself.
#include "core/contract/fault.h"
#include "core/contract/json_text.h"
#include "core/prompts/schema_compiler.h"
#include "core/prompts/template.h"

#include <boost/json/array.hpp>

namespace gatehouse::prompts {

namespace json = boost::json;
using contract::quoted;

namespace {

constexpr std::size_t longestPattern = 1'024;
constexpr std::size_t mostToldValues = 12;

// ECMA 262's \uXXXX as RE2 writes it.
std::string forRe2(std::string_view pattern) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '\\' || i + 1 == pattern.size()) {
            out += pattern[i];
        } else if (pattern[i + 1] == 'u' && i + 5 < pattern.size()) {
            out.append("\\x{").append(pattern.substr(i + 2, 4)).append("}");
            i += 5;
        } else {
            out += pattern[i];
            out += pattern[++i];
        }
    }
    return out;
}

} // namespace

void SchemaCompiler::takeType(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    unsigned types = 0;
    const auto take = [&](const json::value& one) {
        static const std::unordered_map<std::string_view, unsigned> known{
            {"null", NullType},     {"boolean", BooleanType}, {"object", ObjectType},  {"array", ArrayType},
            {"number", NumberType}, {"string", StringType},   {"integer", IntegerType}};
        const auto* text = one.if_string();
        const auto found = text == nullptr ? known.end() : known.find(std::string_view(*text));
        if (found == known.end())
            fail(place, name, "expected null, boolean, object, array, number, string or integer");
        else
            types |= found->second;
    };
    if (const auto* list = value.if_array()) {
        for (const auto& one : *list)
            take(one);
        if (list->empty())
            fail(place, name, "expected at least one type");
    } else {
        take(value);
    }
    node(index).types = types;
}

void SchemaCompiler::takeEnum(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    const auto* list = value.if_array();
    if (list == nullptr || list->empty() || list->size() > mostEnumValues)
        return fail(place, name, "expected a list of 1 to " + std::to_string(mostEnumValues) + " values");
    auto& values = allowed(index);
    std::set<std::string, std::less<>> mine;
    std::string told;
    for (std::size_t i = 0; i < list->size(); ++i) {
        mine.insert(contract::canonicalJson((*list)[i]));
        if (i < mostToldValues) {
            told += i == 0 ? "" : ", ";
            appendJson(told, (*list)[i]);
        }
    }
    if (list->size() > mostToldValues)
        told += " …";
    restrict(values, std::move(mine));
    node(index).valuesTold = std::move(told);
}

void SchemaCompiler::takeConst(NodeIndex index, const json::value& value, const Place&, std::string_view) {
    auto& values = allowed(index);
    restrict(values, {contract::canonicalJson(value)});
    node(index).valuesTold.clear();
    appendJson(node(index).valuesTold, value);
    node(index).isConst = true;
}

SchemaCompiler::Allowed& SchemaCompiler::allowed(NodeIndex index) {
    return node(index).oneOfValues;
}

void SchemaCompiler::restrict(Allowed& values, std::set<std::string, std::less<>> mine) {
    if (values)
        std::erase_if(mine, [&values](const std::string& one) { return !values->contains(one); });
    values = std::move(mine);
}

void SchemaCompiler::takeNumber(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    long double bound = 0;
    if (const auto* whole = value.if_int64())
        bound = static_cast<long double>(*whole);
    else if (const auto* natural = value.if_uint64())
        bound = static_cast<long double>(*natural);
    else if (const auto* real = value.if_double())
        bound = *real;
    else
        return fail(place, name, "expected a number");
    auto& it = node(index);
    if (name == "minimum")
        it.minimum = bound;
    else if (name == "maximum")
        it.maximum = bound;
    else if (name == "exclusiveMinimum")
        it.aboveMinimum = bound;
    else if (name == "exclusiveMaximum")
        it.belowMaximum = bound;
    else if (bound > 0)
        it.multipleOf = bound;
    else
        fail(place, name, "expected a number above 0");
}

void SchemaCompiler::takeCount(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    std::optional<std::size_t> count;
    if (const auto* whole = value.if_int64(); whole != nullptr && *whole >= 0)
        count = static_cast<std::size_t>(*whole);
    else if (const auto* real = value.if_double(); real != nullptr && *real >= 0 && *real < 1e15 &&
                                                   *real == static_cast<double>(static_cast<std::size_t>(*real)))
        count = static_cast<std::size_t>(*real);
    if (!count)
        return fail(place, name, "expected a whole number from 0");
    auto& it = node(index);
    if (name == "minLength")
        it.minLength = count;
    else if (name == "maxLength")
        it.maxLength = count;
    else if (name == "minItems")
        it.minItems = count;
    else if (name == "maxItems")
        it.maxItems = count;
    else if (name == "minProperties")
        it.minProperties = count;
    else if (name == "maxProperties")
        it.maxProperties = count;
    else if (name == "minContains")
        it.minContains = *count;
    else
        it.maxContains = count;
}

Pattern SchemaCompiler::patternIn(std::string_view text, const Place& place, std::string_view name) {
    if (text.size() > longestPattern || ++m_patterns > mostSchemaPatterns) {
        fail(place, name,
             "a schema has at most " + std::to_string(mostSchemaPatterns) + " patterns of at most " +
                 std::to_string(longestPattern) + " characters");
        return nullptr;
    }
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(std::int64_t{1} << 20U);
    auto pattern = std::make_shared<const RE2>(forRe2(text), options);
    if (pattern->ok())
        return pattern;
    fail(place, name, quoted(text) + " is not a pattern that can be checked in linear time: " + pattern->error());
    return nullptr;
}

void SchemaCompiler::takePattern(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    const auto* text = value.if_string();
    if (text == nullptr)
        return fail(place, name, "expected a pattern");
    node(index).pattern = patternIn(*text, place, name);
}

void SchemaCompiler::takeFormat(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    const auto* text = value.if_string();
    const auto format = text == nullptr ? std::nullopt : formatNamed(*text);
    if (!format)
        return fail(place, name,
                    "expected date-time, date, time, duration, email, hostname, ipv4, ipv6, uri, uri-reference, "
                    "uuid, json-pointer, byte, int32, int64, float, double or password");
    node(index).format = format;
    node(index).formatName = *text;
}

void SchemaCompiler::takeUnique(NodeIndex index, const json::value& value, const Place& place, std::string_view name) {
    if (!value.is_bool())
        return fail(place, name, "expected true or false");
    node(index).uniqueItems = value.get_bool();
}

std::vector<std::string> SchemaCompiler::namesIn(const json::value& value, const Place& place, std::string_view name) {
    std::vector<std::string> names;
    const auto* list = value.if_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        if (const auto* text = (*list)[i].if_string())
            names.emplace_back(*text);
    }
    if (list == nullptr || names.size() != list->size())
        fail(place, name, "expected a list of names");
    return names;
}

void SchemaCompiler::takeRequired(NodeIndex index, const json::value& value, const Place& place,
                                  std::string_view name) {
    node(index).required = namesIn(value, place, name);
}

void SchemaCompiler::takeDependentRequired(NodeIndex index, const json::value& value, const Place& place,
                                           std::string_view name) {
    const auto* object = objectIn(value, place, name);
    for (std::size_t i = 0; object != nullptr && i < object->size(); ++i) {
        const auto& member = *(object->begin() + i);
        node(index).dependentRequired.emplace_back(member.key(), namesIn(member.value(), place, name));
    }
}

} // namespace gatehouse::prompts
