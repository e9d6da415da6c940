// SPDX-License-Identifier: Apache-2.0
#include "core/admin/guard.h"

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

Guard::Guard(const SharedSecret& token, std::vector<std::string> origins)
    : m_token(sha256(token->reveal())), m_origins(std::move(origins)) {}

Result<void> Guard::check(const http::Exchange& exchange, Access access) const {
    if (auto passed = checkOrigin(exchange); !passed)
        return passed;
    return access == Access::Open ? Result<void>() : checkToken(exchange);
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

Result<void> Guard::checkToken(const http::Exchange& exchange) const {
    const auto field = exchange.head().field("authorization");
    const auto blank = std::min(field.find(' '), field.size());
    const auto scheme = field.substr(0, blank);
    const auto token = trim(field.substr(blank));
    if (token.empty() || !equalsIgnoringCase(scheme, "bearer"))
        return failure(ErrorKind::Unauthorized, "missing_token",
                       "Send the admin token as \"Authorization: Bearer TOKEN\".");
    const std::string mine(m_token.begin(), m_token.end());
    const auto digest = sha256(token);
    const std::string theirs(digest.begin(), digest.end());
    if (!equalInConstantTime(mine, theirs) || count(exchange.head(), "authorization") != 1)
        return failure(ErrorKind::Unauthorized, "invalid_token", "This is not the admin token of this gateway.");
    return {};
}

Answer Guard::refusal(const Error& error) {
    auto answer = problemAnswer(error);
    if (error.kind == ErrorKind::Unauthorized)
        answer.with("WWW-Authenticate", "Bearer");
    return answer;
}

} // namespace gatehouse::admin
