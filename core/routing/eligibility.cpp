// SPDX-License-Identifier: Apache-2.0
#include "core/routing/eligibility.h"

#include "core/dialects/crossing.h"

namespace gatehouse::routing {

using dialects::Operation;

// Several keys of a provider are tried in order from here by later strategies.
const config::ProviderKey* usableKey(const config::Provider& provider) {
    for (const auto& key : provider.keys) {
        if (key.secret)
            return &key;
    }
    return nullptr;
}

std::optional<std::string> whyNot(const config::Provider& provider) {
    if (!provider.enabled)
        return "the provider is disabled";
    if (!provider.needsKey() || usableKey(provider) != nullptr)
        return std::nullopt;
    if (provider.keys.empty())
        return "the provider has no key";
    return "its key " + provider.keys.front().reference + " could not be read: " + provider.keys.front().problem;
}

Result<Passage> passageTo(const config::Provider& provider, Operation operation) {
    if (const auto* own = dialects::rowOf(provider.form, operation))
        return Passage{*own, false};
    for (const auto& row : dialects::rowsOf(provider.form)) {
        if (dialects::canCross(operation, row.operation))
            return Passage{row, true};
    }
    const auto name = std::string(dialects::nameOf(operation));
    return failure(
        ErrorKind::Invalid, "operation_unsupported",
        "Provider \"" + provider.id + "\" " +
            (provider.isDemo() ? "is the demo provider" : "speaks " + std::string(dialects::nameOf(provider.form))) +
            ", which has no " + name + ". Route this model to a provider that has it.");
}

} // namespace gatehouse::routing
