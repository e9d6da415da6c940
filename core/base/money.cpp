// SPDX-License-Identifier: Apache-2.0
#include "core/base/money.h"

#include <array>
#include <charconv>
#include <limits>

namespace gatehouse {
namespace {

constexpr std::int64_t picoPerDollar = 1'000'000'000'000;
constexpr int decimals = 12;
// GCC's 128-bit integer is an extension; marking it keeps -Wpedantic quiet.
__extension__ using Wide = __int128;

Money clamp(Wide value) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    if (value > most)
        return Money::fromPico(most);
    if (value < least)
        return Money::fromPico(least);
    return Money::fromPico(static_cast<std::int64_t>(value));
}

} // namespace

std::optional<Money> Money::parse(std::string_view dollars) {
    bool negative = false;
    if (!dollars.empty() && dollars.front() == '-') {
        negative = true;
        dollars.remove_prefix(1);
    }
    Wide value = 0;
    int fraction = -1;
    int digits = 0;
    for (const char c : dollars) {
        if (c == '.' && fraction < 0 && digits > 0) {
            fraction = 0;
            continue;
        }
        if (c < '0' || c > '9' || fraction == decimals || ++digits > 30)
            return std::nullopt;
        value = value * 10 + (c - '0');
        if (fraction >= 0)
            ++fraction;
    }
    if (digits == 0 || fraction == 0)
        return std::nullopt;
    for (int i = fraction < 0 ? 0 : fraction; i < decimals; ++i)
        value *= 10;
    if (value > std::numeric_limits<std::int64_t>::max())
        return std::nullopt;
    return clamp(negative ? -value : value);
}

std::string Money::toString() const {
    const bool negative = m_pico < 0;
    const Wide magnitude = negative ? -static_cast<Wide>(m_pico) : static_cast<Wide>(m_pico);
    std::array<char, 32> text; // NOLINT: what is read of it was written before
    char* end = text.data();
    if (negative)
        *end++ = '-';
    end = std::to_chars(end, text.data() + text.size(), static_cast<std::uint64_t>(magnitude / picoPerDollar)).ptr;
    auto rest = static_cast<std::uint64_t>(magnitude % picoPerDollar);
    if (rest == 0)
        return {text.data(), end};
    *end++ = '.';
    int places = decimals;
    for (; rest % 10 == 0; rest /= 10)
        --places;
    end += places;
    for (char* digit = end; places > 0; --places, rest /= 10)
        *--digit = static_cast<char>('0' + rest % 10);
    return {text.data(), end};
}

Money Money::operator+(Money other) const {
    return clamp(static_cast<Wide>(m_pico) + other.m_pico);
}
Money Money::operator-(Money other) const {
    return clamp(static_cast<Wide>(m_pico) - other.m_pico);
}

Money priceOf(std::int64_t units, Money perMillion) {
    const Wide product = static_cast<Wide>(units) * perMillion.pico();
    constexpr Wide million = 1'000'000;
    return clamp((product + (product >= 0 ? million / 2 : -million / 2)) / million);
}

} // namespace gatehouse
