// SPDX-License-Identifier: Apache-2.0
#include "core/admin/audit_teams.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

using Body = std::optional<json::object>;

store::AuditTeam& sharedWith(std::vector<store::AuditTeam>& all, const std::string& team) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.team == team; });
    return found != all.end() ? *found : all.emplace_back(store::AuditTeam{team, false, false});
}

Body among(const Body& user, const std::string& team) {
    return user ? userAmong(*user, {team}) : std::nullopt;
}

std::vector<store::AuditTeam> teamsOfUser(const Body& before, const Body& after) {
    std::vector<store::AuditTeam> all;
    for (const auto* body : {&before, &after}) {
        const auto grants = *body ? grantsIn(**body) : std::vector<Grant>();
        for (const auto& grant : grants) {
            if (!grant.team.empty())
                sharedWith(all, grant.team);
        }
    }
    // A role that he got elsewhere is none of this team's business.
    std::erase_if(all, [&](const store::AuditTeam& of) { return among(before, of.team) == among(after, of.team); });
    for (auto& of : all)
        of.before = of.after = true; // each side is cut to the team's part when it is shown
    return all;
}

} // namespace

std::vector<store::AuditTeam> auditTeamsOf(const config::Change& change, const config::Objects& before,
                                           const config::Objects& after) {
    if (change.kind == config::Kind::User)
        return teamsOfUser(change.before, change.after);
    std::vector<store::AuditTeam> all;
    if (change.before) {
        for (const auto& team : ownersOf(before, change.kind, change.id, *change.before))
            sharedWith(all, team).before = true;
    }
    if (change.after) {
        for (const auto& team : ownersOf(after, change.kind, change.id, *change.after))
            sharedWith(all, team).after = true;
    }
    return all;
}

std::vector<store::AuditTeam> auditTeamsOf(const Owners& owners) {
    std::vector<store::AuditTeam> all;
    for (const auto& team : owners) {
        if (!team.empty())
            sharedWith(all, team) = {team, true, true};
    }
    return all;
}

std::optional<json::object> userAmong(const json::object& user, const std::vector<std::string>& teams) {
    json::array grants;
    const auto* list = user.if_contains("grants");
    const auto given = list != nullptr && list->is_array() ? list->get_array() : json::array();
    for (const auto& grant : given) {
        const auto* fields = grant.if_object();
        const auto* team = fields != nullptr ? fields->if_contains("team") : nullptr;
        const auto* name = team != nullptr ? team->if_string() : nullptr;
        if (name != nullptr && std::find(teams.begin(), teams.end(), std::string_view(*name)) != teams.end())
            grants.push_back(grant);
    }
    if (grants.empty())
        return std::nullopt;
    json::object shown;
    for (const auto* field : {"id", "name", "email", "enabled"}) {
        if (const auto* value = user.if_contains(field))
            shown[field] = *value;
    }
    shown["grants"] = std::move(grants);
    return shown;
}

} // namespace gatehouse::admin
