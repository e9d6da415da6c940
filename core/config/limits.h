// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ip_network.h"
#include "core/contract/resources.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// How much may be asked for, and from where, as a snapshot holds it.
namespace gatehouse::config {

// What is counted, and over which time. Together they name a limit: "input_tokens_per_hour".
enum class Measure { Requests, Tokens, InputTokens, OutputTokens };
enum class Span { Minute, Hour, Day };
inline constexpr std::size_t measureCount = 4;
inline constexpr std::size_t spanCount = 3;
std::string_view nameOf(Measure measure, Span span);
std::string_view nameOf(Span span);       // "minute"
std::string_view nameOf(Measure measure); // "requests", "input tokens"

// 0 = none.
struct Limits {
    std::array<std::array<std::uint64_t, spanCount>, measureCount> rates{};
    std::uint64_t concurrent = 0;

    std::uint64_t& at(Measure measure, Span span) {
        return rates[static_cast<std::size_t>(measure)][static_cast<std::size_t>(span)];
    }
    std::uint64_t at(Measure measure, Span span) const {
        return rates[static_cast<std::size_t>(measure)][static_cast<std::size_t>(span)];
    }
    bool any() const { return *this != Limits(); }
    bool operator==(const Limits&) const = default;
};
Limits limitsOf(const contract::LimitsSpec& spec);

// What a team, an application or a key may ask for and from where. Each of the three must allow a call.
struct Access {
    std::vector<std::string> models{"*"}; // exact names, or with one '*' at the end; {"*"} = all; empty = none
    std::vector<IpNetwork> allowFrom;     // empty = from everywhere
    std::vector<IpNetwork> denyFrom;
    std::uint64_t maxBody = 0;         // bytes; 0 = none of its own
    std::uint64_t maxOutputTokens = 0; // 0 = none

    bool mayUse(std::string_view model) const;
    bool allowsEveryModel() const;
    bool mayComeFrom(const IpAddress& address) const;
};

std::vector<IpNetwork> networksOf(const std::vector<std::string>& texts); // those that are none are left out

template <typename Spec>
Access accessOf(const Spec& spec);

} // namespace gatehouse::config
