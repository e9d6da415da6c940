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

ObjectDescription oidc() {
    Describer<OidcSpec> it("OidcProvider", "A provider of OpenID Connect (authorization code with PKCE).");
    it.field("id", &OidcSpec::id, idType("a provider's id"), "Its name.").required = true;
    it.field("title", &OidcSpec::title, textType("a text", 100), "On the button.");
    it.field("issuer", &OidcSpec::issuer, urlType(), "Its address, without `/.well-known/…`.").required = true;
    it.field("client_id", &OidcSpec::clientId, textType("a text", 255), "As whom the gateway is known there.")
        .required = true;
    it.field("client_secret", &OidcSpec::clientSecret, referenceType(),
             "Where its secret is read from; without it, a public "
             "client.");
    it.field("scopes", &OidcSpec::scopes, listType(textType("a scope", 64), 0, 20), "What is asked for.");
    it.field("newcomers", &OidcSpec::newcomers, listType(objectType<GrantSpec>(), 0, 20),
             "What users may do who were not known. With none they are refused.");
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
