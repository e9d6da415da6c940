// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/filter.h"

#include <optional>
#include <string>
#include <string_view>

// Pieces that parsing and completion of filters share. Internal to this room.
namespace gatehouse::contract {

const FilterFieldInfo* fieldNamed(std::string_view name); // nullptr: none
const FilterFieldInfo* infoOf(FilterField field);         // nullptr: Word
std::string_view symbolOf(FilterOperator op);
// The operator that "text" begins with, and its length.
std::optional<std::pair<FilterOperator, std::size_t>> operatorAt(std::string_view text);
// "2s", "1.5s", "500ms", "90m" in microseconds; a bare number counts milliseconds.
std::optional<std::int64_t> microsOf(std::string_view text);
// "-1h", "-7d", "now", "today", "yesterday", "2026-11-21", "2026-11-21T10:30", RFC 3339; UTC.
std::optional<WallMicros> timeOf(std::string_view text, WallMicros now);
// In quotes where a bare word would be read otherwise.
std::string quotedForFilter(std::string_view value);

} // namespace gatehouse::contract
