// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Passwords of people: kept as Argon2id (RFC 9106) by libsodium, each with its own salt. Hashing and checking take some
// 0.1 s and 64 MiB: on a PasswordThread only.
namespace gatehouse::identity {

inline constexpr std::size_t leastPassword = 12;  // characters (NIST SP 800-63B §5.1.1: length, not composition)
inline constexpr std::size_t mostPassword = 1024; // bytes

// Whether a password may be set: its length, UTF-8 without control characters, not one letter over and over, and none
// of these words (name, e-mail address of its owner) itself. Errors: Invalid weak_password; never tells the password.
Result<void> checkNewPassword(const Secret& password, const std::vector<std::string>& ownWords);

// "$argon2id$v=19$m=65536,t=3,p=1$…". Errors: Unavailable password_memory.
Result<std::string> hashPassword(const Secret& password);

// False for every text that is no such hash. Where nobody has the password, check against nobodysHash(): it takes as
// long and never fits.
bool passwordFits(const Secret& password, const std::string& hash);
const std::string& nobodysHash();

// Made with other costs than this version's: to be made anew while the password is known.
bool wantsNewHash(const std::string& hash);

} // namespace gatehouse::identity
