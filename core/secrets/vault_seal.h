// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secret.h"
#include "core/secrets/vault_format.h"

#include <optional>
#include <string>
#include <string_view>

// The vault's cryptography, all of libsodium. Master key → a key that seals data keys and one that authenticates the
// file (crypto_kdf); each sealed thing is bound to what it is and to its name, so none can stand in for another.
namespace gatehouse::secrets {

void startSodium(); // once per process is enough, more do no harm

std::array<unsigned char, 16> newSalt();
Secret newDataKey();

// nullopt: out of memory.
std::optional<Secret> masterFromPassphrase(const Secret& passphrase, const VaultContent& content);
Secret masterFromKeyFile(const Secret& file, const VaultContent& content);

std::string sealKeyCheck(const Secret& master, const VaultContent& content);
bool keyCheckOpens(const Secret& master, const VaultContent& content);

std::string sealDataKey(const Secret& master, const VaultContent& content, std::string_view name,
                        const Secret& dataKey);
std::optional<Secret> openDataKey(const Secret& master, const VaultContent& content, std::string_view name,
                                  std::string_view sealed);

std::string sealSecret(const Secret& dataKey, std::string_view name, const Secret& secret);
std::optional<Secret> openSecret(const Secret& dataKey, std::string_view name, std::string_view sealed);

std::string authenticate(const Secret& master, std::string_view body);

} // namespace gatehouse::secrets
