// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/config/yaml.h"
#include "core/contract/json_text.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gatehouse::config {
namespace {

namespace json = boost::json;

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Words that YAML 1.1 or 1.2 readers take for something else than a text.
bool isTaken(std::string_view text) {
    static constexpr std::array<std::string_view, 9> words{"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
    return std::any_of(words.begin(), words.end(),
                       [text](std::string_view word) { return equalsIgnoringCase(word, text); });
}

bool isPlain(std::string_view text) {
    return !text.empty() && isLetter(text.front()) && !isTaken(text) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '/';
           });
}

void appendText(std::string& out, std::string_view text) {
    if (isPlain(text))
        out += text;
    else
        appendJsonString(out, text);
}

bool isLeaf(const json::value& value) {
    return !value.is_structured() || (value.is_object() && value.get_object().empty()) ||
           (value.is_array() && value.get_array().empty());
}

void appendLeaf(std::string& out, const json::value& value) {
    if (const auto* text = value.if_string())
        appendText(out, *text);
    else
        out += contract::canonicalJson(value);
}

void append(std::string& out, const json::value& value, std::size_t level);

void appendMembers(std::string& out, const json::object& object, std::size_t level, bool firstInPlace) {
    for (const auto& member : object) {
        if (!firstInPlace)
            out.append(level * 2, ' ');
        firstInPlace = false;
        appendText(out, member.key());
        out += ':';
        if (isLeaf(member.value())) {
            out += ' ';
            appendLeaf(out, member.value());
            out += '\n';
        } else {
            out += '\n';
            append(out, member.value(), level + 1);
        }
    }
}

void append(std::string& out, const json::value& value, std::size_t level) {
    if (isLeaf(value)) {
        out.append(level * 2, ' ');
        appendLeaf(out, value);
        out += '\n';
    } else if (const auto* object = value.if_object()) {
        appendMembers(out, *object, level, false);
    } else {
        for (const auto& element : value.get_array()) {
            out.append(level * 2, ' ').append("- ");
            if (isLeaf(element)) {
                appendLeaf(out, element);
                out += '\n';
            } else if (const auto* inner = element.if_object()) {
                appendMembers(out, *inner, level + 1, true);
            } else {
                out.back() = '\n'; // a list in a list starts on its own line
                append(out, element, level + 1);
            }
        }
    }
}

} // namespace

std::string writeYaml(const json::value& value) {
    std::string out;
    append(out, value, 0);
    return out;
}

} // namespace gatehouse::config
