// SPDX-License-Identifier: Apache-2.0
#include "core/routing/eligibility.h"

#include "core/dialects/crossing.h"
#include "core/dialects/mapping/mapping.h"

#include <algorithm>

namespace gatehouse::routing {

using dialects::Operation;

const config::ProviderKey* usableKey(const config::Provider& provider) {
    for (const auto& key : provider.keys) {
        if (key.secret)
            return &key;
    }
    return nullptr;
}

bool hasSeveralKeys(const config::Provider& provider) {
    const auto readable = [](const config::ProviderKey& key) { return key.secret != nullptr; };
    return std::count_if(provider.keys.begin(), provider.keys.end(), readable) > 1;
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

namespace {

// The form's own path, unless the mapping says another. A provider has a mapping only where its form has such a row.
Passage mappedPassage(const config::Provider& provider) {
    dialects::FormRow row{Operation::MappedChat, {}};
    if (const auto* own = dialects::rowOf(provider.form, Operation::MappedChat))
        row = *own;
    const auto& mapping = *provider.mapping;
    if (!mapping.path().empty()) {
        row.path = mapping.path();
        row.streamPath = mapping.streamPath();
    }
    if (!mapping.streams())
        row.streamPath = {};
    return {row, true};
}

// A form's row that not every service of that form has.
bool hasRow(const config::Provider& provider, Operation operation) {
    return provider.form != dialects::ProviderForm::OpenAi || operation != Operation::Responses || provider.responses;
}

} // namespace

Result<Passage> passageTo(const config::Provider& provider, Operation operation) {
    if (provider.mapping && dialects::capabilityOf(operation) == dialects::Capability::Chat)
        return mappedPassage(provider);
    const auto* own = dialects::rowOf(provider.form, operation);
    if (own != nullptr && hasRow(provider, operation))
        return Passage{*own, false};
    for (const auto& row : dialects::rowsOf(provider.form)) {
        if (row.operation != Operation::MappedChat && hasRow(provider, row.operation) &&
            dialects::canCross(operation, row.operation))
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
