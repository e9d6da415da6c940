// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/dialects/dialect.h"

#include <optional>
#include <string>

// Whether a provider can serve a call at all, before anything is sent to it. What dispatch goes by, and what tells
// people beforehand how a call would go. Pure; any thread.
namespace gatehouse::routing {

// The first key that could be read; null: none could.
const config::ProviderKey* usableKey(const config::Provider& provider);

// Why nothing can be sent there: a clause such as "the provider is disabled"; nothing where it can.
std::optional<std::string> whyNot(const config::Provider& provider);

// What the provider is spoken to in. The demo provider speaks every client's dialect.
dialects::Dialect dialectOf(const config::Provider& provider, dialects::Dialect client);

// A chat: what is translated from dialect to dialect.
bool isChat(dialects::Operation operation);

// The operation that serves it in the provider's dialect (a Messages call becomes ChatCompletions at OpenAI's).
dialects::Operation operationFor(dialects::Operation operation, dialects::Dialect provider);

// Whether the request has to be put into another dialect there. Error: Invalid operation_unsupported where that
// provider has no such operation.
enum class Passage { AsItIs, Translated };
Result<Passage> passageTo(const config::Provider& provider, dialects::Dialect client, dialects::Operation operation);

} // namespace gatehouse::routing
