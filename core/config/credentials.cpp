// SPDX-License-Identifier: Apache-2.0
#include "core/config/credentials.h"

#include "core/base/text.h"
#include "core/config/build.h"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <span>

namespace gatehouse::config {
namespace {

using catalog::AuthStyle;
using catalog::AuthWay;
using contract::CredentialsSpec;
using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;

// Fields that the gateway writes itself.
constexpr std::array<std::string_view, 12> ownHeaders{
    "host",    "connection", "content-length", "content-type", "content-encoding", "transfer-encoding", "trailer",
    "upgrade", "te",         "expect",         "keep-alive",   "accept-encoding"};

struct FieldRule {
    std::string_view name;
    std::optional<std::string> CredentialsSpec::*member;
    std::array<AuthStyle, 3> styles; // that use it; the last one repeated where there are fewer
};
constexpr std::array fieldRules{
    FieldRule{"prefix", &CredentialsSpec::prefix, {AuthStyle::Header, AuthStyle::Header, AuthStyle::Header}},
    FieldRule{"parameter", &CredentialsSpec::parameter, {AuthStyle::Query, AuthStyle::Query, AuthStyle::Query}},
    FieldRule{"source", &CredentialsSpec::source, {AuthStyle::AwsSigV4, AuthStyle::Google, AuthStyle::Entra}},
    FieldRule{"region", &CredentialsSpec::region, {AuthStyle::AwsSigV4, AuthStyle::AwsSigV4, AuthStyle::AwsSigV4}},
    FieldRule{"service", &CredentialsSpec::service, {AuthStyle::AwsSigV4, AuthStyle::AwsSigV4, AuthStyle::AwsSigV4}},
    FieldRule{"access_key_id",
              &CredentialsSpec::accessKeyId,
              {AuthStyle::AwsSigV4, AuthStyle::AwsSigV4, AuthStyle::AwsSigV4}},
    FieldRule{"session_token",
              &CredentialsSpec::sessionToken,
              {AuthStyle::AwsSigV4, AuthStyle::AwsSigV4, AuthStyle::AwsSigV4}},
    FieldRule{"profile", &CredentialsSpec::profile, {AuthStyle::AwsSigV4, AuthStyle::AwsSigV4, AuthStyle::AwsSigV4}},
    FieldRule{"role", &CredentialsSpec::role, {AuthStyle::AwsSigV4, AuthStyle::AwsSigV4, AuthStyle::AwsSigV4}},
    FieldRule{
        "external_id", &CredentialsSpec::externalId, {AuthStyle::AwsSigV4, AuthStyle::AwsSigV4, AuthStyle::AwsSigV4}},
    FieldRule{
        "service_account", &CredentialsSpec::serviceAccount, {AuthStyle::Google, AuthStyle::Google, AuthStyle::Google}},
    FieldRule{"tenant", &CredentialsSpec::tenant, {AuthStyle::Entra, AuthStyle::Entra, AuthStyle::Entra}},
    FieldRule{"client_id", &CredentialsSpec::clientId, {AuthStyle::Entra, AuthStyle::OAuth2, AuthStyle::OAuth2}},
    FieldRule{"scope", &CredentialsSpec::scope, {AuthStyle::Google, AuthStyle::Entra, AuthStyle::OAuth2}},
    FieldRule{"audience", &CredentialsSpec::audience, {AuthStyle::OAuth2, AuthStyle::OAuth2, AuthStyle::OAuth2}},
    FieldRule{"client_auth", &CredentialsSpec::clientAuth, {AuthStyle::OAuth2, AuthStyle::OAuth2, AuthStyle::OAuth2}},
    FieldRule{"token_url", &CredentialsSpec::tokenUrl, {AuthStyle::Entra, AuthStyle::OAuth2, AuthStyle::IbmIam}},
};

bool uses(const FieldRule& rule, AuthStyle style) {
    return std::find(rule.styles.begin(), rule.styles.end(), style) != rule.styles.end();
}

CredentialSource sourceNamed(std::string_view name) {
    constexpr std::array<std::string_view, 6> names{"auto",      "environment",       "profile",
                                                    "container", "workload_identity", "metadata"};
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? CredentialSource::Auto : static_cast<CredentialSource>(found - names.begin());
}

// "eu-west-1", "us-gov-east-1": words of letters, and a number at the end.
bool isRegion(std::string_view label) {
    const auto last = label.rfind('-');
    if (last == std::string_view::npos || label.find('-') == last)
        return false;
    const auto number = label.substr(last + 1);
    const auto words = label.substr(0, last);
    return !number.empty() && number.size() <= 2 &&
           std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
           std::all_of(words.begin(), words.end(), [](char c) { return c == '-' || (c >= 'a' && c <= 'z'); });
}

std::string regionIn(std::string_view host) {
    while (!host.empty()) {
        const auto end = std::min(host.find('.'), host.size());
        if (isRegion(host.substr(0, end)))
            return std::string(host.substr(0, end));
        host.remove_prefix(std::min(end + 1, host.size()));
    }
    return {};
}

class Planning {
public:
    Planning(const contract::ProviderSpec& spec, const PresetFacts* preset, const AuthPlace& place, const Path& path)
        : m_spec(spec), m_preset(preset), m_place(place), m_path(path), m_credentialsPath(path, "credentials") {}

