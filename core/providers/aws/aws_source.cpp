// SPDX-License-Identifier: Apache-2.0
// The chain: environment, shared profile files, container address, web identity, instance metadata; a role on top. A
// place where nothing is set up is passed by; one that is set up and fails ends the search, since another identity than
// the one that was meant must not be taken in its place.
#include "core/base/text.h"
#include "core/providers/auth/sources.h"
#include "core/providers/aws/profile_file.h"
#include "core/providers/aws/sts.h"

#include <array>

namespace gatehouse::providers {
namespace {

using config::CredentialSource;
using namespace aws;

constexpr std::string_view containerHost = "http://169.254.170.2";
constexpr std::string_view usualMetadata = "http://169.254.169.254";
constexpr std::string_view usualMetadata6 = "http://[fd00:ec2::254]";
constexpr std::string_view rolePath = "/latest/meta-data/iam/security-credentials/";
constexpr std::chrono::milliseconds metadataConnect{1'000};
constexpr std::chrono::seconds filesAreFresh{300}; // people edit them
constexpr int mostSources = 5;                     // of profiles that lean on each other

struct Held {
    Profiles profiles;
    Held() = default;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { wipeProfiles(profiles); }
};

class Aws final : public TokenSource {
public:
    explicit Aws(SourceInput input) : m_in(std::move(input)), m_with(*m_in.credentials) {}

    Task<Result<Grant>> fetch() override {
        auto base = co_await found();
        if (!base || m_with.role.empty())
            co_return base;
        Role role{m_with.role, {}, m_with.externalId};
        co_return co_await assumeRole(m_in.tools, m_with, std::move(role), std::move(*base));
    }

private:
    std::string variable(std::string_view name) const { return std::string(m_with.variable(name)); }

    Task<Result<Grant>> found() {
        if (m_in.key) {
            Grant grant;
            grant.accessKeyId = m_with.accessKeyId;
            grant.token = m_in.key;
            grant.sessionToken = m_with.sessionToken;
            co_return grant;
        }
        const auto wanted = m_with.source;
        if (wanted != CredentialSource::Auto)
            co_return co_await from(wanted);
        for (const auto place : {CredentialSource::Variables, CredentialSource::Profile, CredentialSource::Container,
                                 CredentialSource::WorkloadIdentity, CredentialSource::Metadata}) {
            auto grant = co_await from(place);
            if (grant || grant.error().code != "provider_auth_missing")
                co_return grant;
            m_looked.append(m_looked.empty() ? "" : " ").append(grant.error().message);
        }
        co_return tl::unexpected(
            missing("No AWS credential is here. " + m_looked + " Give the provider a key, or run where one is."));
    }

    Task<Result<Grant>> from(CredentialSource place) {
        switch (place) {
        case CredentialSource::Profile:
            return fromProfiles();
        case CredentialSource::Container:
            return fromContainer();
        case CredentialSource::WorkloadIdentity:
            return fromWebIdentity();
        case CredentialSource::Metadata:
            return fromMetadata();
        default:
            return fromEnvironment();
        }
    }

    Task<Result<Grant>> fromEnvironment() {
        const auto id = variable("AWS_ACCESS_KEY_ID");
        const auto secret = m_with.secretVariable("AWS_SECRET_ACCESS_KEY");
        if (id.empty() && !secret)
            co_return tl::unexpected(missing("AWS_ACCESS_KEY_ID is not set."));
        if (id.empty() || !secret)
            co_return failure(ErrorKind::Unavailable, "provider_auth_incomplete",
                              "Of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set. Set both.");
        Grant grant;
        grant.accessKeyId = id;
        grant.token = secret;
        grant.sessionToken = m_with.secretVariable("AWS_SESSION_TOKEN");
        co_return grant;
    }

    Task<Result<Grant>> fromProfiles() {
        std::string name = m_with.profile;
        for (const auto* other : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
            if (name.empty())
                name = variable(other);
        }
        const bool meant = !name.empty();
        if (!meant)
            name = "default";
        Held held;
        std::string looked;
        // Of what stands in both files that of the credentials counts.
        for (const auto file : {ProfileFile::Config, ProfileFile::Credentials}) {
            const bool isConfig = file == ProfileFile::Config;
            auto path = variable(isConfig ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE");
            if (path.empty())
                path = variable("HOME") + (isConfig ? "/.aws/config" : "/.aws/credentials");
            looked.append(looked.empty() ? "" : " or ").append(path);
            auto text = co_await m_in.tools.files.read(m_in.tools.executor, path);
            if (!text && text.error().kind != ErrorKind::NotFound)
                co_return tl::unexpected(std::move(text.error()));
            if (!text)
                continue;
            readProfiles(*text, file, held.profiles);
            wipe(*text);
        }
        if (!held.profiles.contains(name)) {
            auto nothing = missing("The profile " + name + " stands neither in " + looked + ".");
            if (meant) // not passed by: it was asked for
                nothing.code = "provider_auth_profile";
            co_return tl::unexpected(std::move(nothing));
        }
        co_return co_await fromProfile(held.profiles, name, 0);
    }

    // "profiles" must outlive the call.
    Task<Result<Grant>> fromProfile(const Profiles& profiles, std::string name, int depth) {
        const auto found = profiles.find(name);
        if (found == profiles.end() || depth > mostSources)
            co_return tl::unexpected(wrongProfile(name, "its source_profile leads nowhere"));
        const auto& profile = found->second;
        const auto setting = [&profile](std::string_view key) {
            const auto at = profile.find(key);
            return at == profile.end() ? std::string() : at->second;
        };
        const auto role = setting("role_arn");
        const auto source = setting("source_profile");
        // A profile that names itself as its source has a key of its own.
        const bool own = depth > 0 && !setting("aws_access_key_id").empty() && source == name;
        if (role.empty() || own) {
            if (!setting("aws_access_key_id").empty() && !setting("aws_secret_access_key").empty()) {
                Grant grant;
                grant.accessKeyId = setting("aws_access_key_id");
                grant.token = makeSecret(setting("aws_secret_access_key"));
                if (auto token = setting("aws_session_token"); !token.empty())
                    grant.sessionToken = makeSecret(std::move(token));
                grant.freshFor = filesAreFresh;
                co_return grant;
            }
            if (!setting("sso_session").empty() || !setting("sso_start_url").empty())
                co_return tl::unexpected(wrongProfile(name, "a login by sso is not in this version"));
            if (!setting("credential_process").empty())
                co_return tl::unexpected(wrongProfile(name, "credential_process is not in this version: the gateway "
                                                            "starts no programs"));
            co_return tl::unexpected(missing("The profile " + name + " holds no key."));
        }
        Role assumed{role, setting("role_session_name"), setting("external_id")};
        if (auto file = setting("web_identity_token_file"); !file.empty()) {
            co_return co_await withTokenFile(std::move(file), std::move(assumed));
        }
        Result<Grant> base = Grant();
        const auto place = setting("credential_source");
        if (!source.empty())
            base = co_await fromProfile(profiles, source, depth + 1);
        else if (place == "Environment")
            base = co_await fromEnvironment();
        else if (place == "EcsContainer")
            base = co_await fromContainer();
        else if (place == "Ec2InstanceMetadata")
            base = co_await fromMetadata();
        else
            co_return tl::unexpected(wrongProfile(name, "role_arn stands there without source_profile, "
                                                        "credential_source or web_identity_token_file"));
        if (!base)
            co_return base;
        co_return co_await assumeRole(m_in.tools, m_with, std::move(assumed), std::move(*base));
    }

    static Error wrongProfile(const std::string& name, std::string_view why) {
        return failure(ErrorKind::Unavailable, "provider_auth_profile",
                       "The AWS profile " + name + " cannot be used: " + std::string(why) + ".")
            .value();
    }

    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    Task<Result<Grant>> fromContainer() {
        const auto relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        const auto full = variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        if (relative.empty() && full.empty())
            co_return tl::unexpected(missing("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI are not set."));
        TokenRequest request;
        request.method = http::Method::Get;
        request.url = relative.empty() ? full : std::string(containerHost) + relative;
        request.way = m_with.tokenWay;
        request.connect = metadataConnect * 2;
        request.machine = true;
        const auto parts = splitUrl(request.url);
        // A token of the container goes over TLS, or stays on this machine and its own addresses.
        if (!parts || (!parts->tls && !isNearby(parts->host)))
            co_return failure(ErrorKind::Unavailable, "provider_auth_address",
                              "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor an address of this machine.");
        request.server = "the container's credential address " + parts->host;
        if (const auto file = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !file.empty()) {
            auto token = co_await m_in.tools.files.read(m_in.tools.executor, file);
            if (!token)
                co_return tl::unexpected(std::move(token.error()));
            request.fields.push_back({"Authorization", std::string(trimLines(*token))});
            wipe(*token);
        } else if (const auto token = m_with.secretVariable("AWS_CONTAINER_AUTHORIZATION_TOKEN")) {
            request.fields.push_back({"Authorization", std::string(token->reveal())});
        }
        const auto server = request.server;
        auto answer = co_await ask(m_in.tools, std::move(request));
        if (!answer)
            co_return tl::unexpected(std::move(answer.error()));
        co_return readAwsJson(*answer, server, m_in.tools.clock);
    }

    Task<Result<Grant>> fromWebIdentity() {
        auto file = variable("AWS_WEB_IDENTITY_TOKEN_FILE");
        const auto role = variable("AWS_ROLE_ARN");
        if (file.empty() || role.empty())
            co_return tl::unexpected(missing("AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not set."));
        Role assumed{role, variable("AWS_ROLE_SESSION_NAME"), {}};
        co_return co_await withTokenFile(std::move(file), std::move(assumed));
    }

    Task<Result<Grant>> withTokenFile(std::string file, Role role) {
        auto token = co_await m_in.tools.files.read(m_in.tools.executor, std::move(file));
        if (!token)
            co_return tl::unexpected(std::move(token.error()));
        std::string trimmed(trimLines(*token));
        wipe(*token);
        co_return co_await assumeRoleWithToken(m_in.tools, m_with, std::move(role), std::move(trimmed));
    }

    // IMDSv2 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html): a
    // session token first, so that nobody behind a careless proxy gets at it.
    Task<Result<Grant>> fromMetadata() {
        if (toLower(variable("AWS_EC2_METADATA_DISABLED")) == "true")
            co_return tl::unexpected(missing("AWS_EC2_METADATA_DISABLED is set."));
        auto base = variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        if (base.empty())
            base =
                toLower(variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")) == "ipv6" ? usualMetadata6 : usualMetadata;
        while (base.ends_with('/'))
            base.pop_back();
        auto opening = metadataRequest(http::Method::Put, base + "/latest/api/token");
        opening.fields.push_back({"X-aws-ec2-metadata-token-ttl-seconds", "21600"});
        auto session = co_await ask(m_in.tools, std::move(opening));
        if (!session)
            co_return tl::unexpected(missing("No instance metadata answers (" + session.error().message + ")."));
        if (session->status != 200)
            co_return tl::unexpected(refusal(metadataName, *session));
        auto naming = metadataRequest(http::Method::Get, base + std::string(rolePath));
        naming.fields.push_back({std::string(sessionField), session->body});
        auto named = co_await ask(m_in.tools, std::move(naming));
        if (!named)
            co_return tl::unexpected(std::move(named.error()));
        if (named->status == 404)
            co_return tl::unexpected(missing("The instance has no role."));
        if (named->status != 200)
            co_return tl::unexpected(refusal(metadataName, *named));
        const auto name = std::string(trimLines(named->body.substr(0, named->body.find('\n'))));
        auto reading = metadataRequest(http::Method::Get, base + std::string(rolePath) + percentEncode(name));
        reading.fields.push_back({std::string(sessionField), session->body});
        auto answer = co_await ask(m_in.tools, std::move(reading));
        if (!answer)
            co_return tl::unexpected(std::move(answer.error()));
        co_return readAwsJson(*answer, metadataName, m_in.tools.clock);
    }

    static constexpr std::string_view metadataName = "the instance's metadata address";
    static constexpr std::string_view sessionField = "X-aws-ec2-metadata-token";

    TokenRequest metadataRequest(http::Method method, std::string url) const {
        TokenRequest request;
        request.method = method;
        request.url = std::move(url);
        request.server = metadataName;
        request.connect = metadataConnect;
        request.answer = metadataConnect * 5;
        request.way = m_with.tokenWay;
        request.machine = true;
        return request;
    }

    SourceInput m_in;
    const config::Credentials& m_with;
    std::string m_looked;
};

} // namespace

std::shared_ptr<TokenSource> awsSource(SourceInput input) {
    return std::make_shared<Aws>(std::move(input));
}

} // namespace gatehouse::providers
