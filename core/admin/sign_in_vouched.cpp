// SPDX-License-Identifier: Apache-2.0
// Users who sign in with who vouches for them elsewhere: who they are here.
#include "core/admin/ownership.h"
#include "core/admin/people_of.h"
#include "core/admin/sign_in_desk.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/config/resource.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;

constexpr std::size_t mostIdPart = 40;

tl::unexpected<Error> unknownUser() {
    return failure(
        ErrorKind::Forbidden, "unknown_user",
        "The sign-in provider knows you, but there is no user of yours here, or it is disabled. Ask an owner "
        "or admin for one.");
}

tl::unexpected<Error> wrongRedirect() {
    auto error = failure(ErrorKind::Invalid, "invalid_redirect",
                         "After signing in, the provider may lead to this gateway's /portal, to a loopback address "
                         "(http://127.0.0.1:PORT/…), or to one of the entry's redirect_uris.");
    error.value().field = "redirect_uri";
    return error;
}

// An address that the provider says to have checked; "" where there is none.
std::string checkedEmail(const json::object& claims) {
    return identity::claimText(claims, "email_verified") == "true" ? identity::claimText(claims, "email")
                                                                   : std::string();
}

json::object grantBody(const contract::GrantSpec& grant) {
    json::object body{{"role", grant.role}};
    if (grant.team)
        body["team"] = *grant.team;
    return body;
}

// What the provider's groups are worth here, for this session.
std::string grantsByGroups(const contract::OidcSpec& provider, const json::object& claims) {
    const auto groups = identity::claimTexts(claims, provider.groupsClaim);
    json::array grants;
    for (const auto& rule : provider.groups) {
        if (std::find(groups.begin(), groups.end(), rule.group) != groups.end())
            grants.push_back(grantBody({rule.role, rule.team}));
    }
    return grants.empty() ? std::string() : json::serialize(grants);
}

// "ada" of "ada.lovelace@example.org" and the like: an id that nobody has.
std::string freeId(const config::Objects& objects, std::string_view wish) {
    std::string base;
    for (const auto c : toLower(wish.substr(0, wish.find('@')))) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (!base.empty() && (c == '.' || c == '-'));
        if (fits && base.size() < mostIdPart)
            base += c;
    }
    if (base.empty())
        base = "user";
    auto id = base;
    while (config::findObject(objects, Kind::User, id) != nullptr)
        id = base + '-' + randomText(4, lowerAlphanumeric);
    return id;
}

Error errorOf(const Refused& refused) {
    return refused.error;
}

} // namespace

Result<NetworkWayPtr> SignInDesk::wayTo(const std::string& url) const {
    return m_with.way ? m_with.way(url) : Result<NetworkWayPtr>(nullptr);
}

Result<OidcQuestion> SignInDesk::askOidc(std::string_view provider, std::string_view redirect,
                                         std::string_view ownOrigin) {
    const auto settings_ = settings();
    const auto found = std::find_if(settings_.oidc.begin(), settings_.oidc.end(),
                                    [provider](const contract::OidcSpec& entry) { return entry.id == provider; });
    if (found == settings_.oidc.end())
        return failure(ErrorKind::NotFound, "not_found", "There is no way to sign in with this id.");
    const auto& listed = found->redirectUris;
    const bool own = redirect == std::string(ownOrigin) + "/portal" || redirect == std::string(ownOrigin) + "/portal/";
    if (!own && !identity::isLoopbackRedirect(redirect) &&
        std::find(listed.begin(), listed.end(), redirect) == listed.end())
        return wrongRedirect();
    auto way = wayTo(found->issuer);
    if (!way)
        return tl::unexpected<Error>(std::move(way.error()));
    return OidcQuestion{*found, std::string(redirect), std::move(*way)};
}

OidcStart SignInDesk::beginOidc(OidcQuestion question, identity::Discovery discovery) {
    auto attempt = std::make_shared<OidcAttempt>();
    attempt->provider = std::move(question.provider);
    attempt->discovery = std::move(discovery);
    attempt->secrets = identity::newAttempt(std::move(question.redirect));
    OidcStart start;
    start.url = identity::authorizationUrl(attempt->discovery, attempt->secrets, attempt->provider.clientId,
                                           attempt->provider.scopes);
    start.state = attempt->secrets.state;
    start.flow = m_attempts.add(std::move(attempt), m_with.clock.monotonic());
    return start;
}

