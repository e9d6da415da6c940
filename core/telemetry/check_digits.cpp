// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/check_digits.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gatehouse::telemetry {
namespace {

struct CountryLength {
    std::string_view country;
    std::size_t length;
};

// The lengths of the IBAN registry (SWIFT, ISO 13616).
constexpr std::array<CountryLength, 78> lengths{
    {{"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22},
     {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"DO", 28},
     {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23},
     {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26},
     {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20},
     {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30},
     {"NL", 18}, {"NO", 15}, {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22},
     {"RU", 33}, {"SA", 24}, {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25},
     {"SV", 28}, {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}}};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
bool isLetter(char c) {
    return upper(c) >= 'A' && upper(c) <= 'Z';
}

std::uint32_t fed(std::uint32_t rest, char c) {
    if (isDigit(c))
        return (rest * 10 + static_cast<std::uint32_t>(c - '0')) % 97;
    return (rest * 100 + static_cast<std::uint32_t>(upper(c) - 'A') + 10) % 97;
}

} // namespace

bool hasLuhnDigit(std::string_view number) {
    unsigned sum = 0;
    bool second = false;
    for (auto c = number.rbegin(); c != number.rend(); ++c) {
        if (!isDigit(*c))
            continue;
        auto digit = static_cast<unsigned>(*c - '0');
        if (second && (digit *= 2) > 9)
            digit -= 9;
        sum += digit;
        second = !second;
    }
    return sum % 10 == 0;
}

std::size_t ibanLength(std::string_view text) {
    if (text.size() < 4 || !isLetter(text[0]) || !isLetter(text[1]))
        return 0;
    const std::array<char, 2> country{upper(text[0]), upper(text[1])};
    const auto known = std::find_if(lengths.begin(), lengths.end(), [&](const CountryLength& entry) {
        return entry.country == std::string_view(country.data(), country.size());
    });
    if (known == lengths.end())
        return 0;
    std::array<char, 34> plain{};
    std::size_t count = 0;
    std::size_t place = 0;
    for (; place < text.size() && count < known->length; ++place) {
        const char c = text[place];
        if (isDigit(c) || isLetter(c))
            plain[count++] = c;
        else if (c != ' ' && c != '-')
            return 0;
    }
    if (count < known->length)
        return 0;
    std::uint32_t rest = 0;
    for (std::size_t i = 0; i < count; ++i)
        rest = fed(rest, plain[(i + 4) % count]);
    return rest == 1 ? place : 0;
}

} // namespace gatehouse::telemetry
