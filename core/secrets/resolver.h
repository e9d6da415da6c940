// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/config/build.h"
#include "core/secrets/key_chain.h"
#include "core/secrets/secret_file.h"
#include "core/secrets/vault.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::secrets {

// Takes a secret out of the environment: copies it, then overwrites it there, so that it no longer stands in
// /proc/PID/environ. nullopt: not set or empty. Call it before other threads change the environment.
std::optional<Secret> takeFromEnvironment(const std::string& name);

// Reads what a reference leads to. Control thread: reads files, may wait for the key chain's deadline.
//
// Variables are read once and overwritten; later asks get the kept value, so have one resolver per process. "plain:"
// answers its value: the caller warns and hands it to SecretStash::put. Codes: invalid_secret_reference,
// secret_not_found, secret_file_open, secret_file_permissions, invalid_secret (empty, or control bytes: it could not go
// into a header), and those of key chain and vault. No message holds a secret.
class SecretResolver final : public config::SecretResolver {
public:
    // keyChain may be null: keychain: references are then Unavailable.
    SecretResolver(KeyChain* keyChain, Vault& vault);
    Result<SharedSecret> resolve(std::string_view reference) override;
    // May hold line ends.
    Result<SharedSecret> resolveText(std::string_view reference) override;

private:
    enum class Form { Line, Text };
    static Result<SharedSecret> usable(Result<Secret> secret, std::string_view place, Form form);
    Result<SharedSecret> resolveAs(std::string_view reference, Form form);
    Result<SharedSecret> fromEnvironment(const std::string& name, Form form);
    KeyChain* m_keyChain;
    Vault& m_vault;
    std::map<std::string, SharedSecret, std::less<>> m_environment;
};

} // namespace gatehouse::secrets
