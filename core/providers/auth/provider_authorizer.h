// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/providers/auth/token_request.h"
#include "core/providers/auth/token_store.h"
#include "core/providers/authorizer.h"

#include <memory>

namespace gatehouse::providers {

class FileReader;

// All kinds of credential: a parameter of the address, AWS signatures, and tokens from the store that all I/O threads
// share. One per I/O thread; store, files and clock must outlive it.
class ProviderAuthorizer final : public Authorizer {
public:
    // "network" is where token servers are reached.
    ProviderAuthorizer(Executor executor, http::Upstream& network, std::shared_ptr<TokenStore> store, FileReader& files,
                       const Clock& clock);

    Task<Result<Proof>> authorize(const config::Provider& provider, const config::ProviderKey* key,
                                  http::UpstreamRequest& request) override;
    bool refused(const config::Provider& provider, const config::ProviderKey* key, const Proof& proof) override;

private:
    Result<Proof> addToken(const config::Provider& provider, GrantPtr grant, http::UpstreamRequest& request) const;
    Result<Proof> addSignature(const config::Provider& provider, GrantPtr grant, http::UpstreamRequest& request) const;

    FetchTools m_tools;
    std::shared_ptr<TokenStore> m_store;
};

// Who the provider calls as: equal where one token serves. Of all that a fetch would use; never a secret itself.
Digest identityOf(const config::Provider& provider, const SharedSecret& key);

} // namespace gatehouse::providers
