// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

// ASCII only: protocol words, not prose.
bool equalsIgnoringCase(std::string_view a, std::string_view b);
std::string toLower(std::string_view text);
std::string_view trim(std::string_view text); // blanks and tabs
// Whole text must be a decimal number in range; no sign, no blanks.
std::optional<std::uint64_t> parseUnsigned(std::string_view text);

bool isValidUtf8(std::string_view text);

// RFC 3986: %XX to bytes, once. nullopt on a broken escape.
std::optional<std::string> percentDecode(std::string_view text);
std::string percentEncode(std::string_view text); // all but unreserved characters

// RFC 3339 UTC with microseconds: "2026-11-21T03:50:00.123456Z".
std::string formatTime(WallMicros time);
std::optional<WallMicros> parseTime(std::string_view text);

// A JSON string literal with its quotes; bytes beyond ASCII pass as they are.
void appendJsonString(std::string& out, std::string_view text);

// Ids of the configuration (INTERFACES: [A-Za-z0-9][A-Za-z0-9._-]{0,63}).
bool isValidId(std::string_view id);

} // namespace gatehouse
