// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace gatehouse::contract {

// What a user of console or portal may do: each operation of the admin API asks for one. Which roles have which:
// docs/rights.md.
enum class Permission {
    Self,              // whoever signed in: his own account
    ViewCatalogue,     // published APIs
    ViewConfiguration, // providers, routes, settings
    EditConfiguration,
    ViewPrompts, // prompts and chains
    EditPrompts,
    ViewApis, // with what is not published
    Publish,  // APIs, plans, webhooks
    Subscribe,
    Approve,
    ViewTeams, // teams, applications, keys
    ManageTeams,
    ManageKeys,
    ViewCalls,
    ViewBodies,
    ViewSpend,
    ManageBudgets,
    ViewAudit,
    ManageUsers,
    ManageSecrets,
    OperateGateway,
};

inline constexpr std::array<std::string_view, 21> permissionNames{
    "self",           "view_catalogue", "view_configuration", "edit_configuration",
    "view_prompts",   "edit_prompts",   "view_apis",          "publish",
    "subscribe",      "approve",        "view_teams",         "manage_teams",
    "manage_keys",    "view_calls",     "view_bodies",        "view_spend",
    "manage_budgets", "view_audit",     "manage_users",       "manage_secrets",
    "operate_gateway"};

constexpr std::string_view nameOf(Permission permission) {
    return permissionNames[static_cast<std::size_t>(permission)];
}

} // namespace gatehouse::contract
