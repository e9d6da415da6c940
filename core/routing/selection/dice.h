// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace gatehouse::routing {

// Spreads calls; nothing secret hangs on it (SplitMix64). One per I/O thread.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next();
    double roll() { return static_cast<double>(next() >> 11U) * 0x1p-53; } // in [0, 1)

private:
    std::uint64_t m_state;
};

// The same for the same words on every machine and after every restart.
std::uint64_t stableHash(std::initializer_list<std::string_view> words);

} // namespace gatehouse::routing
