// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

// 1 dollar = 10^12 pico-dollars. 64 bits hold 9.2 million dollars. Sums saturate rather than wrap.
class Money {
public:
    constexpr Money() = default;
    static constexpr Money fromPico(std::int64_t pico) { return Money(pico); }
    // A decimal string of dollars ("0.000045"); at most 12 decimals, no exponent. nullopt when it is anything else.
    static std::optional<Money> parse(std::string_view dollars);

    constexpr std::int64_t pico() const { return m_pico; }
    // Exact, without trailing zeros: "0.000045", "12", "-1.5".
    std::string toString() const;

    Money operator+(Money other) const;
    Money operator-(Money other) const;
    Money& operator+=(Money other) { return *this = *this + other; }
    constexpr auto operator<=>(const Money&) const = default;

private:
    explicit constexpr Money(std::int64_t pico) : m_pico(pico) {}
    std::int64_t m_pico = 0;
};

// units × price per million units, rounded once, half up; saturates.
Money priceOf(std::int64_t units, Money perMillion);

} // namespace gatehouse
