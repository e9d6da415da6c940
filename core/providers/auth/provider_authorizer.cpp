// SPDX-License-Identifier: Apache-2.0
#include "core/providers/auth/provider_authorizer.h"

#include "core/base/text.h"
#include "core/config/credentials.h"
#include "core/providers/auth/sources.h"
#include "core/providers/aws/signature.h"

#include <utility>

namespace gatehouse::providers {
namespace {

using config::AuthStyle;

// Parts of different lengths never run into each other.
void add(std::string& text, std::string_view part) {
    text.append(std::to_string(part.size())).append(":").append(part);
}

void add(std::string& text, const SharedSecret& secret) {
    add(text, secret ? secret->reveal() : std::string_view());
}

std::shared_ptr<TokenSource> sourceOf(AuthStyle style, SourceInput input) {
    switch (style) {
    case AuthStyle::AwsSigV4:
        return awsSource(std::move(input));
    case AuthStyle::Google:
        return googleSource(std::move(input));
    case AuthStyle::Entra:
        return entraSource(std::move(input));
    case AuthStyle::IbmIam:
        return ibmSource(std::move(input));
    default:
        return clientCredentialsSource(std::move(input));
    }
}

// As the client writes its Host field (core/http/client).
std::string hostField(const http::Endpoint& endpoint) {
    const bool six = endpoint.host.find(':') != std::string::npos;
    auto host = six ? "[" + endpoint.host + "]" : endpoint.host;
    if (endpoint.port != (endpoint.tls ? 443 : 80))
        host += ":" + std::to_string(endpoint.port);
    return host;
}

SharedSecret secretOf(const config::ProviderKey* key) {
    return key != nullptr ? key->secret : nullptr;
}

} // namespace

Digest identityOf(const config::Provider& provider, const SharedSecret& key) {
    const auto& with = *provider.credentials;
    std::string text = std::to_string(static_cast<int>(provider.auth)) + "," +
                       std::to_string(static_cast<int>(with.source)) + (with.clientInBody ? ",body," : ",basic,");
    for (const auto& part :
         {with.region, with.accessKeyId, with.profile, with.role, with.externalId, with.serviceAccount, with.tenant,
          with.clientId, with.scope, with.audience, with.tokenUrl, with.tokenWay ? with.tokenWay->key : std::string()})
        add(text, part);
    add(text, key);
    add(text, with.sessionToken);
    for (const auto& [name, value] : with.environment) {
        add(text, name);
        add(text, value);
    }
    for (const auto& [name, value] : with.secretEnvironment) {
        add(text, name);
        add(text, value);
    }
    const auto digest = sha256(text);
    wipe(text);
    return digest;
}

ProviderAuthorizer::ProviderAuthorizer(Executor executor, http::Upstream& network, std::shared_ptr<TokenStore> store,
                                       FileReader& files, const Clock& clock)
    : m_tools{executor, network, files, clock}, m_store(std::move(store)) {}

Task<Result<Proof>> ProviderAuthorizer::authorize(const config::Provider& provider, const config::ProviderKey* key,
                                                  http::UpstreamRequest& request) {
    if (provider.auth == AuthStyle::Query) {
        if (key == nullptr || !key->secret)
            co_return failure(ErrorKind::Unavailable, "provider_key_missing",
                              "The provider " + provider.id + " has no key that can be read. Add one under its keys.");
        auto value = percentEncode(key->secret->reveal());
        request.target.append(request.target.find('?') == std::string::npos ? "?" : "&");
        request.target.append(provider.authHeader).append("=").append(value);
        wipe(value);
        co_return Proof();
    }
    if (!catalog::isFetchedOrSigned(provider.auth) || !provider.credentials)
        co_return Proof();
    if (!provider.credentials->problem.empty())
        co_return failure(ErrorKind::Unavailable, "provider_auth_secret",
                          "The provider " + provider.id + " cannot sign: " + provider.credentials->problem);
    const auto id = identityOf(provider, secretOf(key));
    auto grant = m_store->ready(id);
    if (!grant) {
        SourceInput input{m_tools, provider.credentials, secretOf(key)};
        auto source = sourceOf(provider.auth, std::move(input));
        auto fetched = co_await m_store->get(m_tools.executor, id, std::move(source));
        if (!fetched)
            co_return tl::unexpected(std::move(fetched.error()));
        grant = std::move(*fetched);
    }
    if (provider.auth == AuthStyle::AwsSigV4)
        co_return addSignature(provider, std::move(grant), request);
    co_return addToken(provider, std::move(grant), request);
}

Result<Proof> ProviderAuthorizer::addToken(const config::Provider& /*provider*/, GrantPtr grant,
                                           http::UpstreamRequest& request) const {
    request.fields.push_back({"Authorization", "Bearer "});
    request.fields.back().value.append(grant->token->reveal()); // onto the wire; the client wipes it after sending
    if (!grant->quotaProject.empty())
        request.fields.push_back({"x-goog-user-project", grant->quotaProject});
    return Proof(std::move(grant));
}

Result<Proof> ProviderAuthorizer::addSignature(const config::Provider& provider, GrantPtr grant,
                                               http::UpstreamRequest& request) const {
    if (request.source != nullptr)
        return failure(ErrorKind::Invalid, "provider_auth_body_streamed",
                       "The provider " + provider.id +
                           " wants its requests signed, and a body that streams through cannot be: its digest is not "
                           "known before it has gone. Send such files to the provider directly.");
    const auto& with = *provider.credentials;
    const aws::SigningKey key{grant->accessKeyId, grant->token->reveal(),
                              grant->sessionToken ? grant->sessionToken->reveal() : std::string_view()};
    const aws::SigningScope scope{with.region, with.service, m_tools.clock.wall()};
    aws::sign(request.fields, http::nameOf(request.method), request.target, hostField(*request.endpoint), request.body,
              key, scope);
    return Proof(std::move(grant));
}

bool ProviderAuthorizer::refused(const config::Provider& provider, const config::ProviderKey* key, const Proof& proof) {
    if (!proof || !provider.credentials)
        return false;
    const auto grant = std::static_pointer_cast<const Grant>(proof);
    // A key that nobody fetched stays as it is, however often it is asked for.
    if (provider.auth == AuthStyle::AwsSigV4 && !grant->lifetime && !grant->freshFor)
        return false;
    return m_store->refused(identityOf(provider, secretOf(key)), grant);
}

} // namespace gatehouse::providers
