// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace gatehouse {

// From the operating system's generator (OpenSSL RAND_bytes); throws only when that fails. Thread-safe.
void fillRandom(void* data, std::size_t size);
// count characters, uniform over the alphabet (at most 256 letters; rejection sampling).
std::string randomText(std::size_t count, const char* alphabet);

inline constexpr char base62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
inline constexpr char lowerAlphanumeric[] = "abcdefghijklmnopqrstuvwxyz0123456789";

} // namespace gatehouse
