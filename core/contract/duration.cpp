// SPDX-License-Identifier: Apache-2.0
#include "core/contract/duration.h"

#include "core/base/text.h"

#include <array>
#include <cstdint>

namespace gatehouse::contract {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t millis;
};
// The greatest first.
constexpr std::array<Unit, 5> units{{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::int64_t longest = std::int64_t{3660} * 86'400'000;

} // namespace

std::optional<Duration> Duration::parse(std::string_view text) {
    const auto digits = text.find_first_not_of("0123456789");
    if (digits == std::string_view::npos || digits == 0 || digits > 15)
        return std::nullopt;
    const auto count = parseUnsigned(text.substr(0, digits));
    for (const auto& unit : units) {
        if (count && unit.name == text.substr(digits)) {
            if (*count > static_cast<std::uint64_t>(longest / unit.millis))
                return std::nullopt;
            const auto millis = static_cast<std::int64_t>(*count) * unit.millis;
            return Duration{std::chrono::milliseconds(millis), std::string(text)};
        }
    }
    return std::nullopt;
}

Duration Duration::of(std::chrono::milliseconds value) {
    for (const auto& unit : units) {
        if (value.count() != 0 && value.count() % unit.millis == 0)
            return {value, std::to_string(value.count() / unit.millis) + std::string(unit.name)};
    }
    return {value, "0s"};
}

} // namespace gatehouse::contract
