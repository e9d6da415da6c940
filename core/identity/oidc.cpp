// SPDX-License-Identifier: Apache-2.0
#include "core/identity/oidc.h"

#include "core/base/digest.h"
#include "core/base/ip_network.h"
#include "core/base/text.h"
#include "core/contract/json_text.h"
#include "core/identity/encoding.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <optional>

namespace gatehouse::identity {
namespace {

namespace json = boost::json;

constexpr std::size_t mostDocument = std::size_t{256} << 10U;
constexpr std::size_t mostAddress = 2048;

std::string_view textIn(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

bool lists(const json::object& object, std::string_view name, std::string_view wanted, bool absent) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_array())
        return absent;
    const auto& list = value->get_array();
    return std::any_of(list.begin(), list.end(),
                       [&](const json::value& entry) { return entry.is_string() && entry.get_string() == wanted; });
}

// The host of an address, as far as it is one that is not taken apart further: no user, no control characters.
std::optional<std::string_view> hostOf(std::string_view rest) {
    const auto authority = rest.substr(0, rest.find_first_of("/?#"));
    const bool plain = std::all_of(rest.begin(), rest.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; });
    if (!plain || authority.empty() || authority.find('@') != std::string_view::npos || rest.size() > mostAddress)
        return std::nullopt;
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        return close == std::string_view::npos ? std::nullopt : std::optional(authority.substr(1, close - 1));
    }
    return authority.substr(0, authority.find(':'));
}

bool isLoopbackAddress(std::string_view host) {
    const auto address = IpAddress::parse(host);
    static const auto four = IpNetwork::parse("127.0.0.0/8");
    static const auto six = IpNetwork::parse("::1/128");
    return address && (four->contains(*address) || six->contains(*address));
}

tl::unexpected<Error> unusable(std::string message) {
    return failure(ErrorKind::Unavailable, "oidc_discovery", std::move(message));
}

tl::unexpected<Error> wrong(std::string message) {
    return failure(ErrorKind::Unauthorized, "oidc_token", std::move(message));
}

// Seconds since 1970 (RFC 7519 §2, NumericDate); a fraction is allowed there.
std::optional<WallMicros> timeIn(const json::object& claims, std::string_view name) {
    constexpr double mostSeconds = 1e11;
    const auto* value = claims.if_contains(name);
    if (value == nullptr || !value->is_number())
        return std::nullopt;
    const auto seconds = value->to_number<double>();
    if (!(seconds > 0 && seconds < mostSeconds))
        return std::nullopt;
    return static_cast<WallMicros>(seconds * 1e6);
}

bool isAudience(const json::object& claims, std::string_view clientId) {
    const auto* audience = claims.if_contains("aud");
    if (audience == nullptr)
        return false;
    if (audience->is_string())
        return audience->get_string() == clientId;
    return lists(claims, "aud", clientId, false);
}

Result<void> checkTimes(const json::object& claims, const ExpectedToken& expected) {
    const auto skew = std::chrono::duration_cast<std::chrono::microseconds>(expected.skew).count();
    const auto expires = timeIn(claims, "exp");
    const auto issued = timeIn(claims, "iat");
    if (!expires || !issued)
        return wrong("The sign-in provider's token does not say when it was issued and until when it holds.");
    if (*expires + skew <= expected.now)
        return wrong("The sign-in provider's token has expired. Sign in again; if this stays, compare the clocks.");
    if (*issued - skew > expected.now)
        return wrong("The sign-in provider's token was issued in the future: the clocks differ.");
    if (claims.contains("nbf") && timeIn(claims, "nbf").value_or(expected.now + skew + 1) - skew > expected.now)
        return wrong("The sign-in provider's token does not hold yet: the clocks differ.");
    return {};
}

void appendParameter(std::string& url, std::string_view name, std::string_view value) {
    url += url.find('?') == std::string::npos ? '?' : '&';
    url.append(name).append("=").append(percentEncode(value));
}

const json::value* pointed(const json::object& claims, std::string_view name) {
    if (!name.starts_with('/'))
        return claims.if_contains(name);
    const json::object* place = &claims;
    const json::value* value = nullptr;
    while (!name.empty()) {
        name.remove_prefix(1);
        const auto end = std::min(name.find('/'), name.size());
        value = place == nullptr ? nullptr : place->if_contains(name.substr(0, end));
        if (value == nullptr)
            return nullptr;
        place = value->if_object();
        name.remove_prefix(end);
    }
    return value;
}

} // namespace

bool isSafeAddress(std::string_view url) {
    if (url.starts_with("https://"))
        return hostOf(url.substr(8)).has_value();
    if (!url.starts_with("http://"))
        return false;
    const auto host = hostOf(url.substr(7));
    return host && isLoopbackAddress(*host);
}

std::string discoveryAddress(std::string_view issuer) {
    while (issuer.ends_with('/'))
        issuer.remove_suffix(1);
    return std::string(issuer) + "/.well-known/openid-configuration";
}

