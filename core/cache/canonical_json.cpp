// SPDX-License-Identifier: Apache-2.0
#include "core/cache/canonical_json.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace gatehouse::cache {
namespace {

using dialects::json::Kind;
using dialects::json::View;

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

void addObject(std::string& out, View value, std::string_view blank) {
    std::vector<View> members;
    for (const auto member : value.children())
        members.push_back(member);
    std::sort(members.begin(), members.end(), [](View a, View b) { return a.name() < b.name(); });
    out += '{';
    for (const auto member : members) {
        addText(out, member.name());
        addValue(out, member, blank);
    }
    out += '}';
}

void addString(std::string& out, View value, std::string_view blank) {
    const auto written = value.written();
    if (!blank.empty() && written.data() == blank.data()) {
        out += '_';
        return;
    }
    const auto text = value.text();
    // The escapes of lone surrogates all decode to the same character.
    if (text.find(replacement) != std::string::npos) {
        out += '!';
        addText(out, written);
    } else {
        addText(out, text);
    }
}

} // namespace

std::string canonicalNumber(std::string_view number) {
    auto rest = number;
    const bool negative = rest.starts_with('-');
    if (negative)
        rest.remove_prefix(1);
    std::int64_t exponent = 0;
    if (const auto at = rest.find_first_of("eE"); at != std::string_view::npos) {
        auto digits = rest.substr(at + 1);
        if (digits.starts_with('+'))
            digits.remove_prefix(1);
        const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        if (code != std::errc() || digits.size() > 7)
            return std::string(number);
        rest = rest.substr(0, at);
    }
    std::string digits(rest);
    if (const auto point = digits.find('.'); point != std::string::npos) {
        exponent -= static_cast<std::int64_t>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    digits.erase(0, digits.find_first_not_of('0'));
    while (digits.ends_with('0')) {
        digits.pop_back();
        ++exponent;
    }
    if (digits.empty())
        return "0";
    return (negative ? "-" : "") + digits + "e" + std::to_string(exponent);
}

void addText(std::string& out, std::string_view text) {
    out.append(std::to_string(text.size())).append(":").append(text);
}

void addValue(std::string& out, View value, std::string_view blank) {
    switch (value.kind()) {
    case Kind::Object:
        return addObject(out, value, blank);
    case Kind::Array:
        out += '[';
        for (const auto element : value.children())
            addValue(out, element, blank);
        out += ']';
        return;
    case Kind::String:
        return addString(out, value, blank);
    case Kind::Number:
        out.append("#").append(canonicalNumber(value.numberText())).append(";");
        return;
    case Kind::Boolean:
        out += value.isTrue() ? 't' : 'f';
        return;
    case Kind::Null:
    case Kind::Missing:
        break;
    }
    out += 'n';
}

} // namespace gatehouse::cache
