// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/json_text.h"

#include <optional>

namespace gatehouse::dialects::json {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

void appendPoint(std::string& out, std::uint32_t point) {
    const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0U | (point >> 6U));
        put(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        put(0xE0U | (point >> 12U));
        put(0x80U | ((point >> 6U) & 0x3FU));
        put(0x80U | (point & 0x3FU));
    } else {
        put(0xF0U | (point >> 18U));
        put(0x80U | ((point >> 12U) & 0x3FU));
        put(0x80U | ((point >> 6U) & 0x3FU));
        put(0x80U | (point & 0x3FU));
    }
}

// The four digits at "at" of a \u escape.
std::optional<std::uint32_t> hexUnit(std::string_view raw, std::size_t at) {
    if (at + 4 > raw.size())
        return std::nullopt;
    std::uint32_t unit = 0;
    for (const char c : raw.substr(at, 4)) {
        const char low = static_cast<char>(c | 0x20);
        if (c >= '0' && c <= '9')
            unit = unit * 16 + static_cast<std::uint32_t>(c - '0');
        else if (low >= 'a' && low <= 'f')
            unit = unit * 16 + static_cast<std::uint32_t>(low - 'a' + 10);
        else
            return std::nullopt;
    }
    return unit;
}

constexpr bool isHighSurrogate(std::uint32_t unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
constexpr bool isLowSurrogate(std::uint32_t unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

// "at" is behind "\u"; answers the number of bytes taken.
std::size_t appendUnicodeEscape(std::string& out, std::string_view raw, std::size_t at) {
    const auto unit = hexUnit(raw, at);
    if (!unit) {
        out += "\\u";
        return 0;
    }
    if (isHighSurrogate(*unit) && raw.substr(at + 4, 2) == "\\u") {
        const auto low = hexUnit(raw, at + 6);
        if (low && isLowSurrogate(*low)) {
            appendPoint(out, 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00));
            return 10;
        }
    }
    appendPoint(out, *unit);
    return 4;
}

char simpleEscape(char c) {
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

// Bytes of the character at "at"; 0 when it is not valid there.
std::size_t characterLength(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&](std::size_t count) {
        for (std::size_t i = 1; i <= count; ++i) {
            if ((byte(at + i) & 0xC0U) != 0x80)
                return false;
        }
        return true;
    };
    const std::uint32_t lead = byte(at);
    const std::uint32_t second = byte(at + 1);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead < 0xF0) {
        const bool overlong = lead == 0xE0 && second < 0xA0;
        const bool surrogate = lead == 0xED && second >= 0xA0;
        return follows(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead < 0xF5) {
        const bool overlong = lead == 0xF0 && second < 0x90;
        const bool beyond = lead == 0xF4 && second >= 0x90;
        return follows(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

} // namespace

std::string_view describe(Type type) {
    switch (type) {
    case Type::Object:
        return "an object";
    case Type::Array:
        return "an array";
    case Type::String:
        return "a string";
    case Type::Number:
        return "a number";
    case Type::Boolean:
        return "true or false";
    case Type::Null:
        return "null";
    case Type::Invalid:
        break;
    }
    return "no JSON value";
}

void appendDecoded(std::string& out, std::string_view raw) {
    if (raw.size() > 64) // decoding makes nothing longer
        out.reserve(out.size() + raw.size());
    for (;;) {
        const std::size_t escape = raw.find('\\');
        out.append(raw.substr(0, escape));
        if (escape == std::string_view::npos)
            return;
        raw.remove_prefix(escape + 1);
        if (raw.empty())
            return;
        const char kind = raw.front();
        raw.remove_prefix(1);
        if (kind == 'u')
            raw.remove_prefix(appendUnicodeEscape(out, raw, 0));
        else
            out += simpleEscape(kind);
    }
}

std::string makeUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterLength(text, at);
        out.append(length == 0 ? replacement : text.substr(at, length));
        at += length == 0 ? 1 : length;
    }
    return out;
}

std::string presentable(std::string_view text, std::size_t most) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterLength(text, at);
        const auto piece = length == 0 ? replacement : text.substr(at, length);
        if (out.size() + piece.size() > most)
            break;
        const auto first = static_cast<unsigned char>(piece.front());
        if (first < 0x20 || first == 0x7F)
            out += ' ';
        else
            out.append(piece);
        at += length == 0 ? 1 : length;
    }
    return out;
}

std::string presentableString(std::string_view raw, std::size_t most) {
    if (raw.find('\\') == std::string_view::npos)
        return presentable(raw, most);
    std::string decoded;
    appendDecoded(decoded, raw);
    return presentable(decoded, most);
}

} // namespace gatehouse::dialects::json
