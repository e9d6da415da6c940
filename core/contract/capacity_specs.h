// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/duration.h"

#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse::contract {

// Calls that wait for room at a provider instead of being refused.
struct QueueSpec {
    Duration wait = Duration::of(std::chrono::seconds(10)); // 0s: nobody waits
    std::uint64_t length = 100;
};

// How the gateway asks by itself whether a provider is well.
struct HealthSpec {
    std::string check = "none"; // "models", "ready", "call"
    Duration every = Duration::of(std::chrono::seconds(30));
    std::optional<std::string> model; // of "call"
};

} // namespace gatehouse::contract
