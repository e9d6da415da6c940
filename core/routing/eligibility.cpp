// SPDX-License-Identifier: Apache-2.0
#include "core/routing/eligibility.h"

namespace gatehouse::routing {

using dialects::Dialect;
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
    if (provider.demo || provider.auth == config::AuthStyle::None || usableKey(provider) != nullptr)
        return std::nullopt;
    if (provider.keys.empty())
        return "the provider has no key";
    return "its key " + provider.keys.front().reference + " could not be read: " + provider.keys.front().problem;
}

Dialect dialectOf(const config::Provider& provider, Dialect client) {
    return provider.demo ? client : provider.dialect;
}

bool isChat(Operation operation) {
    return operation == Operation::ChatCompletions || operation == Operation::Messages;
}

Operation operationFor(Operation operation, Dialect provider) {
    if (!isChat(operation))
        return operation;
    return provider == Dialect::Anthropic ? Operation::Messages : Operation::ChatCompletions;
}

Result<Passage> passageTo(const config::Provider& provider, Dialect client, Operation operation) {
    const bool demoLacks = provider.demo && (dialects::isMedia(operation) || operation == Operation::Rerank);
    if (dialectOf(provider, client) == client && !demoLacks)
        return Passage::AsItIs;
    if (isChat(operation))
        return Passage::Translated;
    return failure(
        ErrorKind::Invalid, "operation_unsupported",
        "Provider \"" + provider.id + "\" " +
            (demoLacks ? "is the demo provider" : "speaks " + std::string(dialects::nameOf(provider.dialect))) +
            ", which has no " + std::string(dialects::nameOf(operation)) +
            ". Route this model to a provider that has it.");
}

} // namespace gatehouse::routing
