// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gatehouse::contract {

// A regular expression (without anchors) for the whole numbers from "least" to "most", both from 1, written without
// leading zeros: what a JSON Schema needs to say a range of numbers that stand in a text.
std::string wholeNumberPattern(std::uint64_t least, std::uint64_t most);

// The same, anchored, for the durations of that range, in each unit that Duration takes.
std::string durationPattern(std::chrono::milliseconds least, std::chrono::milliseconds most);

} // namespace gatehouse::contract
