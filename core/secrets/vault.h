// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::secrets {

// What opens a vault: a passphrase, else the content of a key file that was read already (a credential of systemd),
// else a key file. Of a key at least 32 bytes of anything.
struct VaultKey {
    SharedSecret passphrase;     // null: none
    SharedSecret keyFileContent; // null: none
    std::string keyFile;         // 0600; beside a passphrase: where a rotation would make one; empty: nowhere
    bool makeKeyFile = false;    // make keyFile when neither it nor the vault exists (the one in the data folder)
};

// What a vault is sealed with from now on. With neither: with a fresh key file in the place of the one that is used.
struct NewVaultKey {
    SharedSecret passphrase;
    SharedSecret keyFileContent; // of a key file or credential that the operator puts in place himself
};

// A file of sealed secrets for machines without a key chain. Each secret is sealed by a data key of its own, each data
// key by the master key (XChaCha20-Poly1305); the master key is derived from the key file (BLAKE2b) or the passphrase
// (Argon2id, only when first needed: some 0.1…1 s and 64 MiB for that moment). Names are readable without the key.
// Keys and opened secrets lie in locked memory that is wiped.
//
// Every change writes the whole file anew (temporary file 0600, fsync, rename, fsync of the folder): it is the old
// or the new one. Errors change nothing: vault_damaged (truncated, altered), vault_wrong_key, vault_no_key,
// vault_unreadable, vault_unwritable, secret_not_found. Not thread-safe; control thread only (files, Argon2id).
class Vault {
public:
    // Touches nothing until first used.
    Vault(std::string path, VaultKey key);
    ~Vault();
    Vault(Vault&&) noexcept;

    bool exists() const; // is there a vault file?
    Result<std::vector<std::string>> names();
    Result<bool> contains(std::string_view name);
    Result<Secret> read(std::string_view name);
    Result<void> write(std::string_view name, const Secret& secret);
    Result<void> remove(std::string_view name);

    // Seals every data key anew under another master key; the vault must exist. Killed at any moment, it is under the
    // old or the new key, never between. A fresh key file lies beside the old one (".next") until the vault is sealed
    // with it, and takes its place then; where that did not come to pass, the next opening sees to it. Errors:
    // vault_absent, vault_no_key (too short, or no place for a key file) and those above.
    Result<void> rotate(const NewVaultKey& key);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace gatehouse::secrets
