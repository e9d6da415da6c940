// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secret.h"

#include <optional>
#include <string>
#include <string_view>

// What the store keeps of secrets that are needed again, such as those of authenticator apps: sealed with a key that
// lies in the key chain or the vault (XChaCha20-Poly1305), and bound to what it is for, so that none can stand in for
// another.
namespace gatehouse::identity {

Secret newSealKey();
// "what" names what is sealed and whose it is: "totp ada".
std::string seal(const Secret& key, std::string_view what, const Secret& secret);
// nullopt: another key, another thing, or altered.
std::optional<Secret> unseal(const Secret& key, std::string_view what, std::string_view sealed);

} // namespace gatehouse::identity
