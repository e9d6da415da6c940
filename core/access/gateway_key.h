// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secret.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Gateway keys: gh_<id>_<secret><check> (THREATS §6.5). id: 8 of a-z0-9, for logs; secret: 43 of base 62; check: 6 of
// base 62, most significant first, the CRC-32 (IEEE 802.3, as zlib's) of all that stands before it. Stateless.
namespace gatehouse::access {

inline constexpr std::size_t keyIdLength = 8;
inline constexpr std::size_t keySecretLength = 43;
inline constexpr std::size_t keyCheckLength = 6;
inline constexpr std::size_t keyLength = 3 + keyIdLength + 1 + keySecretLength + keyCheckLength; // 61
inline constexpr std::size_t leastStrongKeyLength = 32; // a shorter one set from outside deserves a warning
inline constexpr std::size_t mostKeyLength = 1024;      // longer credentials are refused unread

struct NewGatewayKey {
    std::string id; // "k3x09abc"
    Secret key;     // the whole key: show it once, store only its SHA-256
};

// A new key from the system's random generator.
NewGatewayKey makeGatewayKey();

// The id of a key that has the form and whose check holds; nullopt otherwise.
std::optional<std::string_view> idOfGatewayKey(std::string_view key);

// May this text be a gateway key at all? 1…mostKeyLength bytes of visible ASCII.
bool mayBeGatewayKey(std::string_view key);

// The id by which a key set from outside is known: its own where it has our form, else "x" and 11 hexadecimal digits
// of its SHA-256, so that the same key has the same id on every machine.
std::string idForKey(std::string_view key);

} // namespace gatehouse::access
