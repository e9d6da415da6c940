// SPDX-License-Identifier: Apache-2.0
#include "core/identity/encoding.h"

#include "core/base/random.h"

#include <array>

namespace gatehouse::identity {
namespace {

constexpr std::string_view urlLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// "width" bits a letter; the last one is filled up with zero bits.
std::string encode(std::string_view bytes, std::string_view letters, unsigned width) {
    std::string out;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const auto byte : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= width; bits -= width)
            out += letters[(held >> (bits - width)) & ((1U << width) - 1)];
        held &= (1U << bits) - 1;
    }
    if (bits > 0)
        out += letters[(held << (width - bits)) & ((1U << width) - 1)];
    return out;
}

} // namespace

std::string toBase64Url(std::string_view bytes) {
    return encode(bytes, urlLetters, 6);
}

std::optional<std::string> fromBase64Url(std::string_view text) {
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string out;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const auto letter : text) {
        const auto value = urlLetters.find(letter);
        if (value == std::string_view::npos)
            return std::nullopt;
        held = (held << 6U) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>((held >> bits) & 0xFFU);
        }
        held &= (1U << bits) - 1;
    }
    return held == 0 ? std::optional(std::move(out)) : std::nullopt;
}

std::string toBase32(std::string_view bytes) {
    return encode(bytes, base32Letters, 5);
}

std::string randomBytes(std::size_t count) {
    std::string bytes(count, '\0');
    fillRandom(bytes.data(), bytes.size());
    return bytes;
}

} // namespace gatehouse::identity
