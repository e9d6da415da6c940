// SPDX-License-Identifier: Apache-2.0
#include "core/http/field_text.h"

#include "core/base/byte_words.h"

#include <algorithm>
#include <array>

namespace gatehouse::http {
namespace {

constexpr std::array<bool, 256> tokenCharacters = [] {
    std::array<bool, 256> found{};
    for (const auto& [first, last] : {std::pair('0', '9'), std::pair('a', 'z'), std::pair('A', 'Z')}) {
        for (int c = first; c <= last; ++c)
            found[static_cast<std::size_t>(c)] = true;
    }
    for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
        found[static_cast<std::size_t>(c)] = true;
    return found;
}();

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

} // namespace

bool isTokenCharacter(char c) {
    return tokenCharacters[static_cast<unsigned char>(c)];
}

bool isFieldName(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), isTokenCharacter);
}

bool isFieldValue(std::string_view value) {
    while (value.size() >= 8) {
        const auto word = words::load(value.data());
        const bool suspicious = words::hasBelow(word, 0x20) || words::has(word, '\x7f');
        if (suspicious && std::any_of(value.begin(), value.begin() + 8, isControl))
            return false;
        value.remove_prefix(8);
    }
    return std::none_of(value.begin(), value.end(), isControl);
}

} // namespace gatehouse::http
