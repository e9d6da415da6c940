// SPDX-License-Identifier: Apache-2.0
#include "core/config/plain_keys.h"

#include "core/base/digest.h"

namespace gatehouse::config {
namespace {

constexpr std::string_view plainScheme = "plain:";
constexpr std::size_t longestName = 64; // of key chain and vault

std::string stashName(const std::string& provider, std::size_t number) {
    auto name = "provider-" + provider + "-" + std::to_string(number);
    if (name.size() <= longestName)
        return name;
    // A long id is cut; a part of its digest keeps it apart from others that begin alike.
    return "provider-" + provider.substr(0, 32) + "-" + toHex(sha256(provider)).substr(0, 12) + "-" +
           std::to_string(number);
}

} // namespace

Result<std::string> DryStash::put(std::string_view name, Secret) {
    return m_scheme + ":" + std::string(name);
}

Result<std::size_t> stashPlainKeys(contract::ProviderSpec& provider, SecretStash& stash,
                                   std::vector<std::string>& warnings) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < provider.keys.size(); ++i) {
        auto& key = provider.keys[i];
        if (!key.starts_with(plainScheme))
            continue;
        Secret secret(std::string_view(key).substr(plainScheme.size()));
        wipe(key);
        auto reference = stash.put(stashName(provider.id, i + 1), std::move(secret));
        if (!reference)
            return tl::unexpected<Error>(reference.error());
        key = *reference;
        ++count;
        warnings.push_back("key " + std::to_string(i + 1) + " of provider " + provider.id +
                           " was given in plain text; it is kept as " + key + ": write that instead");
    }
    return count;
}

} // namespace gatehouse::config