Result<std::shared_ptr<OidcAttempt>> SignInDesk::takeOidc(std::string_view flow, std::string_view state) {
    auto attempt = m_attempts.take(flow, state, m_with.clock.monotonic());
    if (attempt == nullptr)
        return failure(ErrorKind::Unauthorized, "oidc_attempt",
                       "This sign-in was not begun here, was answered already, or took too long. Begin again.");
    const auto settings_ = settings();
    const bool stands = std::any_of(settings_.oidc.begin(), settings_.oidc.end(), [&](const contract::OidcSpec& entry) {
        return entry.id == attempt->provider.id && entry.issuer == attempt->provider.issuer &&
               entry.clientId == attempt->provider.clientId;
    });
    if (!stands)
        return failure(ErrorKind::Unauthorized, "oidc_attempt",
                       "The way to sign in was changed meanwhile. Begin again.");
    if (attempt->provider.clientSecret) {
        auto secret = m_with.resolver.resolve(*attempt->provider.clientSecret);
        if (!secret)
            return tl::unexpected<Error>(std::move(secret.error()));
        attempt->clientSecret = std::move(*secret);
    }
    return attempt;
}

Result<std::string> SignInDesk::newcomer(const OidcAttempt& attempt, const json::object& claims) {
    const auto email = checkedEmail(claims);
    const auto standing = m_with.control.configuration();
    // Who holds an address elsewhere does not get the account of who holds it here, but where the operator says so.
    if (attempt.provider.newcomers.empty() || email.empty() || userWithEmail(standing->objects, email) != nullptr)
        return unknownUser();
    json::array grants;
    for (const auto& grant : attempt.provider.newcomers)
        grants.push_back(grantBody(grant));
    auto wish = identity::claimText(claims, "preferred_username");
    json::object body{{"id", freeId(standing->objects, wish.empty() ? email : wish)},
                      {"name", identity::claimText(claims, "name").substr(0, 200)},
                      {"email", email},
                      {"grants", std::move(grants)},
                      {"oidc_provider", attempt.provider.id},
                      {"oidc_subject", identity::claimText(claims, "sub")}};
    if (!isValidUtf8(std::string(body["name"].as_string())))
        body["name"] = "";
    const auto made = m_with.control.create(Kind::User, body, "sign-in " + attempt.provider.id);
    if (!made)
        return tl::unexpected<Error>(errorOf(made.error()));
    return made->object.id;
}

Result<std::string> SignInDesk::userOf(const OidcAttempt& attempt, const json::object& claims) {
    const auto standing = m_with.control.configuration();
    const auto subject = identity::claimText(claims, "sub");
    if (const auto* known = userOfSubject(standing->objects, attempt.provider.id, subject))
        return known->id;
    const auto* same = attempt.provider.linkByEmail ? userWithEmail(standing->objects, checkedEmail(claims)) : nullptr;
    if (same == nullptr || userIn(*same).oidcSubject)
        return newcomer(attempt, claims);
    const json::object link{{"oidc_provider", attempt.provider.id}, {"oidc_subject", subject}};
    const auto linked = m_with.control.patch(Kind::User, same->id, link, {}, "sign-in " + attempt.provider.id);
    if (!linked)
        return tl::unexpected<Error>(errorOf(linked.error()));
    return linked->object.id;
}

Result<SignInDesk::Opened> SignInDesk::openByOidc(const OidcAttempt& attempt, const json::object& claims,
                                                  std::string_view address) {
    const auto user = userOf(attempt, claims);
    if (!user)
        return tl::unexpected<Error>(user.error());
    const auto standing = m_with.control.configuration();
    if (enabledUser(standing->objects, *user) == nullptr)
        return unknownUser();
    return open(*user, attempt.provider.id, address, grantsByGroups(attempt.provider, claims), false);
}

} // namespace gatehouse::admin
