// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/permission.h"

#include <array>
#include <optional>
#include <string_view>

// Which role has which permission. docs/rights.md shows this table; a test compares the two.
namespace gatehouse::contract {

enum class Role { Owner, Admin, Publisher, Approver, Auditor, Member };

inline constexpr std::array<Role, 6> allRoles{Role::Owner,    Role::Admin,   Role::Publisher,
                                              Role::Approver, Role::Auditor, Role::Member};
inline constexpr std::array<std::string_view, 6> roleNames{"owner",    "admin",   "publisher",
                                                           "approver", "auditor", "member"};

constexpr std::string_view nameOf(Role role) {
    return roleNames[static_cast<std::size_t>(role)];
}
constexpr std::optional<Role> roleNamed(std::string_view name) {
    for (const auto role : allRoles) {
        if (nameOf(role) == name)
            return role;
    }
    return std::nullopt;
}

struct RightsRow {
    Permission permission;
    std::array<bool, allRoles.size()> roles; // in the order of Role
    std::string_view meaning;
};

// clang-format off
inline constexpr std::array<RightsRow, permissionNames.size()> rightsTable{{
    //                                owner  admin  publ.  appr.  audit. member
    {Permission::Self,              {{true,  true,  true,  true,  true,  true}},
     "the own account: password, second factor, sessions"},
    {Permission::ViewCatalogue,     {{true,  true,  true,  true,  true,  true}},
     "the catalogue of published APIs"},
    {Permission::ViewConfiguration, {{true,  true,  true,  false, true,  false}},
     "providers, routes, models, settings, the state of the gateway"},
    {Permission::EditConfiguration, {{true,  true,  false, false, false, false}},
     "change them, apply files, revert revisions"},
    {Permission::ViewPrompts,       {{true,  true,  true,  false, true,  false}},
     "prompts, chains and their test runs"},
    {Permission::EditPrompts,       {{true,  true,  true,  false, false, false}},
     "write, test and label them"},
    {Permission::ViewApis,          {{true,  true,  true,  true,  true,  false}},
     "APIs with what is not published, plans, webhooks, subscriptions"},
    {Permission::Publish,           {{true,  true,  true,  false, false, false}},
     "make, publish, deprecate and retire APIs; plans, webhooks"},
    {Permission::Subscribe,         {{true,  true,  true,  false, false, true}},
     "ask for subscriptions of the own applications, and cancel them"},
    {Permission::Approve,           {{true,  true,  false, true,  false, false}},
     "decide on subscriptions to the own APIs"},
    {Permission::ViewTeams,         {{true,  true,  true,  true,  true,  true}},
     "teams, applications and keys (never a key itself)"},
    {Permission::ManageTeams,       {{true,  true,  false, false, false, false}},
     "teams and applications with their limits and models"},
    {Permission::ManageKeys,        {{true,  true,  false, false, false, true}},
     "applications, and their keys: make, rotate, revoke"},
    {Permission::ViewCalls,         {{true,  true,  true,  false, true,  true}},
     "the call log and statistics, without bodies"},
    {Permission::ViewBodies,        {{true,  true,  false, false, false, false}},
     "what was said in calls"},
    {Permission::ViewSpend,         {{true,  true,  true,  true,  true,  true}},
     "money: budgets, charges"},
    {Permission::ManageBudgets,     {{true,  true,  false, false, false, false}},
     "budgets, limits of money"},
    {Permission::ViewAudit,         {{true,  true,  false, false, true,  false}},
     "the audit log, revisions, the trash"},
    {Permission::ManageUsers,       {{true,  true,  false, false, false, false}},
     "users and their grants, never above the own"},
    {Permission::ManageSecrets,     {{true,  true,  false, false, false, false}},
     "secrets of the configuration"},
    {Permission::OperateGateway,    {{true,  true,  false, false, false, false}},
     "pause, back up, vacuum, cancel calls, the self-test"},
}};
// clang-format on

constexpr bool allows(Role role, Permission permission) {
    return rightsTable[static_cast<std::size_t>(permission)].roles[static_cast<std::size_t>(role)];
}

} // namespace gatehouse::contract
