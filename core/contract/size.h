// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::contract {

// "64KiB", "32MiB", "2GiB", "1TiB": a whole number from 1 with at most six digits and its unit, in bytes. Nothing where
// it is none.
std::optional<std::uint64_t> parseSize(std::string_view text);

} // namespace gatehouse::contract
