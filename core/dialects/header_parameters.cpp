// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/header_parameters.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::dialects {
namespace {

constexpr std::size_t mostParameters = 16;

bool isTokenByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenByte);
}

void skipBlanks(std::string_view& text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
}

std::optional<std::string_view> takeQuoted(std::string_view& text) {
    text.remove_prefix(1);
    const auto end = text.find('"');
    if (end == std::string_view::npos || (end > 0 && text[end - 1] == '\\'))
        return std::nullopt;
    const auto value = text.substr(0, end);
    text.remove_prefix(end + 1);
    return value;
}

std::optional<std::string_view> takeValue(std::string_view& text) {
    if (text.starts_with('"'))
        return takeQuoted(text);
    const auto end = std::find_if_not(text.begin(), text.end(), isTokenByte);
    const auto value = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(value.size());
    return value.empty() ? std::nullopt : std::optional(value);
}

} // namespace

std::optional<std::string_view> ParameterizedValue::find(std::string_view name) const {
    for (const auto& parameter : parameters) {
        if (equalsIgnoringCase(parameter.name, name))
            return parameter.value;
    }
    return std::nullopt;
}

std::optional<ParameterizedValue> readParameters(std::string_view text) {
    ParameterizedValue read;
    read.value = trim(text.substr(0, text.find(';')));
    text.remove_prefix(std::min(text.find(';'), text.size()));
    while (!text.empty()) {
        text.remove_prefix(1); // the semicolon
        skipBlanks(text);
        if (text.empty())
            break; // a semicolon at the end means nothing to anybody
        const auto equals = text.find('=');
        if (equals == std::string_view::npos || !isToken(text.substr(0, equals)))
            return std::nullopt;
        HeaderParameter parameter;
        parameter.name = text.substr(0, equals);
        text.remove_prefix(equals + 1);
        const auto value = takeValue(text);
        if (!value || parameter.name.ends_with('*') || read.find(parameter.name) ||
            read.parameters.size() == mostParameters)
            return std::nullopt;
        parameter.value = *value;
        read.parameters.push_back(parameter);
        skipBlanks(text);
        if (!text.empty() && text.front() != ';')
            return std::nullopt;
    }
    return read;
}

} // namespace gatehouse::dialects
