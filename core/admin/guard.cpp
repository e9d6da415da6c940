// SPDX-License-Identifier: Apache-2.0
#include "core/admin/guard.h"

#include "core/admin/sign_in_desk.h"
#include "core/base/text.h"

#include <algorithm>
#include <utility>

namespace gatehouse::admin {
namespace {

bool isOwnOrigin(const http::Exchange& exchange, std::string_view origin) {
    const std::string own = (exchange.secure() ? "https://" : "http://") + std::string(exchange.head().field("host"));
    return equalsIgnoringCase(origin, own);
}

std::size_t count(const http::RequestHead& head, std::string_view name) {
    return static_cast<std::size_t>(
        std::count_if(head.fields.begin(), head.fields.end(),
                      [&](const http::FieldView& field) { return equalsIgnoringCase(field.name, name); }));
}

} // namespace

Guard::Guard(const SharedSecret& token, std::vector<std::string> origins, const SignInDesk* desk)
    : m_token(sha256(token->reveal())), m_origins(std::move(origins)), m_desk(desk) {}

Result<Caller> Guard::check(const http::Exchange& exchange, Access access, Door door) const {
    if (auto passed = checkOrigin(exchange); !passed)
        return tl::unexpected<Error>(std::move(passed.error()));
    // No user's id begins so.
    return access == Access::Open ? Caller("-", {}, {}, Caller::Standing::Restricted)
                                  : checkToken(exchange, door, identity::Use::Marks);
}

Result<Caller> Guard::checkAgain(const http::Exchange& exchange, Door door) const {
    return checkToken(exchange, door, identity::Use::Looks);
}

Result<void> Guard::checkOrigin(const http::Exchange& exchange) const {
    const auto& head = exchange.head();
    const auto origin = head.field("origin");
    const bool listed = std::find(m_origins.begin(), m_origins.end(), origin) != m_origins.end();
    if (head.has("origin") && !listed && !isOwnOrigin(exchange, origin))
        return failure(ErrorKind::Forbidden, "foreign_origin", "Web pages of other origins may not call this API.");
    const auto site = head.field("sec-fetch-site");
    if (head.has("sec-fetch-site") && !listed && site != "same-origin" && site != "none")
        return failure(ErrorKind::Forbidden, "cross_site", "Web pages of other sites may not call this API.");
    return {};
}

// Both are looked at, whatever the first says: the time does not tell of which sort a token is.
Result<Caller> Guard::checkToken(const http::Exchange& exchange, Door door, identity::Use use) const {
    const auto field = exchange.head().field("authorization");
    const auto blank = std::min(field.find(' '), field.size());
    const auto scheme = field.substr(0, blank);
    const auto token = trim(field.substr(blank));
    if (token.empty() || !equalsIgnoringCase(scheme, "bearer"))
        return failure(ErrorKind::Unauthorized, "missing_token",
                       "Send the admin token, or the token of a session, as \"Authorization: Bearer TOKEN\".");
    const std::string mine(m_token.begin(), m_token.end());
    const auto digest = sha256(token);
    const std::string theirs(digest.begin(), digest.end());
    const bool isOperator = equalInConstantTime(mine, theirs);
    auto user = m_desk != nullptr ? m_desk->callerOf(token, use) : std::nullopt;
    if (count(exchange.head(), "authorization") == 1) {
        if (isOperator && door == Door::Admin)
            return Caller();
        if (user && !isOperator)
            return std::move(*user);
    }
    return failure(ErrorKind::Unauthorized, "invalid_token",
                   "This is no token that opens this gateway: the session may have ended. Sign in again.");
}

Answer Guard::refusal(const Error& error) {
    auto answer = problemAnswer(error);
    if (error.kind == ErrorKind::Unauthorized)
        answer.with("WWW-Authenticate", "Bearer");
    return answer;
}

} // namespace gatehouse::admin
