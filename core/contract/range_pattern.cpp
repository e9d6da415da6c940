// SPDX-License-Identifier: Apache-2.0
#include "core/contract/range_pattern.h"

#include <array>
#include <string_view>
#include <vector>

namespace gatehouse::contract {
namespace {

std::string joined(const std::vector<std::string>& alternatives) {
    std::string all;
    for (const auto& one : alternatives)
        all += (all.empty() ? "" : "|") + one;
    return alternatives.size() == 1 ? all : "(" + all + ")";
}

std::string anyDigits(std::size_t count) {
    if (count == 0)
        return {};
    return count == 1 ? "[0-9]" : "[0-9]{" + std::to_string(count) + "}";
}

std::string oneDigit(char from, char to) {
    return from == to ? std::string(1, from) : std::string("[") + from + "-" + to + "]";
}

bool isAll(std::string_view digits, char digit) {
    return digits.find_first_not_of(digit) == std::string_view::npos;
}

// Of numbers with as many digits.
std::string between(std::string_view least, std::string_view most) {
    if (least.empty())
        return {};
    const auto leastRest = least.substr(1);
    const auto mostRest = most.substr(1);
    if (least.front() == most.front() && !(isAll(leastRest, '0') && isAll(mostRest, '9')))
        return least.front() + between(leastRest, mostRest);
    std::vector<std::string> alternatives;
    char from = least.front(); // first digits behind which anything may stand
    char to = most.front();
    if (!isAll(leastRest, '0'))
        alternatives.push_back(from++ + between(leastRest, std::string(leastRest.size(), '9')));
    const bool lastIsBounded = !isAll(mostRest, '9');
    if (lastIsBounded)
        --to;
    if (from <= to)
        alternatives.push_back(oneDigit(from, to) + anyDigits(mostRest.size()));
    if (lastIsBounded)
        alternatives.push_back(most.front() + between(std::string(mostRest.size(), '0'), mostRest));
    return joined(alternatives);
}

} // namespace

std::string wholeNumberPattern(std::uint64_t least, std::uint64_t most) {
    std::vector<std::string> alternatives;
    const auto first = std::to_string(least);
    const auto last = std::to_string(most);
    for (std::size_t digits = first.size(); digits <= last.size(); ++digits)
        alternatives.push_back(between(digits == first.size() ? first : "1" + std::string(digits - 1, '0'),
                                       digits == last.size() ? last : std::string(digits, '9')));
    return joined(alternatives);
}

std::string durationPattern(std::chrono::milliseconds least, std::chrono::milliseconds most) {
    struct Unit {
        std::string_view name;
        std::uint64_t milliseconds;
    };
    constexpr std::array<Unit, 5> units{{{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    std::vector<std::string> alternatives;
    for (const auto& unit : units) {
        const auto from = (static_cast<std::uint64_t>(least.count()) + unit.milliseconds - 1) / unit.milliseconds;
        const auto to = static_cast<std::uint64_t>(most.count()) / unit.milliseconds;
        if (from <= to)
            alternatives.push_back(wholeNumberPattern(from, to) + std::string(unit.name));
    }
    return "^" + joined(alternatives) + "$";
}

} // namespace gatehouse::contract
