// SPDX-License-Identifier: Apache-2.0
// Users of console and portal, and how they sign in.
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

ObjectDescription grant() {
    Describer<GrantSpec> it("UserGrant", "What a user may do, and where. See docs/rights.md.");
    it.field("role", &GrantSpec::role, choiceType({"owner", "admin", "publisher", "approver", "auditor", "member"}),
             "As what.")
        .required = true;
    it.field("team", &GrantSpec::team, idType("a team's id"), "In which team; without one, in the whole organisation.");
    return it.finish();
}

ObjectDescription user() {
    Describer<UserSpec> it("User", "Who uses console and portal. Passwords and second factors are kept apart.");
    auto& id = it.field("id", &UserSpec::id, idType("a user's id"), "For the audit log.");
    id.required = true;
    id.example = "ada";
    it.field("name", &UserSpec::name, textType("a name", 200), "For people.");
    it.field("email", &UserSpec::email,
             patternText("an e-mail address", "^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,8}$",
                         254),
             "To sign in with. Small and capital letters are the same.")
        .required = true;
    it.field("grants", &UserSpec::grants, listType(objectType<GrantSpec>(), 0, 200), "What the user may do.");
    it.field("oidc_provider", &UserSpec::oidcProvider, idType("the id of a provider in sign_in"),
             "Who vouches for the user.");
    it.field("oidc_subject", &UserSpec::oidcSubject, textType("a text", 255), "As whom.");
    it.field("enabled", &UserSpec::enabled, booleanType(), "Whether the user may sign in.");
    return it.finish();
}

// With the places of the gateway's own keeping only: a secret in plain would lie in the store.
Type keptReference() {
    return patternText("a reference: env:NAME, file:PATH, keychain:NAME or vault:NAME",
                       "^(env|file|keychain|vault):[^\\x00-\\x1f]{1,1000}$", 1010);
}

// TLS, or this machine.
Type issuerType() {
    return patternText("an https URL without query, or an http one of 127.0.0.1 or [::1]",
                       "^(https://[A-Za-z0-9][A-Za-z0-9.-]{0,252}|http://(127\\.0\\.0\\.1|\\[::1\\]))(:[0-9]{1,5})?"
                       "(/[A-Za-z0-9._~%/-]{0,500})?$",
                       800);
}

ObjectDescription groupGrant() {
    Describer<GroupGrantSpec> it("GroupGrant", "What being in a group of a sign-in provider is worth here.");
    it.field("group", &GroupGrantSpec::group, textType("a group's name", 255), "As the provider writes it.").required =
        true;
    it.field("role", &GroupGrantSpec::role,
             choiceType({"owner", "admin", "publisher", "approver", "auditor", "member"}), "As what.")
        .required = true;
    it.field("team", &GroupGrantSpec::team, idType("a team's id"),
             "In which team; without one, in the whole organisation.");
    return it.finish();
}

ObjectDescription oidc() {
    Describer<OidcSpec> it("OidcProvider", "A provider of OpenID Connect (authorization code with PKCE).");
    it.field("id", &OidcSpec::id, idType("a provider's id"), "Its name.").required = true;
    it.field("title", &OidcSpec::title, textType("a text", 100), "On the button.");
    it.field("issuer", &OidcSpec::issuer, issuerType(),
             "Its address, without `/.well-known/…`, exactly as it names itself.")
        .required = true;
    it.field("client_id", &OidcSpec::clientId, textType("a text", 255), "As whom the gateway is known there.")
        .required = true;
    it.field("client_secret", &OidcSpec::clientSecret, keptReference(),
             "Where its secret is read from; without it, a public client.");
    it.field("scopes", &OidcSpec::scopes, listType(patternText("a scope", "^[A-Za-z0-9._:/-]{1,64}$", 64), 0, 20),
             "What is asked for; `openid` always.");
    it.field("newcomers", &OidcSpec::newcomers, listType(objectType<GrantSpec>(), 0, 20),
             "What users may do who were not known: they are made with a checked e-mail address that no user has. With "
             "none they are refused.");
    it.field("link_by_email", &OidcSpec::linkByEmail, booleanType(),
             "Whether a user with the same e-mail address, which the provider has checked, is the same person, once.");
    it.field("groups_claim", &OidcSpec::groupsClaim,
             patternText("a claim's name, or a JSON pointer to it", "^[!-~]{1,200}$", 200),
             "Where the token tells of groups: `groups`, `/realm_access/roles`.");
    it.field("groups", &OidcSpec::groups, listType(objectType<GroupGrantSpec>(), 0, 200),
             "What groups are worth, beside the user's own grants, as long as the session lasts.");
    it.field("redirect_uris", &OidcSpec::redirectUris, listType(urlType(), 0, 20),
             "Where the provider may lead back to, besides `/portal` of this gateway and loopback addresses: the "
             "portal's address behind a proxy.");
    return it.finish();
}

ObjectDescription signIn() {
    Describer<SignInSpec> it("SignIn", "How users sign in. See docs/sign_in.md.");
    it.field("password", &SignInSpec::password, booleanType(), "With a password.");
    it.field("totp", &SignInSpec::totp, choiceType({"optional", "required"}),
             "Whether a second factor is asked of all.");
    it.field("session", &SignInSpec::session, durationType(std::chrono::minutes(5), std::chrono::hours(24 * 30)),
             "How long a session lasts.");
    it.field("idle", &SignInSpec::idle, durationType(std::chrono::minutes(5), std::chrono::hours(24 * 30)),
             "How long it lasts unused.");
    it.field("oidc", &SignInSpec::oidc, listType(objectType<OidcSpec>(), 0, 20), "With who vouches elsewhere.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<GrantSpec>() {
    static const auto description = grant();
    return description;
}
template <>
const ObjectDescription& descriptionOf<UserSpec>() {
    static const auto description = user();
    return description;
}
template <>
const ObjectDescription& descriptionOf<GroupGrantSpec>() {
    static const auto description = groupGrant();
    return description;
}
template <>
const ObjectDescription& descriptionOf<OidcSpec>() {
    static const auto description = oidc();
    return description;
}
template <>
const ObjectDescription& descriptionOf<SignInSpec>() {
    static const auto description = signIn();
    return description;
}

} // namespace gatehouse::contract
