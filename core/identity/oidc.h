// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret.h"

#include <boost/json/object.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

// OpenID Connect Core 1.0, the authorization code flow, with PKCE (RFC 7636, S256 only). What is sent and what must
// hold of what comes back; asking the provider is done elsewhere. Pure; any thread.
namespace gatehouse::identity {

// What a provider says of itself (OpenID Connect Discovery 1.0 §3).
struct Discovery {
    std::string issuer;
    std::string authorizationEndpoint;
    std::string tokenEndpoint;
    std::string keys; // jwks_uri
    bool basicAuth = true;
    bool namesIssuer = false; // authorization_response_iss_parameter_supported (RFC 9207)
};

std::string discoveryAddress(std::string_view issuer);
// Errors: Unavailable oidc_discovery: no such document, of another issuer, or an address without TLS. Of an issuer on
// this machine ("http://127.0.0.1:…") the addresses may be on this machine too.
Result<Discovery> readDiscovery(std::string_view text, std::string_view issuer);
// "https://…", or "http://" with a loopback address.
bool isSafeAddress(std::string_view url);

// A sign-in that was begun: what must come back.
struct OidcAttempt {
    std::string state;
    std::string nonce;
    Secret verifier; // of PKCE
    std::string redirect;
};
OidcAttempt newAttempt(std::string redirect);
std::string challengeOf(const Secret& verifier);
std::string authorizationUrl(const Discovery& provider, const OidcAttempt& attempt, std::string_view clientId,
                             const std::vector<std::string>& scopes);

// A redirect URI of a native application (RFC 8252 §7.3): "http://127.0.0.1:PORT/…" or "http://[::1]:PORT/…".
bool isLoopbackRedirect(std::string_view uri);

struct ExpectedToken {
    std::string issuer;
    std::string clientId;
    std::string nonce;
    WallMicros now = 0;
    std::chrono::seconds skew{60};
};
// Checks the claims of an ID token whose signature holds (Core §3.1.3.7): iss, aud and azp, exp, iat, nbf, nonce, sub.
// Errors: Unauthorized oidc_token.
Result<void> checkIdToken(const boost::json::object& claims, const ExpectedToken& expected);

// The texts of a claim: itself, the elements of a list of texts, true as "true". "name" may be a JSON pointer
// ("/realm_access/roles").
std::vector<std::string> claimTexts(const boost::json::object& claims, std::string_view name);
std::string claimText(const boost::json::object& claims, std::string_view name);

} // namespace gatehouse::identity
