// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/limits.h"
#include "core/policy/limits/sliding_window.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

// Who is held to limits, the narrowest first: in this order a call asks them.
enum class LimitScope { Key, User, Subscription, App, Team, Model, Organisation };
inline constexpr std::size_t limitScopeCount = 7;
std::string_view nameOf(LimitScope scope); // "key", "user", "subscription", "app", "team", "model", "organisation"

// How much one of them has used. Lives as long as the book. A window is made when it is first limited (2 KiB each).
struct ScopeUsage {
    std::atomic<std::uint64_t> inFlight{0};
    std::array<std::array<std::unique_ptr<SlidingWindow>, config::spanCount>, config::measureCount> windows;

    SlidingWindow& window(config::Measure measure, config::Span span); // makes it; not thread-safe
    const SlidingWindow* find(config::Measure measure, config::Span span) const;
};

// A rate that is set, and its window.
struct RatePlan {
    config::Measure measure = config::Measure::Requests;
    config::Span span = config::Span::Minute;
    std::uint64_t limit = 0;
    SlidingWindow* window = nullptr;
    std::string_view name = {}; // of static life: "tokens_per_hour"
};

// What a snapshot holds one of them to.
struct ScopePlan {
    LimitScope scope = LimitScope::App;
    std::string_view id; // of the usage's name, which lives as long as the book
    ScopeUsage* usage = nullptr;
    std::uint64_t concurrent = 0;
    std::vector<RatePlan> rates;

    bool counts() const { return concurrent != 0 || !rates.empty(); }
};

// The rates of these limits that are set.
std::vector<RatePlan> ratesOf(const config::Limits& limits);

} // namespace gatehouse::policy