Result<Discovery> readDiscovery(std::string_view text, std::string_view issuer) {
    const auto document = contract::parseJson(text, mostDocument);
    const auto* fields = document ? document->if_object() : nullptr;
    if (fields == nullptr)
        return unusable("What the sign-in provider says of itself cannot be read.");
    Discovery found;
    found.issuer = textIn(*fields, "issuer");
    // Exactly: else one provider could speak for another (Discovery §4.3).
    if (found.issuer != issuer)
        return unusable("The sign-in provider calls itself by another name than its entry's issuer; write it exactly "
                        "as the provider does.");
    found.authorizationEndpoint = textIn(*fields, "authorization_endpoint");
    found.tokenEndpoint = textIn(*fields, "token_endpoint");
    found.keys = textIn(*fields, "jwks_uri");
    const bool secure = issuer.starts_with("https://");
    for (const auto& address : {found.authorizationEndpoint, found.tokenEndpoint, found.keys}) {
        if (!isSafeAddress(address) || (secure && !address.starts_with("https://")))
            return unusable("The sign-in provider names an address without TLS, or leaves one out.");
    }
    if (!lists(*fields, "response_types_supported", "code", true))
        return unusable("The sign-in provider does not offer the authorization code flow.");
    found.basicAuth = lists(*fields, "token_endpoint_auth_methods_supported", "client_secret_basic", true);
    const auto* names = fields->if_contains("authorization_response_iss_parameter_supported");
    found.namesIssuer = names != nullptr && names->is_bool() && names->get_bool();
    return found;
}

OidcAttempt newAttempt(std::string redirect) {
    OidcAttempt attempt;
    attempt.state = toBase64Url(randomBytes(32));
    attempt.nonce = toBase64Url(randomBytes(32));
    auto verifier = toBase64Url(randomBytes(32));
    attempt.verifier = Secret::take(verifier);
    attempt.redirect = std::move(redirect);
    return attempt;
}

std::string challengeOf(const Secret& verifier) {
    const auto digest = sha256(verifier.reveal());
    return toBase64Url(textOf(digest));
}

std::string authorizationUrl(const Discovery& provider, const OidcAttempt& attempt, std::string_view clientId,
                             const std::vector<std::string>& scopes) {
    std::string scope = "openid";
    for (const auto& name : scopes) {
        if (name != "openid")
            scope += ' ' + name;
    }
    auto url = provider.authorizationEndpoint;
    appendParameter(url, "response_type", "code");
    appendParameter(url, "client_id", clientId);
    appendParameter(url, "redirect_uri", attempt.redirect);
    appendParameter(url, "scope", scope);
    appendParameter(url, "state", attempt.state);
    appendParameter(url, "nonce", attempt.nonce);
    appendParameter(url, "code_challenge", challengeOf(attempt.verifier));
    appendParameter(url, "code_challenge_method", "S256");
    return url;
}

bool isLoopbackRedirect(std::string_view uri) {
    if (!uri.starts_with("http://") || uri.find('#') != std::string_view::npos)
        return false;
    const auto host = hostOf(uri.substr(7));
    return host && isLoopbackAddress(*host);
}

Result<void> checkIdToken(const json::object& claims, const ExpectedToken& expected) {
    if (textIn(claims, "iss") != expected.issuer)
        return wrong("The sign-in provider's token is of another issuer.");
    if (!isAudience(claims, expected.clientId))
        return wrong("The sign-in provider's token is for another application.");
    const auto* audience = claims.if_contains("aud");
    const bool several = audience->is_array() && audience->get_array().size() > 1;
    if ((several || claims.contains("azp")) && textIn(claims, "azp") != expected.clientId)
        return wrong("The sign-in provider's token was given to another application.");
    if (auto held = checkTimes(claims, expected); !held)
        return held;
    if (expected.nonce.empty() || !equalInConstantTime(textIn(claims, "nonce"), expected.nonce))
        return wrong("The sign-in provider's token answers another sign-in.");
    const auto subject = textIn(claims, "sub");
    if (subject.empty() || subject.size() > 255)
        return wrong("The sign-in provider's token does not say who signed in.");
    return {};
}

std::vector<std::string> claimTexts(const json::object& claims, std::string_view name) {
    std::vector<std::string> texts;
    const auto add = [&texts](const json::value& value) {
        if (value.is_string())
            texts.emplace_back(value.get_string());
        else if (value.is_bool())
            texts.emplace_back(value.get_bool() ? "true" : "false");
    };
    const auto* value = name.empty() ? nullptr : pointed(claims, name);
    if (value == nullptr)
        return texts;
    if (const auto* list = value->if_array()) {
        for (const auto& entry : *list)
            add(entry);
    } else {
        add(*value);
    }
    return texts;
}

std::string claimText(const json::object& claims, std::string_view name) {
    auto texts = claimTexts(claims, name);
    return texts.empty() ? std::string() : std::move(texts.front());
}

} // namespace gatehouse::identity