    contract::Checked<AuthPlan> run() {
        chooseWay();
        if (m_faults.empty())
            checkFields();
        if (m_faults.empty())
            fill();
        if (!m_faults.empty())
            return tl::unexpected<Faults>(std::move(m_faults));
        return std::move(m_plan);
    }

private:
    bool hasKeys() const { return !m_spec.keys.empty(); }

    void conflict(std::string_view field, std::string sentence) {
        const Path here(m_credentialsPath, field);
        auto fault = makeFault(FaultCode::Conflict, here, "", "");
        fault.detail = std::move(sentence);
        m_faults.push_back(std::move(fault));
    }

    void chooseWay() {
        if (m_spec.auth)
            return chooseNamed(toLower(*m_spec.auth));
        if (m_preset == nullptr) {
            m_plan.way = m_place.anthropic ? AuthWay{AuthStyle::Header, "x-api-key", {}} : AuthWay{};
            return;
        }
        const auto ways = catalog::authWaysOf(m_preset->auth);
        if (ways.empty()) {
            auto fault = makeFault(FaultCode::Unsupported, Path(m_path, "auth"), "", contract::quoted(m_preset->auth));
            fault.detail = "auth " + m_preset->auth + " of preset " + m_spec.preset.value_or("") +
                           " is not in this version; say in auth how the key is sent: bearer, none or the name of a "
                           "header";
            m_faults.push_back(std::move(fault));
            return;
        }
        m_plan.way = chosenOf(ways);
    }

    void chooseNamed(const std::string& word) {
        if (const auto style = catalog::authStyleNamed(word)) {
            m_plan.way.style = *style;
        } else if (std::find(ownHeaders.begin(), ownHeaders.end(), word) != ownHeaders.end()) {
            m_faults.push_back(makeFault(FaultCode::InvalidValue, Path(m_path, "auth"),
                                         "none, bearer or the name of a header that the gateway does not set",
                                         "one of its own headers"));
        } else {
            m_plan.way = {AuthStyle::Header, word, {}};
            // What the preset puts before a key in this very header.
            for (const auto& way : m_preset != nullptr ? catalog::authWaysOf(m_preset->auth) : std::vector<AuthWay>()) {
                if (way.header == word)
                    m_plan.way = way;
            }
        }
    }

    // Whether a field is given that this kind uses and the plain ones do not.
    bool speaksFor(const AuthWay& way) const {
        return std::any_of(fieldRules.begin(), fieldRules.end(), [&](const FieldRule& rule) {
            return catalog::isFetchedOrSigned(way.style) && uses(rule, way.style) &&
                   (m_spec.credentials.*rule.member).has_value() && rule.name != "region" && rule.name != "service";
        });
    }

    // Of what the preset offers: what the given fields belong to; with keys what takes a bare one; without keys what
    // needs none. Entra's identity of a machine is asked for, never assumed.
    AuthWay chosenOf(const std::vector<AuthWay>& ways) const {
        const auto first = [&ways](auto fits) {
            const auto found = std::find_if(ways.begin(), ways.end(), fits);
            return found == ways.end() ? nullptr : &*found;
        };
        const auto* way = first([this](const AuthWay& each) { return speaksFor(each); });
        if (way == nullptr && hasKeys())
            way = first([](const AuthWay& each) {
                return each.style != AuthStyle::None && !catalog::isFetchedOrSigned(each.style);
            });
        if (way == nullptr && hasKeys())
            way = first([](const AuthWay& each) { return each.style != AuthStyle::None; });
        if (way == nullptr)
            way = first([](const AuthWay& each) {
                return each.style != AuthStyle::Entra && catalog::mayDoWithoutKey(each.style);
            });
        return way == nullptr ? ways.front() : *way;
    }

