// SPDX-License-Identifier: Apache-2.0
// The places of an identity, in the order in which Azure's own tools ask them
// (https://learn.microsoft.com/azure/developer/intro/passwordless-overview): the environment, a workload's token,
// the address that an app service or an Arc agent names (…/azure/azure-arc/servers/managed-identity-authentication),
// and the machine's metadata (…/entra/identity/managed-identities-azure-resources/how-to-use-vm-token).
#include "core/base/text.h"
#include "core/providers/auth/crypto.h"
#include "core/providers/auth/sources.h"

namespace gatehouse::providers {
namespace {

using config::CredentialSource;

constexpr std::string_view usualScope = "https://cognitiveservices.azure.com/.default";
constexpr std::string_view usualAuthority = "https://login.microsoftonline.com";
constexpr std::string_view usualMetadata = "http://169.254.169.254";
constexpr std::string_view arcTokens = "/var/opt/azcmagent/tokens/";
constexpr std::string_view assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
constexpr std::chrono::milliseconds metadataConnect{2'000};

class Entra final : public TokenSource {
public:
    explicit Entra(SourceInput input) : m_in(std::move(input)), m_with(*m_in.credentials) {}

    Task<Result<Grant>> fetch() override {
        if (m_in.key)
            co_return co_await withSecret(m_in.key);
        const auto wanted = m_with.source;
        const bool any = wanted == CredentialSource::Auto;
        const auto secret = m_with.secretVariable("AZURE_CLIENT_SECRET");
        if (wanted == CredentialSource::Variables || (any && secret))
            co_return co_await withSecret(secret);
        if (wanted == CredentialSource::WorkloadIdentity ||
            (any && !m_with.variable("AZURE_FEDERATED_TOKEN_FILE").empty()))
            co_return co_await workload();
        if (wanted == CredentialSource::Container || (any && !m_with.variable("IDENTITY_ENDPOINT").empty()))
            co_return co_await namedEndpoint();
        if (wanted == CredentialSource::Profile)
            co_return tl::unexpected(
                missing("Entra has no profile files: take another credentials.source, or give a key."));
        co_return co_await machine();
    }

private:
    std::string clientId() const {
        return m_with.clientId.empty() ? std::string(m_with.variable("AZURE_CLIENT_ID")) : m_with.clientId;
    }

    std::string scope() const { return m_with.scope.empty() ? std::string(usualScope) : m_with.scope; }

    // What managed identities call a scope.
    std::string resource() const {
        constexpr std::string_view all = "/.default";
        auto text = scope();
        if (text.ends_with(all))
            text.resize(text.size() - all.size());
        return text;
    }

    Result<TokenRequest> tokenRequest() const {
        TokenRequest request;
        request.url = m_with.tokenUrl;
        if (request.url.empty()) {
            const auto tenant = m_with.tenant.empty() ? m_with.variable("AZURE_TENANT_ID") : m_with.tenant;
            if (tenant.empty())
                return tl::unexpected(missing("Entra's tenant is missing: set credentials.tenant or AZURE_TENANT_ID."));
            auto authority = m_with.variable("AZURE_AUTHORITY_HOST");
            if (authority.empty())
                authority = usualAuthority;
            while (authority.ends_with('/'))
                authority.remove_suffix(1);
            request.url.append(authority).append("/").append(tenant).append("/oauth2/v2.0/token");
        }
        const auto id = clientId();
        if (id.empty())
            return tl::unexpected(
                missing("The application's id is missing: set credentials.client_id or AZURE_CLIENT_ID."));
        const auto parts = splitUrl(request.url);
        request.server = "Entra's token server " + (parts ? parts->host : std::string());
        request.way = m_with.tokenWay;
        appendFormField(request.form, "grant_type", "client_credentials");
        appendFormField(request.form, "client_id", id);
        appendFormField(request.form, "scope", scope());
        return request;
    }

    Task<Result<Grant>> withSecret(SharedSecret secret) {
        if (!secret)
            co_return tl::unexpected(missing("AZURE_CLIENT_SECRET is not set, and the provider has no key."));
        auto request = tokenRequest();
        if (!request)
            co_return tl::unexpected(std::move(request.error()));
        appendFormField(request->form, "client_secret", secret->reveal());
        co_return co_await fetchToken(m_in.tools, std::move(*request));
    }

    Task<Result<Grant>> workload() {
        const std::string path(m_with.variable("AZURE_FEDERATED_TOKEN_FILE"));
        if (path.empty())
            co_return tl::unexpected(missing("AZURE_FEDERATED_TOKEN_FILE is not set: no workload identity is here."));
        auto request = tokenRequest();
        if (!request)
            co_return tl::unexpected(std::move(request.error()));
        auto assertion = co_await m_in.tools.files.read(m_in.tools.executor, path);
        if (!assertion)
            co_return tl::unexpected(std::move(assertion.error()));
        appendFormField(request->form, "client_assertion_type", assertionType);
        appendFormField(request->form, "client_assertion", trimLines(*assertion));
        wipe(*assertion);
        co_return co_await fetchToken(m_in.tools, std::move(*request));
    }

    TokenRequest identityRequest(std::string url, std::string_view version, std::string server) const {
        TokenRequest request;
        request.method = http::Method::Get;
        request.server = std::move(server);
        request.way = m_with.tokenWay;
        request.connect = metadataConnect;
        request.machine = true;
        std::string query;
        appendFormField(query, "api-version", version);
        appendFormField(query, "resource", resource());
        if (const auto id = clientId(); !id.empty())
            appendFormField(query, "client_id", id);
        request.url = std::move(url);
        request.url.append(request.url.find('?') == std::string::npos ? "?" : "&").append(query);
        return request;
    }

    // An app service gives a header with its address; an Arc agent or IoT Edge a challenge with a file.
    Task<Result<Grant>> namedEndpoint() {
        std::string url(m_with.variable("IDENTITY_ENDPOINT"));
        if (url.empty())
            co_return tl::unexpected(missing("IDENTITY_ENDPOINT is not set: no identity's address is here."));
        if (!m_with.variable("IDENTITY_SERVER_THUMBPRINT").empty())
            co_return tl::unexpected(missing("The identity of Service Fabric is not in this version: its server has a "
                                             "certificate of its own. Give a client's secret instead."));
        const auto header = m_with.secretVariable("IDENTITY_HEADER");
        if (header) {
            auto request = identityRequest(std::move(url), "2019-08-01", "the app service's identity");
            request.fields.push_back({"X-IDENTITY-HEADER", std::string(header->reveal())});
            co_return co_await fetchToken(m_in.tools, std::move(request));
        }
        auto request = identityRequest(url, "2020-06-01", "the machine's identity agent");
        request.fields.push_back({"Metadata", "true"});
        auto challenged = co_await ask(m_in.tools, std::move(request));
        if (!challenged)
            co_return tl::unexpected(std::move(challenged.error()));
        if (challenged->status != 401)
            co_return readToken("the machine's identity agent", *challenged, m_in.tools.clock);
        auto secret = co_await challengeSecret(challenged->authenticate);
        if (!secret)
            co_return tl::unexpected(std::move(secret.error()));
        auto again = identityRequest(std::move(url), "2020-06-01", "the machine's identity agent");
        again.fields.push_back({"Metadata", "true"});
        again.fields.push_back({"Authorization", "Basic "});
        again.fields.back().value.append(trimLines(*secret));
        wipe(*secret);
        co_return co_await fetchToken(m_in.tools, std::move(again));
    }

    // "Basic realm=/var/opt/azcmagent/tokens/….key": only a file of the agent's own folder is believed, or whoever
    // answers at the address could have any file sent.
    Task<Result<std::string>> challengeSecret(std::string challenge) {
        constexpr std::string_view start = "Basic realm=";
        const auto path = std::string_view(challenge).substr(std::min(start.size(), challenge.size()));
        const bool own = challenge.starts_with(start) && path.starts_with(arcTokens) && path.ends_with(".key") &&
                         path.substr(arcTokens.size()).find('/') == std::string_view::npos;
        if (!own)
            co_return failure(ErrorKind::Unavailable, "provider_auth_answer",
                              "The machine's identity agent names a file that is not its own.");
        co_return co_await m_in.tools.files.read(m_in.tools.executor, std::string(path));
    }

    Task<Result<Grant>> machine() {
        auto host = m_with.variable("AZURE_POD_IDENTITY_AUTHORITY_HOST");
        if (host.empty())
            host = usualMetadata;
        while (host.ends_with('/'))
            host.remove_suffix(1);
        auto request = identityRequest(std::string(host) + "/metadata/identity/oauth2/token", "2018-02-01",
                                       "the machine's metadata address");
        request.fields.push_back({"Metadata", "true"});
        auto grant = co_await fetchToken(m_in.tools, std::move(request));
        if (!grant && grant.error().code == "provider_auth_unreachable")
            grant.error().message += " There is no managed identity here; give the provider a client's secret, or run "
                                     "where one is.";
        co_return grant;
    }

    SourceInput m_in;
    const config::Credentials& m_with;
};

} // namespace

std::shared_ptr<TokenSource> entraSource(SourceInput input) {
    return std::make_shared<Entra>(std::move(input));
}

} // namespace gatehouse::providers
