// SPDX-License-Identifier: Apache-2.0
#include "core/config/plain_keys.h"

#include "core/base/digest.h"

namespace gatehouse::config {
namespace {

constexpr std::string_view plainScheme = "plain:";
constexpr std::size_t longestName = 64; // of key chain and vault

std::string stashName(const std::string& provider, const std::string& suffix) {
    auto name = "provider-" + provider + "-" + suffix;
    if (name.size() <= longestName)
        return name;
    // A long id is cut; a part of its digest keeps it apart from others that begin alike.
    return "provider-" + provider.substr(0, 32) + "-" + toHex(sha256(provider)).substr(0, 12) + "-" + suffix;
}

} // namespace

Result<std::string> DryStash::put(std::string_view name, Secret) {
    return m_scheme + ":" + std::string(name);
}

Result<std::size_t> stashPlainKeys(contract::ProviderSpec& provider, SecretStash& stash,
                                   std::vector<std::string>& warnings) {
    std::size_t count = 0;
    const auto keep = [&](std::string& text, const std::string& suffix, const std::string& what) -> Result<void> {
        if (!text.starts_with(plainScheme))
            return {};
        Secret secret(std::string_view(text).substr(plainScheme.size()));
        wipe(text);
        auto reference = stash.put(stashName(provider.id, suffix), std::move(secret));
        if (!reference)
            return tl::unexpected<Error>(reference.error());
        text = *reference;
        ++count;
        warnings.push_back(what + " of provider " + provider.id + " was given in plain text; it is kept as " + text +
                           ": write that instead");
        return {};
    };
    for (std::size_t i = 0; i < provider.keys.size(); ++i) {
        const auto number = std::to_string(i + 1);
        if (auto kept = keep(provider.keys[i], number, "key " + number); !kept)
            return tl::unexpected<Error>(std::move(kept.error()));
    }
    if (provider.credentials.sessionToken) {
        if (auto kept = keep(*provider.credentials.sessionToken, "session", "the session token"); !kept)
            return tl::unexpected<Error>(std::move(kept.error()));
    }
    if (provider.proxyPassword) {
        if (auto kept = keep(*provider.proxyPassword, "proxy", "the proxy's password"); !kept)
            return tl::unexpected<Error>(std::move(kept.error()));
    }
    if (provider.tls.clientKey) {
        if (auto kept = keep(*provider.tls.clientKey, "tls", "the client certificate's key"); !kept)
            return tl::unexpected<Error>(std::move(kept.error()));
    }
    return count;
}

} // namespace gatehouse::config
