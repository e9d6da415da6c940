// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/dialects/provider_form.h"

#include <optional>
#include <string>

// Whether a provider can serve a call at all, before anything is sent to it. What dispatch goes by, and what tells
// people beforehand how a call would go. Pure; any thread.
namespace gatehouse::routing {

// The first key that could be read; null: none could.
const config::ProviderKey* usableKey(const config::Provider& provider);

// Whether it has several that could be read: then one that is rejected or limited rests, and another takes over.
bool hasSeveralKeys(const config::Provider& provider);

// Why nothing can be sent there: a clause such as "the provider is disabled"; nothing where it can.
std::optional<std::string> whyNot(const config::Provider& provider);

// How a call reaches a provider: by its own operation there, or translated to another one of its capability (a Messages
// call becomes ChatCompletions at OpenAI's).
struct Passage {
    dialects::FormRow row; // the operation there, and its path
    bool translated = false;
    dialects::Dialect dialect() const { return dialects::dialectOf(row.operation); }
};
// Error: Invalid operation_unsupported where that provider has no such operation.
Result<Passage> passageTo(const config::Provider& provider, dialects::Operation operation);

} // namespace gatehouse::routing
