// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/duration.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// How failures of providers are met, as plain values.
namespace gatehouse::contract {

// When a target of a provider is left alone.
struct BreakerSpec {
    std::uint64_t failures = 5;
    Duration rest = Duration::of(std::chrono::seconds(1));
    Duration longestRest = Duration::of(std::chrono::seconds(30));
};

// Another route takes over where this one's targets failed.
struct FallbackSpec {
    std::vector<std::string> on{"any"};
    std::string route;
};

// A second call beside one that is late.
struct HedgeSpec {
    std::uint64_t percentile = 95;
    Duration atLeast{std::chrono::milliseconds(200), "200ms"};
};

// What a route says in the place of its providers' time-outs.
struct RouteTimeoutsSpec {
    std::optional<Duration> connect;
    std::optional<Duration> firstByte;
    std::optional<Duration> idle;
    std::optional<Duration> total;
};

} // namespace gatehouse::contract
