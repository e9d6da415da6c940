// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/dispatch.h"

namespace gatehouse::pipeline {

// The call's body as this candidate takes it: the client's bytes with the least edits where the dialect is the same,
// else translated. Errors: Invalid operation_unsupported where that provider's dialect has no such operation; what
// the codecs refuse.
Result<PreparedRequest> prepareRequest(const Call& call, const routing::Candidate& candidate);

// What the provider is spoken to in. The demo provider speaks every client's dialect.
dialects::Dialect dialectOf(const config::Provider& provider, const Call& call);

// The operation that serves it in the provider's dialect (a Messages call becomes ChatCompletions at OpenAI's).
dialects::Operation operationFor(dialects::Operation operation, dialects::Dialect provider);

// Errors of a provider that no second try at the same target can mend.
bool isPermanent(const Error& error);

// The call's own deadline passed.
Error callTimedOut();

} // namespace gatehouse::pipeline
