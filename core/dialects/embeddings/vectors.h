// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

// Numbers of a vector as text and as bytes. Text stays as it was written wherever it can.
namespace gatehouse::dialects::embeddings {

// Appends a JSON array of numbers without blanks. False, with nothing appended that means anything, for another value.
bool appendNumbers(std::string& out, std::string_view array);

// Base64 of the numbers as little-endian IEEE 754 in 32 bits, each rounded once. Nothing where they are no numbers.
std::optional<std::string> packFloats(std::string_view array);

// The JSON array of packed floats: each with the fewest digits that give the same 32 bits again. Nothing for what is
// not base64 of whole, finite floats.
std::optional<std::string> unpackFloats(std::string_view base64);

} // namespace gatehouse::dialects::embeddings
