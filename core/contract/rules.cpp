// SPDX-License-Identifier: Apache-2.0
#include "core/base/digest.h"
#include "core/base/text.h"
#include "core/contract/descriptions.h"

#include <algorithm>
#include <array>

namespace gatehouse::contract {
namespace {

bool isWordCharacter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isVisible(char c) {
    return c > 0x20 && c < 0x7f;
}

// What stands behind "prefix", or nullopt.
std::optional<std::string_view> behind(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix))
        return std::nullopt;
    return text.substr(prefix.size());
}

bool isVariableName(std::string_view name) {
    return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
           std::all_of(name.begin(), name.end(), [](char c) { return isWordCharacter(c) || c == '_'; });
}

// As core/secrets takes names.
bool isSecretName(std::string_view name) {
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return isWordCharacter(c) || c == '.' || c == '_' || c == '-';
    });
}

} // namespace

bool isModelName(std::string_view text) {
    // The reader counts the characters; a character has at most 4 bytes.
    return !text.empty() && text.size() <= std::size_t{4} * 256 && text.front() != ' ' && text.back() != ' ' &&
           isValidUtf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

bool isSecretReference(std::string_view text) {
    if (const auto name = behind(text, "env:"))
        return isVariableName(*name);
    for (const std::string_view scheme : {"keychain:", "vault:"}) {
        if (const auto name = behind(text, scheme))
            return isSecretName(*name);
    }
    for (const std::string_view scheme : {"file:", "plain:"}) {
        if (const auto rest = behind(text, scheme))
            return !rest->empty();
    }
    return false;
}

bool isGatewayKeyEntry(std::string_view text) {
    if (const auto key = behind(text, "plain:"))
        return !key->empty() && key->size() <= 1024 && std::all_of(key->begin(), key->end(), isVisible);
    const auto rest = behind(text, "hash:");
    if (!rest)
        return false;
    const auto colon = rest->find(':');
    return colon != std::string_view::npos && isValidId(rest->substr(0, colon)) &&
           digestFromHex(rest->substr(colon + 1)).has_value();
}

bool isHeaderName(std::string_view text) {
    static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return isWordCharacter(c) || marks.find(c) != std::string_view::npos;
    });
}

} // namespace gatehouse::contract
