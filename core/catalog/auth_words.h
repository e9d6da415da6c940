// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::catalog {

// How a provider is told who calls.
enum class AuthStyle {
    None,
    Bearer,
    Header,   // the key in a header of another name, perhaps behind a prefix
    Query,    // the key in a parameter of the address
    AwsSigV4, // requests are signed (AWS Signature Version 4)
    Google,   // an access token of Google Cloud
    Entra,    // an access token of Microsoft Entra ID
    OAuth2,   // an access token for client credentials (RFC 6749 §4.4)
    IbmIam    // an access token for an API key of IBM Cloud
};

struct AuthWay {
    AuthStyle style = AuthStyle::Bearer;
    std::string header; // of Header: its name in small letters
    std::string prefix; // of Header: what stands before the key
    bool operator==(const AuthWay&) const = default;
};

// What one of the catalogue's words means ("bearer", "x-api-key", "authorization_token", "gcp_oauth"); nothing: this
// version has no such way. "custom_header" and "any" stand for bearer: the operator's "auth" says otherwise.
std::optional<AuthWay> authWayOf(std::string_view word);
// The kinds that "auth" of a provider names ("google"), and how they are written in the catalogue ("gcp_oauth").
std::optional<AuthStyle> authStyleNamed(std::string_view name);
std::string_view nameOf(AuthStyle style);

// Tokens and signatures, not the key itself.
bool isFetchedOrSigned(AuthStyle style);
// May do without a key: the credential is found where the program runs.
bool mayDoWithoutKey(AuthStyle style);

// "none|bearer" taken apart; words that nobody knows are left out.
std::vector<AuthWay> authWaysOf(std::string_view words);

} // namespace gatehouse::catalog
