// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/audit.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// What is known of a secret besides its value, which never enters the store.
struct SecretMetadata {
    std::string name;
    std::string lastFour;
    std::string place; // "keychain" or "vault"
    WallMicros changed = 0;
    bool operator==(const SecretMetadata&) const = default;
};

// Control thread. put() and remove() write the audit entry in the same transaction.
class SecretMetadataRepository {
public:
    virtual ~SecretMetadataRepository() = default;
    virtual Result<std::vector<SecretMetadata>> list() = 0; // by name
    virtual Result<std::optional<SecretMetadata>> get(std::string_view name) = 0;
    virtual Result<void> put(const SecretMetadata& secret, const AuditEntry& audit) = 0;
    virtual Result<void> remove(std::string_view name, const AuditEntry& audit) = 0; // NotFound where there is none
};

} // namespace gatehouse::store
