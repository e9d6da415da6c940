// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/http/upstream.h"

#include <memory>

namespace gatehouse::providers {

// What was shown to the provider beside its key: a token or a temporary key that was fetched. Null: nothing was.
using Proof = std::shared_ptr<const void>;

// Proofs of identity that are more than a key put into a field: signatures over the request, tokens that have to be
// fetched and renewed. One per I/O thread; what it learns is shared by the threads behind it.
class Authorizer {
public:
    virtual ~Authorizer() = default;
    // Adds what the provider wants to a request that is otherwise as it will be sent. "key" may be null. Does nothing
    // for providers whose key fieldsFor() has already put in its place. Errors: Unavailable, Invalid, Timeout
    // (provider_auth_…), Cancelled.
    virtual Task<Result<Proof>> authorize(const config::Provider& provider, const config::ProviderKey* key,
                                          http::UpstreamRequest& request) = 0;
    // The provider answered 401 or 403 to a request with that proof. True: the request may be sent once more, with what
    // authorize() will fetch anew.
    virtual bool refused(const config::Provider& provider, const config::ProviderKey* key, const Proof& proof) = 0;
};

// For providers whose key stands in a field: nothing is left to do.
class NoAuthorizer final : public Authorizer {
public:
    Task<Result<Proof>> authorize(const config::Provider& /*provider*/, const config::ProviderKey* /*key*/,
                                  http::UpstreamRequest& /*request*/) override {
        co_return Proof();
    }
    bool refused(const config::Provider& /*provider*/, const config::ProviderKey* /*key*/,
                 const Proof& /*proof*/) override {
        return false;
    }
};

} // namespace gatehouse::providers