    void checkFields() {
        for (const auto& rule : fieldRules) {
            if (!(m_spec.credentials.*rule.member) || uses(rule, m_plan.way.style))
                continue;
            const auto& way = m_plan.way;
            conflict(rule.name,
                     "credentials." + std::string(rule.name) + " plays no part with auth " +
                         (way.style == AuthStyle::Header ? way.header : std::string(catalog::nameOf(way.style))) +
                         "; take it away, or say another auth");
        }
        const auto& given = m_spec.credentials;
        if (given.source && *given.source != "auto" && hasKeys())
            conflict("source", "credentials.source says where to look for a credential, and keys holds one; take one "
                               "of them away");
    }

    // The operator's word, else the preset's.
    std::string valueOf(std::string_view field, const std::optional<std::string>& given) const {
        if (given)
            return *given;
        if (m_preset == nullptr)
            return {};
        for (const auto& [name, text] : m_preset->credentials) {
            if (name == field)
                return text;
        }
        return {};
    }

    void fill() {
        const auto& given = m_spec.credentials;
        if (m_plan.way.style == AuthStyle::Header && given.prefix)
            m_plan.way.prefix = *given.prefix;
        if (m_plan.way.style == AuthStyle::Query)
            m_plan.queryParameter = given.parameter.value_or("key");
        if (!catalog::isFetchedOrSigned(m_plan.way.style))
            return;
        m_plan.credentials = std::make_shared<Credentials>();
        auto& made = *m_plan.credentials;
        made.source = sourceNamed(given.source.value_or("auto"));
        made.clientId = given.clientId.value_or("");
        made.scope = valueOf("scope", given.scope);
        made.audience = given.audience.value_or("");
        made.clientInBody = given.clientAuth == "body";
        made.tenant = given.tenant.value_or("");
        made.serviceAccount = given.serviceAccount.value_or("");
        made.tokenUrl = valueOf("token_url", given.tokenUrl);
        constexpr std::string_view origin = "{origin}";
        if (made.tokenUrl.starts_with(origin))
            made.tokenUrl.replace(0, origin.size(), m_place.origin);
        switch (m_plan.way.style) {
        case AuthStyle::AwsSigV4:
            return aws(made);
        case AuthStyle::Entra:
            return entra(made);
        case AuthStyle::OAuth2:
            if (made.tokenUrl.empty())
                conflict("token_url", "credentials.token_url is missing: where the token is fetched");
            else if (made.clientInBody && made.clientId.empty())
                conflict("client_id", "credentials.client_id is missing: client_auth body sends it with the secret");
            return;
        default:
            return;
        }
    }

    void aws(Credentials& made) {
        const auto& given = m_spec.credentials;
        made.accessKeyId = given.accessKeyId.value_or("");
        made.profile = given.profile.value_or("");
        made.role = given.role.value_or("");
        made.externalId = given.externalId.value_or("");
        made.service = valueOf("service", given.service);
        if (made.service.empty())
            made.service = m_place.host.find("sagemaker") != std::string::npos ? "sagemaker" : "bedrock";
        made.region = given.region.value_or("");
        if (const auto place = m_spec.places.find("region"); made.region.empty() && place != m_spec.places.end())
            made.region = place->second;
        if (made.region.empty())
            made.region = regionIn(m_place.host);
        if (made.region.empty())
            conflict("region", "credentials.region is missing: the host's name does not say the region that is signed "
                               "for, such as eu-west-1");
        if (hasKeys() && made.accessKeyId.empty())
            conflict("access_key_id", "credentials.access_key_id is missing: the id of the access key whose secret "
                                      "stands in keys; a Bedrock API key wants auth: bearer");
        if (!hasKeys() && !made.accessKeyId.empty())
            conflict("access_key_id", "credentials.access_key_id is given without its secret; put that into keys");
        if (given.sessionToken && made.accessKeyId.empty())
            conflict("session_token", "credentials.session_token is given without access_key_id");
        if (given.externalId && made.role.empty())
            conflict("external_id", "credentials.external_id is given without the role that it is for");
    }

