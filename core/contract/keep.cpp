// SPDX-License-Identifier: Apache-2.0
#include "core/contract/keep.h"

#include "core/base/text.h"

namespace gatehouse::contract {
namespace {

constexpr std::size_t mostAgeDigits = 4;
constexpr std::size_t mostSizeDigits = 6;
constexpr std::int64_t largestBodyCap = std::int64_t{8} << 20U;

// A whole number that begins with no zero, in front of the unit.
std::optional<std::uint64_t> countBefore(std::string_view text, std::string_view unit, std::size_t mostDigits) {
    if (!text.ends_with(unit) || text.starts_with('0'))
        return std::nullopt;
    const auto digits = text.substr(0, text.size() - unit.size());
    return digits.size() > mostDigits ? std::nullopt : parseUnsigned(digits);
}

} // namespace

std::optional<std::chrono::hours> parseKeepAge(std::string_view text) {
    if (text == "forever")
        return std::chrono::hours(0);
    if (const auto hours = countBefore(text, "h", mostAgeDigits))
        return std::chrono::hours(*hours);
    if (const auto days = countBefore(text, "d", mostAgeDigits))
        return std::chrono::hours(24 * *days);
    return std::nullopt;
}

std::optional<std::int64_t> parseSize(std::string_view text) {
    if (text == "unlimited")
        return 0;
    unsigned shift = 0;
    for (const std::string_view unit : {"KiB", "MiB", "GiB", "TiB"}) {
        shift += 10;
        if (const auto count = countBefore(text, unit, mostSizeDigits))
            return static_cast<std::int64_t>(*count << shift);
    }
    return std::nullopt;
}

bool isKeepAge(std::string_view text) {
    return parseKeepAge(text).has_value();
}

bool isKeepSize(std::string_view text) {
    return !text.ends_with("KiB") && parseSize(text).has_value();
}

bool isBodyCap(std::string_view text) {
    const auto size = parseSize(text);
    if (!size || *size == 0 || *size > largestBodyCap)
        return false;
    return text.ends_with("MiB") || (text.ends_with("KiB") && text.size() <= 6);
}

} // namespace gatehouse::contract
