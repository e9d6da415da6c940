// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

// Bytes of JSON strings: finding their end quickly, and what their escapes mean. Any thread, no state.
namespace gatehouse::dialects::json {

enum class Type { Object, Array, String, Number, Boolean, Null, Invalid };

// "an object", "a string", …: for error messages.
std::string_view describe(Type type);

// By the first byte of a value.
constexpr Type typeOf(char first) {
    switch (first) {
    case '{':
        return Type::Object;
    case '[':
        return Type::Array;
    case '"':
        return Type::String;
    case 't':
    case 'f':
        return Type::Boolean;
    case 'n':
        return Type::Null;
    default:
        return first == '-' || (first >= '0' && first <= '9') ? Type::Number : Type::Invalid;
    }
}

constexpr bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

namespace detail {

constexpr std::uint64_t ones = 0x0101010101010101U;
constexpr std::uint64_t highs = 0x8080808080808080U;

constexpr std::uint64_t zeroBytes(std::uint64_t word) {
    return (word - ones) & ~word & highs;
}
constexpr std::uint64_t bytesEqual(std::uint64_t word, char c) {
    return zeroBytes(word ^ (ones * static_cast<unsigned char>(c)));
}
constexpr std::uint64_t bytesBelow(std::uint64_t word, unsigned char bound) {
    return (word - ones * bound) & ~word & highs;
}

// Moves on, eight bytes at a time, while "marks" finds nothing in them; then byte by byte while "plain" holds. The
// lowest mark of a word is exact, those above it may not be: so this asks little-endian machines only for the lowest.
template <typename Marks, typename Plain>
const char* advance(const char* at, const char* end, Marks marks, Plain plain) {
    if constexpr (std::endian::native == std::endian::little) {
        while (end - at >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, 8);
            if (const auto found = marks(word))
                return at + (std::countr_zero(found) >> 3);
            at += 8;
        }
    }
    while (at < end && plain(*at))
        ++at;
    return at;
}

} // namespace detail

// The first quote or backslash, or the end.
inline const char* findQuoteOrEscape(const char* at, const char* end) {
    return detail::advance(
        at, end, [](std::uint64_t w) { return detail::bytesEqual(w, '"') | detail::bytesEqual(w, '\\'); },
        [](char c) { return c != '"' && c != '\\'; });
}

// The first byte of a string that is not plain ASCII text: quote, backslash, control byte, or one beyond ASCII.
inline const char* findNotPlain(const char* at, const char* end) {
    return detail::advance(
        at, end,
        [](std::uint64_t w) {
            return detail::bytesEqual(w, '"') | detail::bytesEqual(w, '\\') | detail::bytesBelow(w, 0x20) |
                   (w & detail::highs);
        },
        [](char c) { return c != '"' && c != '\\' && static_cast<unsigned char>(c) - 0x20U < 0x60U; });
}

// Appends what the text between the quotes means. A lone surrogate comes as its three bytes of generalised UTF-8, so
// that different ones stay different; see makeUtf8. Broken escapes (strict reading finds them first) are kept as text.
void appendDecoded(std::string& out, std::string_view raw);

// Replaces whatever is not UTF-8 by U+FFFD.
std::string makeUtf8(std::string_view text);

// Cut at "most" bytes without breaking a character; control bytes become blanks; always valid UTF-8.
std::string presentable(std::string_view text, std::size_t most);

// The same of what stands between the quotes of a JSON string: for names and ids that go to records.
std::string presentableString(std::string_view raw, std::size_t most);

} // namespace gatehouse::dialects::json