    void entra(const Credentials& made) {
        if (!hasKeys())
            return;
        if (made.clientId.empty())
            conflict("client_id", "credentials.client_id is missing: the application whose secret stands in keys");
        if (made.tenant.empty() && made.tokenUrl.empty())
            conflict("tenant", "credentials.tenant is missing: the directory that the application is in");
    }

    const contract::ProviderSpec& m_spec;
    const PresetFacts* m_preset;
    const AuthPlace& m_place;
    const Path& m_path;
    const Path m_credentialsPath;
    AuthPlan m_plan;
    Faults m_faults;
};

// What the clouds' own tools read. Secrets are read, and overwritten, only where the provider has no key of its own.
constexpr std::array<std::string_view, 17> awsVariables{"AWS_ACCESS_KEY_ID",
                                                        "AWS_PROFILE",
                                                        "AWS_DEFAULT_PROFILE",
                                                        "AWS_SHARED_CREDENTIALS_FILE",
                                                        "AWS_CONFIG_FILE",
                                                        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                                                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                                                        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                                                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                                                        "AWS_ROLE_ARN",
                                                        "AWS_ROLE_SESSION_NAME",
                                                        "AWS_EC2_METADATA_DISABLED",
                                                        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                                                        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                                                        "AWS_ENDPOINT_URL_STS",
                                                        "AWS_ENDPOINT_URL",
                                                        "HOME"};
constexpr std::array<std::string_view, 3> awsSecrets{"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
                                                     "AWS_CONTAINER_AUTHORIZATION_TOKEN"};
constexpr std::array<std::string_view, 6> googleVariables{
    "GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_CONFIG", "GCE_METADATA_HOST", "NO_GCE_CHECK", "AWS_REGION", "HOME"};
constexpr std::array<std::string_view, 8> entraVariables{"AZURE_TENANT_ID",
                                                         "AZURE_CLIENT_ID",
                                                         "AZURE_AUTHORITY_HOST",
                                                         "AZURE_FEDERATED_TOKEN_FILE",
                                                         "IDENTITY_ENDPOINT",
                                                         "IMDS_ENDPOINT",
                                                         "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                                                         "IDENTITY_SERVER_THUMBPRINT"};
constexpr std::array<std::string_view, 2> entraSecrets{"AZURE_CLIENT_SECRET", "IDENTITY_HEADER"};

} // namespace

std::string_view Credentials::variable(std::string_view name) const {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string_view() : std::string_view(found->second);
}

SharedSecret Credentials::secretVariable(std::string_view name) const {
    const auto found = secretEnvironment.find(name);
    return found == secretEnvironment.end() ? nullptr : found->second;
}

contract::Checked<AuthPlan> authPlanOf(const contract::ProviderSpec& spec, const PresetFacts* preset,
                                       const AuthPlace& place, const Path& path) {
    return Planning(spec, preset, place, path).run();
}

std::string tokenHostOf(const Credentials& credentials, AuthStyle style) {
    if (const auto url = boost::urls::parse_uri(credentials.tokenUrl); url.has_value() && url->has_authority())
        return url->host_address();
    switch (style) {
    case AuthStyle::AwsSigV4:
        return "sts." + credentials.region + ".amazonaws.com";
    case AuthStyle::Google:
        return "oauth2.googleapis.com";
    case AuthStyle::IbmIam:
        return "iam.cloud.ibm.com";
    default:
        return "login.microsoftonline.com";
    }
}

void readEnvironment(Credentials& credentials, AuthStyle style, const Environment* environment,
                     SecretResolver& secrets) {
    if (environment == nullptr)
        return;
    std::span<const std::string_view> plain;
    std::span<const std::string_view> secret;
    switch (style) {
    case AuthStyle::AwsSigV4:
        plain = awsVariables;
        secret = awsSecrets;
        break;
    case AuthStyle::Google:
        plain = googleVariables;
        break;
    case AuthStyle::Entra:
        plain = entraVariables;
        secret = entraSecrets;
        break;
    default:
        return;
    }
    for (const auto name : plain) {
        if (auto value = (*environment)(std::string(name)))
            credentials.environment.emplace(name, std::move(*value));
    }
    for (const auto name : secret) {
        if (auto value = secrets.resolve("env:" + std::string(name)))
            credentials.secretEnvironment.emplace(name, std::move(*value));
    }
}

} // namespace gatehouse::config
