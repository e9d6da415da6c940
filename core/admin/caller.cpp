// SPDX-License-Identifier: Apache-2.0
#include "core/admin/caller.h"

#include <algorithm>

namespace gatehouse::admin {

using contract::Permission;
using contract::Role;

bool Caller::may(Permission permission, std::string_view team) const {
    if (isOperator() || permission == Permission::Self)
        return true;
    if (restricted())
        return false;
    if (permission == Permission::ViewCatalogue)
        return true;
    return std::any_of(m_grants.begin(), m_grants.end(), [&](const Grant& grant) {
        return contract::allows(grant.role, permission) && (grant.team.empty() || grant.team == team);
    });
}

bool Caller::maySomewhere(Permission permission) const {
    return may(permission) || !teamsWith(permission).empty();
}

std::vector<std::string> Caller::teamsWith(Permission permission) const {
    std::vector<std::string> teams;
    if (restricted())
        return teams;
    for (const auto& grant : m_grants) {
        if (!grant.team.empty() && contract::allows(grant.role, permission) &&
            std::find(teams.begin(), teams.end(), grant.team) == teams.end())
            teams.push_back(grant.team);
    }
    return teams;
}

bool Caller::isOwner() const {
    return isOperator() || (!restricted() && std::any_of(m_grants.begin(), m_grants.end(), [](const Grant& grant) {
               return grant.role == Role::Owner && grant.team.empty();
           }));
}

bool Caller::mayGrant(const Grant& grant) const {
    if (isOwner())
        return true;
    if (!may(Permission::ManageUsers, grant.team))
        return false;
    // Owners are made by owners: of that team, or of the organisation.
    if (grant.role == Role::Owner)
        return std::any_of(m_grants.begin(), m_grants.end(), [&](const Grant& mine) {
            return mine.role == Role::Owner && !grant.team.empty() && mine.team == grant.team;
        });
    return std::all_of(contract::rightsTable.begin(), contract::rightsTable.end(), [&](const contract::RightsRow& row) {
        return !contract::allows(grant.role, row.permission) || may(row.permission, grant.team);
    });
}

bool Caller::mayGrant(const std::vector<Grant>& all) const {
    return std::all_of(all.begin(), all.end(), [this](const Grant& grant) { return mayGrant(grant); });
}

} // namespace gatehouse::admin
