// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/duration.h"

#include <optional>
#include <string>
#include <vector>

// Who uses console and portal. Passwords and second factors are no part of it. Descriptions: describe_users.cpp.
namespace gatehouse::contract {

struct GrantSpec {
    std::string role;                // "owner", "admin", "publisher", "approver", "auditor", "member"
    std::optional<std::string> team; // nothing: in the whole organisation
};

struct UserSpec {
    std::string id;
    std::string name;
    std::string email;
    std::vector<GrantSpec> grants;
    std::optional<std::string> oidcProvider;
    std::optional<std::string> oidcSubject;
    bool enabled = true;
};

// What being in a group of a sign-in provider is worth here.
struct GroupGrantSpec {
    std::string group;
    std::string role;
    std::optional<std::string> team;
};

// A provider of OpenID Connect.
struct OidcSpec {
    std::string id;
    std::string title;
    std::string issuer; // a URL
    std::string clientId;
    std::optional<std::string> clientSecret; // a reference
    std::vector<std::string> scopes{"openid", "email", "profile"};
    std::vector<GrantSpec> newcomers; // what users get who were not known; none: they are refused
    bool linkByEmail = false;         // a user with the same, checked address is the same person
    std::string groupsClaim = "groups";
    std::vector<GroupGrantSpec> groups;
    std::vector<std::string> redirectUris; // besides the portal's own and loopback
};

struct SignInSpec {
    bool password = true;
    std::string totp = "optional"; // "required"
    Duration session{std::chrono::hours(12), "12h"};
    Duration idle{std::chrono::hours(2), "2h"};
    std::vector<OidcSpec> oidc;
};

} // namespace gatehouse::contract
