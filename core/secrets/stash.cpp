// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/stash.h"

#include "core/secrets/reference.h"
#include "core/secrets/secret_file.h"

#include <algorithm>
#include <utility>

namespace gatehouse::secrets {
namespace {

tl::unexpected<Error> notFound(std::string_view name) {
    return failure(ErrorKind::NotFound, "secret_not_found",
                   "There is no secret \"" + std::string(name) +
                       "\". \"gatehoused secret list\" names those there are.");
}

} // namespace

std::string_view nameOf(Place place) {
    return place == Place::KeyChain ? "keychain" : "vault";
}

SecretStash::SecretStash(KeyChain* keyChain, Vault& vault, SecretIndex& index, const Clock& clock)
    : m_keyChain(keyChain), m_vault(vault), m_index(index), m_clock(clock) {}

Result<std::string> SecretStash::put(std::string_view name, const Secret& secret) {
    if (!isValidSecretName(name))
        return failure(ErrorKind::Invalid, "invalid_secret_name",
                       "The name of a secret has 1 to 64 of the characters A-Z a-z 0-9 . _ -");
    if (secret.empty() || secret.size() > mostSecretBytes)
        return failure(ErrorKind::Invalid, "invalid_secret", "A secret has 1 byte to 64 KiB.");
    const auto before = m_index.find(name);
    if (!before)
        return tl::unexpected(before.error());
    const auto place = keep(name, secret, *before);
    if (!place)
        return tl::unexpected(place.error());
    const auto listed = m_index.put({std::string(name), secret.lastFour(), m_clock.wall(), *place});
    if (!listed) {
        if (!*before)
            (void)drop(name, *place); // an unlisted secret could never be found again
        return tl::unexpected(listed.error());
    }
    return std::string(nameOf(*place)) + ":" + std::string(name);
}

// A name that is kept stays where it is, so that references to it go on being true.
Result<Place> SecretStash::keep(std::string_view name, const Secret& secret, const std::optional<SecretEntry>& before) {
    const bool mayUseKeyChain = m_keyChain != nullptr && (!before || before->place == Place::KeyChain);
    if (mayUseKeyChain) {
        auto written = m_keyChain->write(name, secret);
        if (written)
            return Place::KeyChain;
        if (before || written.error().kind != ErrorKind::Unavailable)
            return tl::unexpected(std::move(written.error()));
    } else if (before && before->place == Place::KeyChain) {
        return failure(ErrorKind::Unavailable, "keychain_unavailable",
                       "The secret \"" + std::string(name) +
                           "\" is in the key chain, which cannot be reached from here. Remove it first, or start "
                           "where the key chain is.");
    }
    if (auto written = m_vault.write(name, secret); !written)
        return tl::unexpected(std::move(written.error()));
    return Place::Vault;
}

Result<void> SecretStash::drop(std::string_view name, Place place) {
    if (place == Place::Vault)
        return m_vault.remove(name);
    if (m_keyChain == nullptr)
        return failure(ErrorKind::Unavailable, "keychain_unavailable",
                       "The secret \"" + std::string(name) +
                           "\" is in the key chain, which cannot be reached from here. Start where the key chain is.");
    return m_keyChain->remove(name);
}

Result<void> SecretStash::remove(std::string_view name) {
    const auto entry = m_index.find(name);
    if (!entry)
        return tl::unexpected(entry.error());
    if (!*entry)
        return notFound(name);
    auto dropped = drop(name, (*entry)->place);
    // What is gone already (removed by hand, say) only has to leave the list.
    if (!dropped && dropped.error().kind != ErrorKind::NotFound)
        return dropped;
    return m_index.remove(name);
}

Result<bool> SecretStash::exists(std::string_view name) {
    return m_index.find(name).map([](const auto& entry) { return entry.has_value(); });
}

Result<std::optional<Place>> SecretStash::where(std::string_view name) {
    return m_index.find(name).map(
        [](const auto& entry) { return entry ? std::optional<Place>(entry->place) : std::nullopt; });
}

Result<std::vector<SecretEntry>> SecretStash::list() {
    auto entries = m_index.list();
    if (entries)
        std::sort(entries->begin(), entries->end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return entries;
}

} // namespace gatehouse::secrets
