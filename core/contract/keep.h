// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

// The words of "records": ages and sizes.
namespace gatehouse::contract {

// "12h", "30d"; zero for "forever". nullopt for anything else.
std::optional<std::chrono::hours> parseKeepAge(std::string_view text);
// "500MiB", "20GiB"; zero for "unlimited". nullopt for anything else.
std::optional<std::uint64_t> parseKeepSize(std::string_view text);

bool isKeepAge(std::string_view text);
bool isKeepSize(std::string_view text); // MiB, GiB, TiB or unlimited
bool isBodyCap(std::string_view text);  // 1KiB to 8MiB

} // namespace gatehouse::contract
