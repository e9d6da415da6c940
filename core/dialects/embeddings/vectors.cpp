// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/vectors.h"

#include "core/dialects/base64.h"
#include "core/dialects/json_text.h"
#include "core/dialects/translation.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace gatehouse::dialects::embeddings {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// RFC 8259, "number".
bool isNumber(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const auto digits = [&] {
        const std::size_t first = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return at > first;
    };
    const bool zero = at < text.size() && text[at] == '0';
    const std::size_t first = at;
    if (!digits() || (zero && at > first + 1))
        return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (!digits())
            return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        if (!digits())
            return false;
    }
    return at == text.size();
}

// Calls take(number) for each element of an array of numbers; false as soon as it is none.
template <typename Take>
bool eachNumber(std::string_view array, Take take) {
    const auto blank = [](char c) { return json::isBlank(c); };
    std::size_t at = 0;
    const auto skipBlanks = [&] {
        while (at < array.size() && blank(array[at]))
            ++at;
    };
    skipBlanks();
    if (at >= array.size() || array[at++] != '[')
        return false;
    skipBlanks();
    bool open = at < array.size() && array[at] != ']';
    while (open) {
        const std::size_t end = array.find_first_of(",] \n\r\t", at);
        if (end == std::string_view::npos)
            return false;
        const auto number = array.substr(at, end - at);
        if (!isNumber(number) || !take(number))
            return false;
        at = end;
        skipBlanks();
        if (at >= array.size() || (array[at] != ',' && array[at] != ']'))
            return false;
        open = array[at] == ',';
        if (open) {
            ++at;
            skipBlanks();
        }
    }
    if (at >= array.size() || array[at] != ']')
        return false;
    ++at;
    skipBlanks();
    return at == array.size();
}

float floatOf(std::string_view number) {
    float value = 0;
    const char* const end = number.data() + number.size();
    if (std::from_chars(number.data(), end, value).ec == std::errc())
        return value;
    double wide = 0; // too small or too large for 32 bits
    if (std::from_chars(number.data(), end, wide).ec != std::errc())
        return 0;
    return static_cast<float>(wide);
}

void appendLittleEndian(std::string& bytes, float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>((bits >> shift) & 0xFFU);
}

float littleEndianAt(std::string_view bytes, std::size_t at) {
    std::uint32_t bits = 0;
    for (unsigned i = 0; i < 4; ++i)
        bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return std::bit_cast<float>(bits);
}

} // namespace

bool appendNumbers(std::string& out, std::string_view array) {
    const std::size_t begin = out.size();
    out += '[';
    const bool whole = eachNumber(array, [&](std::string_view number) {
        if (out.back() != '[')
            out += ',';
        out.append(number);
        return true;
    });
    if (!whole) {
        out.resize(begin);
        return false;
    }
    out += ']';
    return true;
}

std::optional<std::string> packFloats(std::string_view array) {
    std::string bytes;
    bytes.reserve(array.size() / 2);
    const bool whole = eachNumber(array, [&](std::string_view number) {
        const float value = floatOf(number);
        appendLittleEndian(bytes, value);
        return std::isfinite(value);
    });
    if (!whole)
        return std::nullopt;
    return encodeBase64(bytes);
}

std::optional<std::string> unpackFloats(std::string_view base64) {
    const auto bytes = decodeBase64(base64);
    if (!bytes || bytes->size() % 4 != 0)
        return std::nullopt;
    std::string out = "[";
    out.reserve(bytes->size() * 3 + 2);
    for (std::size_t at = 0; at < bytes->size(); at += 4) {
        const float value = littleEndianAt(*bytes, at);
        if (!std::isfinite(value))
            return std::nullopt;
        if (at > 0)
            out += ',';
        char digits[32];
        const auto [end, code] = std::to_chars(std::begin(digits), std::end(digits), value);
        out.append(digits, end);
    }
    out += ']';
    return out;
}

} // namespace gatehouse::dialects::embeddings
