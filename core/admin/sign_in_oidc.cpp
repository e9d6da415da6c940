// SPDX-License-Identifier: Apache-2.0
#include "core/admin/sign_in_oidc.h"

#include "core/base/digest.h"
#include "core/base/text.h"
#include "core/contract/json_text.h"
#include "core/identity/encoding.h"
#include "core/identity/jose.h"
#include "core/providers/auth/crypto.h"
#include "core/providers/auth/token_request.h"

#include <algorithm>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t mostCode = 4096;

std::string nameOf(const contract::OidcSpec& provider) {
    return "the sign-in provider " + provider.id;
}

Error unreachable(const Error& error) {
    return failure(ErrorKind::Unavailable, "oidc_unreachable", error.message).value();
}

Task<Result<providers::TokenAnswer>> send(OidcTools tools, providers::TokenRequest request) {
    providers::FileReader files; // nothing is read
    providers::FetchTools fetch{tools.executor, tools.network, files, tools.clock};
    request.fields.push_back({"Accept", "application/json"});
    co_return co_await providers::ask(fetch, std::move(request));
}

Task<Result<std::string>> get(OidcTools tools, std::string server, std::string url, NetworkWayPtr way) {
    providers::TokenRequest request;
    request.server = server;
    request.url = std::move(url);
    request.method = http::Method::Get;
    request.way = std::move(way);
    auto answer = co_await send(tools, std::move(request));
    if (!answer)
        co_return tl::unexpected<Error>(unreachable(answer.error()));
    if (answer->status != 200)
        co_return failure(ErrorKind::Unavailable, "oidc_unreachable",
                          "No answer but status " + std::to_string(answer->status) + " from " + server + '.');
    co_return answer->body;
}

// RFC 6749 §2.3.1: both parts are form-encoded first.
std::string basicAuthorization(std::string_view id, std::string_view secret) {
    auto pair = percentEncode(id) + ':' + percentEncode(secret);
    auto field = "Basic " + providers::base64(pair);
    wipe(pair);
    return field;
}

providers::TokenRequest tokenRequest(const OidcAttempt& attempt, std::string_view code, NetworkWayPtr way) {
    providers::TokenRequest request;
    request.server = nameOf(attempt.provider);
    request.url = attempt.discovery.tokenEndpoint;
    request.way = std::move(way);
    providers::appendFormField(request.form, "grant_type", "authorization_code");
    providers::appendFormField(request.form, "code", code);
    providers::appendFormField(request.form, "redirect_uri", attempt.secrets.redirect);
    providers::appendFormField(request.form, "code_verifier", attempt.secrets.verifier.reveal());
    const auto& id = attempt.provider.clientId;
    if (attempt.clientSecret != nullptr && attempt.discovery.basicAuth) {
        request.fields.push_back({"Authorization", basicAuthorization(id, attempt.clientSecret->reveal())});
        return request;
    }
    providers::appendFormField(request.form, "client_id", id);
    if (attempt.clientSecret != nullptr)
        providers::appendFormField(request.form, "client_secret", attempt.clientSecret->reveal());
    return request;
}

Result<std::string> idTokenIn(const providers::TokenAnswer& answer) {
    const auto body = contract::parseJson(answer.body);
    const auto* fields = body ? body->if_object() : nullptr;
    const auto* token = fields != nullptr ? fields->if_contains("id_token") : nullptr;
    if (answer.status != 200 || token == nullptr || !token->is_string())
        return failure(ErrorKind::Unauthorized, "oidc_code",
                       "The sign-in provider did not take the code (status " + std::to_string(answer.status) +
                           "). Sign in again; if this stays, check client id and secret.");
    return std::string(token->get_string());
}

Result<json::object> read(const OidcAttempt& attempt, const identity::KeySet& keys, const std::string& token,
                          const Clock& clock) {
    auto claims = keys.verify(token);
    if (!claims)
        return claims;
    const identity::ExpectedToken expected{.issuer = attempt.discovery.issuer,
                                           .clientId = attempt.provider.clientId,
                                           .nonce = attempt.secrets.nonce,
                                           .now = clock.wall()};
    if (auto holds = identity::checkIdToken(*claims, expected); !holds)
        return tl::unexpected<Error>(std::move(holds.error()));
    return claims;
}

} // namespace

std::string OidcAttempts::add(std::shared_ptr<OidcAttempt> attempt, MonotonicTime now) {
    std::erase_if(m_attempts, [now](const auto& entry) { return entry.second->until <= now; });
    if (m_attempts.size() >= most)
        m_attempts.erase(std::min_element(m_attempts.begin(), m_attempts.end(), [](const auto& a, const auto& b) {
            return a.second->until < b.second->until;
        }));
    attempt->until = now + patience;
    auto flow = identity::toBase64Url(identity::randomBytes(32));
    m_attempts.emplace(toHex(sha256(flow)), std::move(attempt));
    return flow;
}

std::shared_ptr<OidcAttempt> OidcAttempts::take(std::string_view flow, std::string_view state, MonotonicTime now) {
    const auto found = m_attempts.find(toHex(sha256(flow)));
    if (found == m_attempts.end())
        return nullptr;
    auto attempt = std::move(found->second);
    m_attempts.erase(found);
    const bool fits = equalInConstantTime(attempt->secrets.state, state) && now < attempt->until;
    return fits ? attempt : nullptr;
}

Task<Result<identity::Discovery>> discover(OidcTools tools, std::string issuer, NetworkWayPtr way) {
    auto text = co_await get(tools, "the sign-in provider", identity::discoveryAddress(issuer), std::move(way));
    if (!text)
        co_return tl::unexpected<Error>(std::move(text.error()));
    co_return identity::readDiscovery(*text, issuer);
}

Task<Result<json::object>> redeem(OidcTools tools, std::shared_ptr<const OidcAttempt> attempt, std::string code,
                                  OidcWays ways) {
    if (code.empty() || code.size() > mostCode)
        co_return failure(ErrorKind::Unauthorized, "oidc_code", "This is no code of a sign-in provider.");
    auto request = tokenRequest(*attempt, code, ways.token);
    auto answer = co_await send(tools, std::move(request));
    if (!answer)
        co_return tl::unexpected<Error>(unreachable(answer.error()));
    const auto token = idTokenIn(*answer);
    if (!token)
        co_return tl::unexpected<Error>(token.error());
    const auto text = co_await get(tools, nameOf(attempt->provider), attempt->discovery.keys, ways.keys);
    if (!text)
        co_return tl::unexpected<Error>(text.error());
    const auto keys = identity::KeySet::parse(*text);
    if (!keys)
        co_return tl::unexpected<Error>(keys.error());
    co_return read(*attempt, *keys, *token, tools.clock);
}

} // namespace gatehouse::admin
