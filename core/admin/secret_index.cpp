// SPDX-License-Identifier: Apache-2.0
#include "core/admin/secret_index.h"

#include "core/base/text.h"

#include <utility>

namespace gatehouse::admin {
namespace {

secrets::SecretEntry entryOf(store::SecretMetadata&& kept) {
    secrets::SecretEntry entry;
    entry.name = std::move(kept.name);
    entry.lastFour = std::move(kept.lastFour);
    entry.date = kept.changed;
    entry.place =
        kept.place == secrets::nameOf(secrets::Place::Vault) ? secrets::Place::Vault : secrets::Place::KeyChain;
    return entry;
}

} // namespace

store::AuditEntry StoredSecretIndex::audit(std::string action, std::string_view name) const {
    store::AuditEntry entry;
    entry.at = m_clock.wall();
    entry.actor = m_actor;
    entry.action = std::move(action);
    entry.kind = "secrets";
    entry.id = name;
    return entry;
}

Result<void> StoredSecretIndex::put(const secrets::SecretEntry& entry) {
    const store::SecretMetadata kept{entry.name, entry.lastFour, std::string(secrets::nameOf(entry.place)), entry.date};
    return m_repository.put(kept, audit("secret.set", entry.name));
}

Result<void> StoredSecretIndex::remove(std::string_view name) {
    return m_repository.remove(name, audit("secret.remove", name));
}

Result<std::optional<secrets::SecretEntry>> StoredSecretIndex::find(std::string_view name) {
    auto found = m_repository.get(name);
    if (!found)
        return tl::unexpected<Error>(std::move(found.error()));
    if (!*found)
        return std::nullopt;
    return entryOf(std::move(**found));
}

Result<std::vector<secrets::SecretEntry>> StoredSecretIndex::list() {
    auto found = m_repository.list();
    if (!found)
        return tl::unexpected<Error>(std::move(found.error()));
    std::vector<secrets::SecretEntry> entries;
    for (auto& kept : *found)
        entries.push_back(entryOf(std::move(kept)));
    return entries;
}

} // namespace gatehouse::admin
