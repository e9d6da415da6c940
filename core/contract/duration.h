// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::contract {

// A duration that remembers how it was written ("120s" stays "120s"); equal when the time is.
struct Duration {
    std::chrono::milliseconds value{0};
    std::string text = "0s";

    // A whole number and one unit: ms, s, m, h, d. At most 10 years.
    static std::optional<Duration> parse(std::string_view text);
    // In the greatest unit that holds it exactly.
    static Duration of(std::chrono::milliseconds value);
    bool operator==(const Duration& other) const { return value == other.value; }
};

} // namespace gatehouse::contract
