// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

namespace gatehouse {

// Microseconds since 1970 UTC: what is stored and shown.
using WallMicros = std::int64_t;
using MonotonicTime = std::chrono::steady_clock::time_point;

// Time as a dependency. Limits and deadlines use monotonic(); wall() is for display and calendar budgets only.
// Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual MonotonicTime monotonic() const = 0;
    virtual WallMicros wall() const = 0;
};

class SystemClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
    WallMicros wall() const override {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
};

} // namespace gatehouse
