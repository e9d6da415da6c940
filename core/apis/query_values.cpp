// SPDX-License-Identifier: Apache-2.0
#include "core/apis/query_values.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::apis {
namespace {

namespace json = boost::json;

constexpr std::size_t mostPairs = 1'000;
constexpr std::size_t longestShown = 64;
constexpr std::array<std::string_view, 3> reserved{"stream", "async", "key"};

tl::unexpected<Error> wrong(std::string_view field, std::string expected, std::string_view found) {
    const std::string shown(field.substr(0, longestShown));
    auto error = failure(ErrorKind::Invalid, "invalid_query",
                         "The query value \"" + shown + "\" must be " + expected +
                             ". The API's openapi.json says what "
                             "it takes.");
    error.value().field = shown;
    error.value().expected = std::move(expected);
    error.value().found = std::string(found.substr(0, longestShown));
    return error;
}

std::optional<std::string> formDecode(std::string_view text) {
    std::string plain(text);
    std::replace(plain.begin(), plain.end(), '+', ' ');
    auto decoded = percentDecode(plain);
    if (!decoded || !isValidUtf8(*decoded))
        return std::nullopt;
    return decoded;
}

// The types that a schema allows, in the order in which a text is tried; text comes last.
std::vector<std::string_view> typesOf(const json::object* schema) {
    std::vector<std::string_view> types;
    const auto* type = schema != nullptr ? schema->if_contains("type") : nullptr;
    if (type != nullptr && type->is_string())
        types.emplace_back(type->get_string());
    if (type != nullptr && type->is_array()) {
        for (const auto& one : type->get_array()) {
            if (one.is_string())
                types.emplace_back(one.get_string());
        }
    }
    if (types.empty())
        types.emplace_back("string");
    std::stable_partition(types.begin(), types.end(), [](std::string_view name) { return name != "string"; });
    return types;
}

bool fitsType(const json::value& value, std::string_view type) {
    if (type == "integer")
        return value.is_int64() || value.is_uint64();
    return (type == "number" && value.is_number()) || (type == "boolean" && value.is_bool()) ||
           (type == "null" && value.is_null()) || (type == "object" && value.is_object()) ||
           (type == "array" && value.is_array());
}

std::optional<json::value> readAs(std::string_view text, std::string_view type) {
    if (type == "string")
        return json::value(json::string(text));
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error || !fitsType(value, type))
        return std::nullopt;
    return value;
}

std::string listed(const std::vector<std::string_view>& types) {
    std::string list;
    for (const auto type : types)
        list.append(list.empty() ? "" : " or ").append(type);
    return "of type " + list;
}

const json::object* itemsOf(const json::object* schema) {
    const auto* items = schema != nullptr ? schema->if_contains("items") : nullptr;
    return items != nullptr ? items->if_object() : nullptr;
}

using Pair = std::pair<std::string, std::string>;

Result<std::vector<Pair>> pairsOf(std::string_view query) {
    std::vector<Pair> pairs;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        if (part.empty())
            continue;
        const auto equals = std::min(part.find('='), part.size());
        auto name = formDecode(part.substr(0, equals));
        auto value = formDecode(part.substr(std::min(equals + 1, part.size())));
        if (!name || !value)
            return wrong(part.substr(0, equals), "percent-encoded UTF-8", part);
        if (pairs.size() >= mostPairs)
            return wrong(*name, "one of at most 1000 values", "more");
        pairs.emplace_back(std::move(*name), std::move(*value));
    }
    return pairs;
}

Result<json::value> valueOf(const QueryField& field, const std::vector<std::string_view>& texts) {
    const auto types = typesOf(field.schema);
    const bool list = std::find(types.begin(), types.end(), "array") != types.end();
    if (list && (texts.size() > 1 || types.size() == 1)) {
        const auto itemTypes = typesOf(itemsOf(field.schema));
        json::array items;
        for (const auto text : texts) {
            std::optional<json::value> item;
            for (std::size_t i = 0; !item && i < itemTypes.size(); ++i)
                item = readAs(text, itemTypes[i]);
            if (!item)
                return wrong(field.name, "a list whose items are " + listed(itemTypes), text);
            items.push_back(std::move(*item));
        }
        return json::value(std::move(items));
    }
    if (texts.size() > 1)
        return wrong(field.name, "given once", "several values");
    for (const auto type : types) {
        if (auto value = readAs(texts.front(), type))
            return std::move(*value);
    }
    return wrong(field.name, listed(types), texts.front());
}

// ?stream and ?stream=true alike.
Result<bool> flagOf(const Pair& pair) {
    if (pair.second.empty() || pair.second == "true" || pair.second == "1")
        return true;
    if (pair.second == "false" || pair.second == "0")
        return false;
    return wrong(pair.first, "true or false", pair.second);
}

// Takes the gateway's own words out of the pairs.
Result<QueryWish> takeFlags(std::vector<Pair>& pairs) {
    QueryWish wish;
    for (const auto& pair : pairs) {
        auto* place = pair.first == "stream" ? &wish.stream : pair.first == "async" ? &wish.async : nullptr;
        if (place == nullptr)
            continue;
        const auto flag = flagOf(pair);
        if (!flag)
            return tl::unexpected(flag.error());
        if (*place && **place != *flag)
            return wrong(pair.first, "given once", "both");
        *place = *flag;
    }
    std::erase_if(pairs, [](const Pair& pair) { return isReservedInQuery(pair.first); });
    return wish;
}

} // namespace

bool isReservedInQuery(std::string_view name) {
    return std::find(reserved.begin(), reserved.end(), name) != reserved.end();
}

Result<QueryWish> readQuery(std::string_view query, std::span<const QueryField> fields) {
    auto pairs = pairsOf(query);
    if (!pairs)
        return tl::unexpected(std::move(pairs.error()));
    auto wish = takeFlags(*pairs);
    if (!wish)
        return wish;
    for (const auto& pair : *pairs) {
        if (wish->values.contains(pair.first))
            continue; // all of its values were taken with the first
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&pair](const QueryField& one) { return one.name == pair.first; });
        if (field == fields.end())
            return wrong(pair.first, "left out: the API has no such value", pair.second);
        std::vector<std::string_view> texts;
        for (const auto& other : *pairs) {
            if (other.first == pair.first)
                texts.push_back(other.second);
        }
        auto value = valueOf(*field, texts);
        if (!value)
            return tl::unexpected(std::move(value.error()));
        wish->values.emplace(pair.first, std::move(*value));
    }
    return wish;
}

Result<QueryWish> readFlags(std::string_view query) {
    return readQuery(query, {});
}

} // namespace gatehouse::apis
