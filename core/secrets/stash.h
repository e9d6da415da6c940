// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/secrets/key_chain.h"
#include "core/secrets/vault.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::secrets {

enum class Place { KeyChain, Vault };
std::string_view nameOf(Place place); // "keychain", "vault"

// What may be known and shown of a kept secret.
struct SecretEntry {
    std::string name;
    std::string lastFour; // "" for a short one
    WallMicros date = 0;  // when it was put
    Place place = Place::KeyChain;
};

// Where the entries are listed (a key chain cannot be asked for its contents); the store implements it.
class SecretIndex {
public:
    virtual ~SecretIndex() = default;
    virtual Result<void> put(const SecretEntry& entry) = 0; // by name; replaces
    virtual Result<void> remove(std::string_view name) = 0;
    virtual Result<std::optional<SecretEntry>> find(std::string_view name) = 0;
    virtual Result<std::vector<SecretEntry>> list() = 0;
};

// Keeps secrets out of the store: in the key chain where there is one, else in the vault. Control thread; a put may
// take the key chain's deadline.
class SecretStash {
public:
    // keyChain may be null (vault only). All must outlive the stash.
    SecretStash(KeyChain* keyChain, Vault& vault, SecretIndex& index, const Clock& clock);

    // Keeps or replaces it; answers the reference to write into the configuration: "keychain:NAME" or "vault:NAME".
    // A name that is kept in one place already stays there. Errors: invalid_secret_name, invalid_secret (empty,
    // above 64 KiB), those of the places and the index.
    Result<std::string> put(std::string_view name, const Secret& secret);
    Result<void> remove(std::string_view name); // NotFound: secret_not_found
    Result<bool> exists(std::string_view name);
    Result<std::optional<Place>> where(std::string_view name);
    Result<std::vector<SecretEntry>> list(); // sorted by name
    // Seals the vault with another key (Vault::rotate); what it holds stays as it is.
    Result<void> rotateVault(const NewVaultKey& key) { return m_vault.rotate(key); }

private:
    Result<Place> keep(std::string_view name, const Secret& secret, const std::optional<SecretEntry>& before);
    Result<void> drop(std::string_view name, Place place);
    KeyChain* m_keyChain;
    Vault& m_vault;
    SecretIndex& m_index;
    const Clock& m_clock;
};

} // namespace gatehouse::secrets
