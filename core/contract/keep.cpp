// SPDX-License-Identifier: Apache-2.0
#include "core/contract/keep.h"

#include "core/base/text.h"
#include "core/contract/size.h"

namespace gatehouse::contract {
namespace {

constexpr std::size_t mostAgeDigits = 4;
constexpr std::uint64_t largestBodyCap = std::uint64_t{8} << 20U;

// A whole number that begins with no zero, in front of the unit.
std::optional<std::uint64_t> countBefore(std::string_view text, char unit) {
    if (!text.ends_with(unit) || text.starts_with('0'))
        return std::nullopt;
    const auto digits = text.substr(0, text.size() - 1);
    return digits.size() > mostAgeDigits ? std::nullopt : parseUnsigned(digits);
}

} // namespace

std::optional<std::chrono::hours> parseKeepAge(std::string_view text) {
    if (text == "forever")
        return std::chrono::hours(0);
    if (const auto hours = countBefore(text, 'h'))
        return std::chrono::hours(*hours);
    if (const auto days = countBefore(text, 'd'))
        return std::chrono::hours(24 * *days);
    return std::nullopt;
}

std::optional<std::uint64_t> parseKeepSize(std::string_view text) {
    return text == "unlimited" ? std::uint64_t{0} : parseSize(text);
}

bool isKeepAge(std::string_view text) {
    return parseKeepAge(text).has_value();
}

bool isKeepSize(std::string_view text) {
    return !text.ends_with("KiB") && parseKeepSize(text).has_value();
}

bool isBodyCap(std::string_view text) {
    const auto size = parseSize(text);
    if (!size || *size > largestBodyCap)
        return false;
    return text.ends_with("MiB") || (text.ends_with("KiB") && text.size() <= 6);
}

} // namespace gatehouse::contract
