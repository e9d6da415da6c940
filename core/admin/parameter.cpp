// SPDX-License-Identifier: Apache-2.0
#include "core/admin/parameter.h"

#include "core/base/text.h"
#include "core/contract/fault.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t mostCursor = 4096;

Parameter make(std::string name, std::string description, ParameterType type) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.description = std::move(description);
    parameter.type = type;
    return parameter;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isInteger(const Parameter& parameter, std::string_view value) {
    const auto number = value.size() > 18 ? std::nullopt : parseUnsigned(value);
    return number && static_cast<std::int64_t>(*number) >= parameter.least &&
           static_cast<std::int64_t>(*number) <= parameter.most;
}

bool isListOf(const std::vector<std::string>& words, std::size_t most, std::string_view value) {
    for (std::size_t i = 0; i < most; ++i) {
        const auto comma = value.find(',');
        if (!contains(words, value.substr(0, comma)))
            return false;
        if (comma == std::string_view::npos)
            return true;
        value.remove_prefix(comma + 1);
    }
    return false;
}

bool isCursor(std::string_view value) {
    const auto isHex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return value.size() <= mostCursor && value.size() % 2 == 0 && std::all_of(value.begin(), value.end(), isHex);
}

bool holds(const Parameter& parameter, std::string_view value) {
    switch (parameter.type) {
    case ParameterType::Text:
        return true; // the request line bounds it, and NUL was refused before
    case ParameterType::Integer:
        return isInteger(parameter, value);
    case ParameterType::Flag:
        return value == "true" || value == "false";
    case ParameterType::Choice:
        return contains(parameter.oneOf, value);
    case ParameterType::List:
        return isListOf(parameter.oneOf, parameter.mostItems, value);
    case ParameterType::Time:
        return parseTime(value).has_value();
    case ParameterType::Digits:
        return value.size() <= 18 && parseUnsigned(value).has_value();
    case ParameterType::Cursor:
        break;
    }
    return isCursor(value);
}

std::string expectedOf(const Parameter& parameter) {
    switch (parameter.type) {
    case ParameterType::Text:
        return "a text";
    case ParameterType::Integer:
        return "a whole number from " + std::to_string(parameter.least) + " to " + std::to_string(parameter.most);
    case ParameterType::Flag:
        return "true or false";
    case ParameterType::Choice:
        return "one of " + joined(parameter.oneOf);
    case ParameterType::List:
        return "a comma list of at most " + std::to_string(parameter.mostItems) + " of " + joined(parameter.oneOf);
    case ParameterType::Time:
        return "a time like 2026-11-21T03:50:00Z (RFC 3339)";
    case ParameterType::Digits:
    case ParameterType::Cursor:
        break;
    }
    return "the \"next\" of an earlier answer";
}

json::array namesOf(const std::vector<std::string>& words) {
    json::array names;
    for (const auto& word : words)
        names.emplace_back(word);
    return names;
}

std::string listPattern(const std::vector<std::string>& words, std::size_t most) {
    std::string any;
    for (const auto& word : words) {
        any += any.empty() ? "(" : "|";
        for (const char c : word) {
            if (c == '.')
                any += '\\';
            any += c;
        }
    }
    any += ')';
    return '^' + any + "(," + any + "){0," + std::to_string(most - 1) + "}$";
}

} // namespace

Parameter textParameter(std::string name, std::string description) {
    return make(std::move(name), std::move(description), ParameterType::Text);
}

Parameter integerParameter(std::string name, std::string description, std::int64_t least, std::int64_t most,
                           std::int64_t preset) {
    auto parameter = make(std::move(name), std::move(description), ParameterType::Integer);
    parameter.least = least;
    parameter.most = most;
    parameter.preset = preset;
    return parameter;
}

Parameter flagParameter(std::string name, std::string description) {
    return make(std::move(name), std::move(description), ParameterType::Flag);
}

Parameter choiceParameter(std::string name, std::string description, std::vector<std::string> oneOf) {
    auto parameter = make(std::move(name), std::move(description), ParameterType::Choice);
    parameter.oneOf = std::move(oneOf);
    return parameter;
}

Parameter listParameter(std::string name, std::string description, std::vector<std::string> oneOf,
                        std::size_t mostItems) {
    auto parameter = make(std::move(name), std::move(description), ParameterType::List);
    parameter.oneOf = std::move(oneOf);
    parameter.mostItems = mostItems;
    return parameter;
}

Parameter timeParameter(std::string name, std::string description) {
    return make(std::move(name), std::move(description), ParameterType::Time);
}

Parameter cursorParameter() {
    return make("cursor", "The `next` of the page before; absent for the first page.", ParameterType::Cursor);
}

Parameter numberCursorParameter() {
    auto parameter = cursorParameter();
    parameter.type = ParameterType::Digits;
    return parameter;
}

Result<void> checkParameter(const Parameter& parameter, std::string_view value) {
    if (holds(parameter, value))
        return {};
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_parameter";
    error.field = parameter.name;
    error.expected = expectedOf(parameter);
    error.found = contract::quoted(value);
    error.message =
        "The query parameter " + error.field + " is wrong: expected " + error.expected + ", found " + error.found + '.';
    return tl::unexpected<Error>(std::move(error));
}

json::object schemaOf(const Parameter& parameter) {
    switch (parameter.type) {
    case ParameterType::Text: {
        if (!parameter.schema.empty())
            return json::parse(parameter.schema).as_object();
        return {{"type", "string"}, {"pattern", "^[^\\u0000]*$"}};
    }
    case ParameterType::Integer:
        return {{"type", "integer"},
                {"minimum", parameter.least},
                {"maximum", parameter.most},
                {"default", parameter.preset}};
    case ParameterType::Flag:
        return {{"type", "boolean"}, {"default", false}};
    case ParameterType::Choice:
        return {{"type", "string"}, {"enum", namesOf(parameter.oneOf)}};
    case ParameterType::List:
        return {{"type", "string"}, {"pattern", listPattern(parameter.oneOf, parameter.mostItems)}};
    case ParameterType::Time:
        return {{"type", "string"}, {"format", "date-time"}};
    case ParameterType::Digits:
        return {{"type", "string"}, {"pattern", "^[0-9]{1,18}$"}};
    case ParameterType::Cursor:
        break;
    }
    return {{"type", "string"}, {"pattern", "^([0-9a-f]{2}){0,2048}$"}};
}

} // namespace gatehouse::admin
