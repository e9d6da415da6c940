// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::secrets {

enum class Scheme { Env, File, KeyChain, Vault, Plain };

// Where a secret is, as the configuration writes it: "env:NAME", "file:PATH", "keychain:NAME", "vault:NAME",
// "plain:VALUE". "name" is empty for Plain: the value is not copied out of its text.
struct Reference {
    Scheme scheme = Scheme::Env;
    std::string name;
};

// Error: Invalid, code invalid_secret_reference; never quotes the text, which may be a key pasted by mistake.
Result<Reference> parseReference(std::string_view text);

// Names in the key chain and the vault: [A-Za-z0-9._-]{1,64}.
bool isValidSecretName(std::string_view name);

} // namespace gatehouse::secrets
