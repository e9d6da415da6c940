// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/fault.h"

#include <boost/json/value.hpp>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

// JSON texts of our own resources (never clients' bodies). Pure functions.
namespace gatehouse::contract {

inline constexpr std::size_t mostJsonBytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t mostDepth = 64;

// RFC 8259 and stricter: names once per object, at most mostDepth levels, valid UTF-8. The fault of a broken text says
// the line.
Checked<boost::json::value> parseJson(std::string_view text, std::size_t mostBytes = mostJsonBytes);

// The line (from 1) on which each value of a text that parseJson() took begins, by JSON pointer.
std::map<std::string, std::size_t, std::less<>> linesOfJson(std::string_view text);

// One text per value: names in order of their bytes, no blanks, whole numbers without fraction.
std::string canonicalJson(const boost::json::value& value);

// For people: two blanks a level, order kept.
std::string prettyJson(const boost::json::value& value);

} // namespace gatehouse::contract
