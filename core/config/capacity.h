// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace gatehouse::config {

// How much a provider is sent at once, and who waits for room there.
struct Capacity {
    std::uint32_t concurrent = 0;           // 0: no cap
    std::chrono::milliseconds queueWait{0}; // 0: nobody waits
    std::size_t queueLength = 0;
};

enum class HealthCheck { None, Models, Ready, Call };

// How the gateway asks by itself whether a provider is well.
struct HealthRule {
    HealthCheck check = HealthCheck::None;
    std::chrono::milliseconds every{30'000};
    std::string model; // of Call
};

} // namespace gatehouse::config
