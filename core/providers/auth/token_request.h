// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/http/upstream.h"
#include "core/providers/auth/file_reader.h"
#include "core/providers/auth/token_store.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::providers {

// What a fetch works with, on one I/O thread.
struct FetchTools {
    Executor executor;
    http::Upstream& network;
    FileReader& files;
    const Clock& clock;
};

struct UrlParts {
    bool tls = true;
    std::string host; // without brackets
    std::uint16_t port = 443;
    std::string target; // "/" at least, query included
};
// http and https without a user part.
std::optional<UrlParts> splitUrl(std::string_view url);
// A loopback or link-local address, or the name localhost: on this machine or beside it.
bool isNearby(std::string_view host);

// A question to a token server or to a machine's metadata. What it sends and gets is wiped.
struct TokenRequest {
    std::string server; // for messages: "the token server of IBM Cloud"
    std::string url;
    http::Method method = http::Method::Post;
    std::vector<http::Field> fields;
    std::string form;  // a body of application/x-www-form-urlencoded, or
    std::string json;  // of application/json; else none
    NetworkWayPtr way; // over TLS; what is nearby is reached directly
    // Asked is what the machine's own cloud gives it for a credential: only then may it lie at a metadata address.
    bool machine = false;
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds answer{15'000};
};

struct TokenAnswer {
    int status = 0;
    std::string authenticate; // of WWW-Authenticate
    std::string flavor;       // of Metadata-Flavor
    std::string body;
    TokenAnswer() = default;
    TokenAnswer(TokenAnswer&&) = default;
    TokenAnswer& operator=(TokenAnswer&&) = default;
    TokenAnswer(const TokenAnswer&) = delete;
    TokenAnswer& operator=(const TokenAnswer&) = delete;
    ~TokenAnswer() { wipe(body); }
};

// Errors: Unavailable (provider_auth_unreachable, with what the network said).
Task<Result<TokenAnswer>> ask(FetchTools& tools, TokenRequest request);

// The server said no: its status and its own word for it, where that is a plain word.
Error refusal(std::string_view server, const TokenAnswer& answer);
Error unreadableAnswer(std::string_view server);
// Nothing to fetch a credential with: what was looked for and what to do.
Error missing(std::string sentence);

// access_token, and how long it holds: expires_in, expires_on, expires_at or expiration, as the clouds have them.
Result<Grant> readToken(std::string_view server, const TokenAnswer& answer, const Clock& clock);
// Asks, and reads the token.
Task<Result<Grant>> fetchToken(FetchTools& tools, TokenRequest request);

// How long from now until "2026-11-21T12:00:00Z"; nullopt where it is no time.
std::optional<std::chrono::seconds> untilTime(std::string_view text, const Clock& clock);

// A file's text without the blanks and line ends around it.
std::string_view trimLines(std::string_view text);

SharedSecret makeSecret(std::string text); // wipes its copy

} // namespace gatehouse::providers
