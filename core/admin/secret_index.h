// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/secrets/stash.h"
#include "core/store/secret_metadata.h"

#include <string>
#include <utility>

namespace gatehouse::admin {

// The store's list of kept secrets as core/secrets wants it; each change gets its audit entry in the same transaction.
// Control thread. The control service says on whose behalf.
class StoredSecretIndex final : public secrets::SecretIndex {
public:
    StoredSecretIndex(store::SecretMetadataRepository& repository, const Clock& clock)
        : m_repository(repository), m_clock(clock) {}

    void setActor(std::string actor) { m_actor = std::move(actor); }

    Result<void> put(const secrets::SecretEntry& entry) override;
    Result<void> remove(std::string_view name) override;
    Result<std::optional<secrets::SecretEntry>> find(std::string_view name) override;
    Result<std::vector<secrets::SecretEntry>> list() override;

private:
    store::AuditEntry audit(std::string action, std::string_view name) const;

    store::SecretMetadataRepository& m_repository;
    const Clock& m_clock;
    std::string m_actor = "gateway";
};

} // namespace gatehouse::admin
