// SPDX-License-Identifier: Apache-2.0
#include "core/access/gateway_key.h"

#include "core/base/digest.h"
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gatehouse::access {
namespace {

constexpr std::string_view prefix = "gh_";

constexpr std::array<std::uint32_t, 256> makeCrcTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0 ? (value >> 1U) ^ 0xEDB88320U : value >> 1U;
        table[byte] = value;
    }
    return table;
}

std::uint32_t crc32(std::string_view bytes) {
    static constexpr auto table = makeCrcTable();
    std::uint32_t value = 0xFFFFFFFFU;
    for (const char c : bytes)
        value = table[(value ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (value >> 8U);
    return ~value;
}

std::array<char, keyCheckLength> checkOf(std::string_view bytes) {
    std::array<char, keyCheckLength> check{};
    std::uint32_t value = crc32(bytes);
    for (std::size_t i = check.size(); i-- > 0; value /= 62)
        check[i] = base62[value % 62];
    return check;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isIdLetter(char c) {
    return isLower(c) || isDigit(c);
}
bool isSecretLetter(char c) {
    return isIdLetter(c) || isUpper(c);
}

} // namespace

NewGatewayKey makeGatewayKey() {
    NewGatewayKey made;
    made.id = randomText(keyIdLength, lowerAlphanumeric);
    std::string secret = randomText(keySecretLength, base62);
    std::string key;
    key.reserve(keyLength); // no growth, so no copy of a part stays behind
    key += prefix;
    key += made.id;
    key += '_';
    key += secret;
    const auto check = checkOf(key);
    key.append(check.data(), check.size());
    wipe(secret);
    made.key = Secret::take(key);
    return made;
}

std::optional<std::string_view> idOfGatewayKey(std::string_view key) {
    if (key.size() != keyLength || !key.starts_with(prefix) || key[prefix.size() + keyIdLength] != '_')
        return std::nullopt;
    const auto id = key.substr(prefix.size(), keyIdLength);
    const auto secret = key.substr(prefix.size() + keyIdLength + 1, keySecretLength);
    if (!std::all_of(id.begin(), id.end(), isIdLetter) || !std::all_of(secret.begin(), secret.end(), isSecretLetter))
        return std::nullopt;
    const auto check = checkOf(key.substr(0, keyLength - keyCheckLength));
    if (key.substr(keyLength - keyCheckLength) != std::string_view(check.data(), check.size()))
        return std::nullopt;
    return id;
}

bool mayBeGatewayKey(std::string_view key) {
    return !key.empty() && key.size() <= mostKeyLength &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

std::string idForKey(std::string_view key) {
    if (const auto id = idOfGatewayKey(key))
        return std::string(*id);
    return "x" + toHex(sha256(key)).substr(0, 11);
}

} // namespace gatehouse::access
