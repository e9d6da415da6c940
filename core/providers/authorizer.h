// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/http/upstream.h"

namespace gatehouse::providers {

// Proofs of identity that are more than a key put into a field: signatures over the request, tokens that have to be
// fetched and renewed. One per I/O thread; what it learns is shared by the threads behind it.
class Authorizer {
public:
    virtual ~Authorizer() = default;
    // Adds what the provider wants to a request that is otherwise as it will be sent. "key" may be null. Does nothing
    // for providers whose key fieldsFor() has already put in its place. Errors: Unavailable (provider_auth_…).
    virtual Task<Result<void>> authorize(const config::Provider& provider, const config::ProviderKey* key,
                                         http::UpstreamRequest& request) = 0;
};

// For providers whose key stands in a field: nothing is left to do.
class NoAuthorizer final : public Authorizer {
public:
    Task<Result<void>> authorize(const config::Provider& /*provider*/, const config::ProviderKey* /*key*/,
                                 http::UpstreamRequest& /*request*/) override {
        co_return Result<void>{};
    }
};

} // namespace gatehouse::providers
