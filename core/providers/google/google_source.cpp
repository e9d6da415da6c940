// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/providers/auth/crypto.h"
#include "core/providers/auth/sources.h"

namespace gatehouse::providers {
namespace {

using config::CredentialSource;
using dialects::json::Document;
using dialects::json::View;
using dialects::json::Writer;

constexpr std::string_view usualScope = "https://www.googleapis.com/auth/cloud-platform";
constexpr std::string_view usualTokens = "https://oauth2.googleapis.com/token";
constexpr std::string_view usualExchange = "https://sts.googleapis.com/v1/token";
constexpr std::string_view impersonation = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/";
constexpr std::string_view usualMetadata = "metadata.google.internal";
constexpr std::int64_t jwtLife = 3'600; // the most that Google takes
constexpr int mostNested = 3;           // of credentials within credentials
constexpr std::chrono::milliseconds metadataConnect{2'000};

Error badKey(std::string_view what) {
    return failure(ErrorKind::Invalid, "provider_auth_key",
                   "Google's credential cannot be used: " + std::string(what) +
                       ". Take the JSON file of a service account's key, of gcloud's login, or of a federation.")
        .value();
}

// Wiped when it goes: most of it is a secret.
struct Text {
    std::string text;
    Text() = default;
    explicit Text(std::string of) : text(std::move(of)) {}
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;
    Text(Text&& other) noexcept : text(std::move(other.text)) {}
    Text& operator=(Text&&) = delete;
    ~Text() { wipe(text); }
};

// Secrets go over TLS, or stay on this machine.
bool mayCarrySecrets(const std::string& url) {
    const auto parts = splitUrl(url);
    return parts && (parts->tls || isNearby(parts->host));
}

std::string textOr(View value, std::string_view otherwise) {
    auto text = value.text();
    return text.empty() ? std::string(otherwise) : text;
}

class Google final : public TokenSource {
public:
    explicit Google(SourceInput input) : m_in(std::move(input)), m_with(*m_in.credentials) {}

    Task<Result<Grant>> fetch() override {
        auto grant = co_await found();
        if (!grant || m_with.serviceAccount.empty())
            co_return grant;
        const auto url = std::string(impersonation) + m_with.serviceAccount + ":generateAccessToken";
        co_return co_await impersonated(url, grant->token, scope());
    }

private:
    std::string scope() const { return m_with.scope.empty() ? std::string(usualScope) : m_with.scope; }

    Task<Result<Grant>> found() {
        if (m_in.key)
            co_return co_await fromJson(m_in.key->reveal(), 0);
        const auto wanted = m_with.source;
        const bool any = wanted == CredentialSource::Auto;
        const std::string named(m_with.variable("GOOGLE_APPLICATION_CREDENTIALS"));
        const bool byName = wanted == CredentialSource::Variables || wanted == CredentialSource::WorkloadIdentity;
        if (byName || (any && !named.empty())) {
            if (named.empty())
                co_return tl::unexpected(missing("GOOGLE_APPLICATION_CREDENTIALS is not set."));
            co_return co_await fromFile(named);
        }
        if (wanted == CredentialSource::Container)
            co_return tl::unexpected(missing("Google has no address for containers: take another credentials.source."));
        if (any || wanted == CredentialSource::Profile) {
            auto left = co_await fromFile(gcloudFile());
            if (left || !any || left.error().kind != ErrorKind::NotFound)
                co_return left;
        }
        co_return co_await machine();
    }

    std::string gcloudFile() const {
        std::string folder(m_with.variable("CLOUDSDK_CONFIG"));
        if (folder.empty())
            folder = std::string(m_with.variable("HOME")) + "/.config/gcloud";
        return folder + "/application_default_credentials.json";
    }

    Task<Result<Grant>> fromFile(std::string path) {
        auto read = co_await m_in.tools.files.read(m_in.tools.executor, std::move(path));
        if (!read)
            co_return tl::unexpected(std::move(read.error()));
        const Text held(std::move(*read));
        co_return co_await fromJson(held.text, 0);
    }

    // "text" must outlive the call.
    Task<Result<Grant>> fromJson(std::string_view text, int depth) {
        auto document = Document::parse(text);
        if (!document)
            co_return tl::unexpected(badKey("it is no JSON object"));
        const auto root = document->root();
        const auto type = root["type"].text();
        if (type == "service_account")
            co_return co_await serviceAccount(root);
        if (type == "authorized_user")
            co_return co_await authorizedUser(root);
        if (type == "external_account")
            co_return co_await federated(root);
        if (type == "impersonated_service_account" && depth < mostNested) {
            auto source = co_await fromJson(root["source_credentials"].written(), depth + 1);
            if (!source)
                co_return source;
            co_return co_await impersonated(root["service_account_impersonation_url"].text(), source->token, scope());
        }
        co_return tl::unexpected(badKey("its type is none that this version knows"));
    }

    // RFC 7523: a signed statement for a token.
    Task<Result<Grant>> serviceAccount(View root) {
        const auto url = textOr(root["token_uri"], usualTokens);
        const Text pem(root["private_key"].text());
        const auto email = root["client_email"].text();
        if (email.empty() || pem.text.empty())
            co_return tl::unexpected(badKey("client_email or private_key is missing"));
        if (!mayCarrySecrets(url))
            co_return tl::unexpected(badKey("its token_uri is not https"));
        auto assertion = statement(email, url, root["private_key_id"].text(), pem.text);
        if (!assertion)
            co_return tl::unexpected(badKey("its private_key is no RSA key in PEM"));
        auto request = requestTo(url);
        appendFormField(request.form, "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        appendFormField(request.form, "assertion", *assertion);
        wipe(*assertion);
        co_return co_await fetchToken(m_in.tools, std::move(request));
    }

    Result<std::string> statement(const std::string& email, const std::string& audience, const std::string& keyId,
                                  std::string_view pem) const {
        const auto now = m_in.tools.clock.wall() / 1'000'000;
        std::string header;
        Writer head(header);
        head.beginObject().text("alg", "RS256").text("typ", "JWT");
        if (!keyId.empty())
            head.text("kid", keyId);
        head.endObject();
        std::string claims;
        Writer body(claims);
        body.beginObject().text("iss", email).text("scope", scope()).text("aud", audience);
        body.number("iat", now).number("exp", now + jwtLife).endObject();
        auto text = base64Url(header) + "." + base64Url(claims);
        auto signature = signRs256(pem, text);
        if (!signature)
            return signature;
        return text.append(".").append(base64Url(*signature));
    }

    Task<Result<Grant>> authorizedUser(View root) {
        const auto url = textOr(root["token_uri"], usualTokens);
        if (!mayCarrySecrets(url))
            co_return tl::unexpected(badKey("its token_uri is not https"));
        auto request = requestTo(url);
        appendFormField(request.form, "grant_type", "refresh_token");
        for (const auto* name : {"client_id", "client_secret", "refresh_token"}) {
            const Text value(root[name].text());
            if (value.text.empty())
                co_return tl::unexpected(badKey("client_id, client_secret or refresh_token is missing"));
            appendFormField(request.form, name, value.text);
        }
        auto project = root["quota_project_id"].text();
        auto grant = co_await fetchToken(m_in.tools, std::move(request));
        if (grant)
            grant->quotaProject = std::move(project);
        co_return grant;
    }

    // RFC 8693 (https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token).
    Task<Result<Grant>> federated(View root) {
        const auto url = textOr(root["token_url"], usualExchange);
        const auto impersonate = root["service_account_impersonation_url"].text();
        if (!mayCarrySecrets(url) || (!impersonate.empty() && !mayCarrySecrets(impersonate)))
            co_return tl::unexpected(badKey("its token_url or service_account_impersonation_url is not https"));
        auto subject = co_await subjectToken(root["credential_source"]);
        if (!subject)
            co_return tl::unexpected(std::move(subject.error()));
        const Text held(std::move(*subject));
        auto request = requestTo(url);
        appendFormField(request.form, "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        appendFormField(request.form, "audience", root["audience"].text());
        appendFormField(request.form, "scope", impersonate.empty() ? scope() : std::string(usualScope));
        appendFormField(request.form, "requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
        appendFormField(request.form, "subject_token_type",
                        textOr(root["subject_token_type"], "urn:ietf:params:oauth:token-type:jwt"));
        appendFormField(request.form, "subject_token", held.text);
        auto grant = co_await fetchToken(m_in.tools, std::move(request));
        if (!grant || impersonate.empty())
            co_return grant;
        co_return co_await impersonated(impersonate, grant->token, scope());
    }

    Task<Result<std::string>> subjectToken(View source) {
        std::string text;
        if (source["file"].given()) {
            auto read = co_await m_in.tools.files.read(m_in.tools.executor, source["file"].text());
            if (!read)
                co_return tl::unexpected(std::move(read.error()));
            text = std::move(*read);
        } else if (source["url"].given() && !source["environment_id"].given()) {
            TokenRequest request;
            request.method = http::Method::Get;
            request.server = "the federation's credential source";
            request.url = source["url"].text();
            request.way = m_with.tokenWay;
            request.machine = true;
            if (!mayCarrySecrets(request.url))
                co_return tl::unexpected(badKey("its credential_source is neither https nor on this machine"));
            for (const auto field : source["headers"].children())
                request.fields.push_back({std::string(field.name()), field.text()});
            auto answer = co_await ask(m_in.tools, std::move(request));
            if (!answer)
                co_return tl::unexpected(std::move(answer.error()));
            if (answer->status != 200)
                co_return tl::unexpected(refusal("the federation's credential source", *answer));
            text = answer->body;
        } else {
            co_return tl::unexpected(badKey("its credential_source is neither a file nor a URL"));
        }
        const auto format = source["format"];
        if (format["type"].text() != "json")
            co_return std::string(trimLines(text));
        const auto document = Document::parse(text);
        auto token = document ? document->root()[format["subject_token_field_name"].text()].text() : std::string();
        wipe(text);
        if (token.empty())
            co_return tl::unexpected(badKey("its credential_source holds no subject token"));
        co_return token;
    }

    // https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken
    Task<Result<Grant>> impersonated(std::string url, SharedSecret with, std::string wanted) {
        if (!mayCarrySecrets(url))
            co_return tl::unexpected(badKey("its service_account_impersonation_url is not https"));
        auto request = requestTo(url);
        const auto server = request.server;
        request.fields.push_back({"Authorization", "Bearer "});
        request.fields.back().value.append(with->reveal());
        Writer body(request.json);
        body.beginObject().beginArray("scope");
        for (std::string_view rest = wanted; !rest.empty();) {
            const auto end = std::min(rest.find(' '), rest.size());
            body.text(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        body.endArray().text("lifetime", "3600s").endObject();
        auto answer = co_await ask(m_in.tools, std::move(request));
        if (!answer)
            co_return tl::unexpected(std::move(answer.error()));
        if (answer->status != 200)
            co_return tl::unexpected(refusal(server, *answer));
        const auto document = Document::parse(answer->body);
        auto token = document ? document->root()["accessToken"].text() : std::string();
        if (token.empty())
            co_return tl::unexpected(unreadableAnswer(server));
        Grant grant;
        grant.lifetime =
            untilTime(document->root()["expireTime"].text(), m_in.tools.clock).value_or(std::chrono::seconds(300));
        grant.token = makeSecret(std::move(token));
        co_return grant;
    }

    // https://cloud.google.com/compute/docs/access/authenticate-workloads
    Task<Result<Grant>> machine() {
        auto host = m_with.variable("GCE_METADATA_HOST");
        if (host.empty())
            host = usualMetadata;
        TokenRequest request;
        request.method = http::Method::Get;
        request.server = "the machine's metadata address " + std::string(host);
        request.url.append("http://").append(host).append(
            "/computeMetadata/v1/instance/service-accounts/default/token");
        if (!m_with.scope.empty()) {
            std::string query;
            appendFormField(query, "scopes", m_with.scope);
            request.url.append("?").append(query);
        }
        request.connect = metadataConnect;
        request.machine = true;
        request.fields.push_back({"Metadata-Flavor", "Google"});
        const auto server = request.server;
        auto answer = co_await ask(m_in.tools, std::move(request));
        if (!answer) {
            answer.error().message += " No credential of Google Cloud is here: neither GOOGLE_APPLICATION_CREDENTIALS, "
                                      "nor gcloud's login, nor a machine's service account. Give the provider a key.";
            co_return tl::unexpected(std::move(answer.error()));
        }
        // Any other server at that address is none of Google's.
        if (answer->flavor != "Google")
            co_return tl::unexpected(unreadableAnswer(server));
        co_return readToken(server, *answer, m_in.tools.clock);
    }

    TokenRequest requestTo(const std::string& url) const {
        TokenRequest request;
        request.url = url;
        const auto parts = splitUrl(url);
        request.server = "Google's token server " + (parts ? parts->host : std::string());
        request.way = m_with.tokenWay;
        return request;
    }

    SourceInput m_in;
    const config::Credentials& m_with;
};

} // namespace

std::shared_ptr<TokenSource> googleSource(SourceInput input) {
    return std::make_shared<Google>(std::move(input));
}

} // namespace gatehouse::providers
