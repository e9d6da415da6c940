// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>

// Eight bytes of a text at a time. Each test answers for all of them at once.
namespace gatehouse::words {

inline constexpr std::uint64_t ones = 0x0101010101010101U;
inline constexpr std::uint64_t tops = 0x8080808080808080U;

inline std::uint64_t load(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

// A subtraction's borrow can only reach beyond a byte that is a hit itself.
inline bool hasBelow(std::uint64_t word, std::uint8_t least) {
    return ((word - ones * least) & ~word & tops) != 0;
}
inline bool has(std::uint64_t word, char byte) {
    return hasBelow(word ^ (ones * static_cast<unsigned char>(byte)), 1);
}
inline bool hasBeyondAscii(std::uint64_t word) {
    return (word & tops) != 0;
}

// A control byte, a quote or a backslash: what JSON wants escaped.
inline bool needsEscape(std::uint64_t word) {
    return hasBelow(word, 0x20) || has(word, '"') || has(word, '\\');
}

// ASCII's capital letters as small ones; other bytes as they are.
inline std::uint64_t lower(std::uint64_t word) {
    const std::uint64_t low = word & ~tops;
    const std::uint64_t fromA = low + ones * (0x80 - 'A');
    const std::uint64_t beyondZ = low + ones * (0x7F - 'Z');
    return word | (((fromA ^ beyondZ) & ~word & tops) >> 2U);
}

} // namespace gatehouse::words
