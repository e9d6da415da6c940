// SPDX-License-Identifier: Apache-2.0
// The members of a team, for who manages users there: their roles in it, and who comes to it.
#include "core/admin/body.h"
#include "core/admin/entity.h"
#include "core/admin/fields.h"
#include "core/admin/ownership.h"
#include "core/admin/paging.h"
#include "core/admin/people_of.h"
#include "core/admin/people_operations.h"
#include "core/admin/people_support.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/contract/reader.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;

constexpr const char* idSchema =
    R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "minLength": 1})";
constexpr std::size_t mostEmail = 254;
constexpr std::size_t mostName = 200;
constexpr std::size_t mostOfName = 40; // of an address that is kept in an id

bool isIn(const Grant& grant, std::string_view team) {
    return grant.team == team;
}

json::array rolesIn(const json::object& user, std::string_view team) {
    json::array roles;
    const auto grants = grantsIn(user);
    for (const auto& grant : grants) {
        if (isIn(grant, team))
            roles.emplace_back(contract::nameOf(grant.role));
    }
    return roles;
}

json::object memberJson(const config::StoredObject& user, std::string_view team) {
    const auto spec = userIn(user);
    return {{"user", spec.id},
            {"name", spec.name},
            {"email", spec.email},
            {"enabled", spec.enabled},
            {"roles", rolesIn(user.body, team)}};
}

// The user's grants with these roles in the team instead of those that he has there.
json::array grantsWith(const json::object* user, std::string_view team, const std::vector<std::string>& roles) {
    json::array out;
    const auto standing = user != nullptr ? grantsIn(*user) : std::vector<Grant>();
    for (const auto& grant : standing) {
        if (isIn(grant, team))
            continue;
        json::object kept{{"role", contract::nameOf(grant.role)}};
        if (!grant.team.empty())
            kept["team"] = grant.team;
        out.push_back(std::move(kept));
    }
    for (const auto& role : roles)
        out.push_back(json::object{{"role", role}, {"team", team}});
    return out;
}

std::vector<std::string> readRoles(Fields& fields) {
    std::vector<std::string> roles;
    const auto* value = fields.any("roles");
    const auto* list = value != nullptr ? value->if_array() : nullptr;
    bool right = list != nullptr && !list->empty();
    for (std::size_t i = 0; right && i < list->size(); ++i) {
        const auto* text = (*list)[i].if_string();
        right = text != nullptr && contract::roleNamed(*text) &&
                std::find(roles.begin(), roles.end(), std::string_view(*text)) == roles.end();
        if (right)
            roles.emplace_back(*text);
    }
    if (!right) {
        const contract::Path root;
        fields.faults().push_back(contract::makeFault(value == nullptr ? contract::FaultCode::MissingField
                                                                       : contract::FaultCode::InvalidValue,
                                                      contract::Path(root, "roles"), "a list of roles, each once",
                                                      value == nullptr ? "nothing" : contract::foundSort(*value)));
    }
    return roles;
}

// Of who is none, or is not in the organisation at all, the same is said.
Answer noMember(const Request& request) {
    return notFoundAnswer("user", "the id of a member of this team", std::string(request.place("user")));
}

struct Place {
    ConfigurationPtr standing;
    const config::StoredObject* user = nullptr; // a member
};
std::optional<Place> memberAt(AdminDependencies& with, const Request& request) {
    Place place{with.control.configuration(), nullptr};
    place.user = config::findObject(place.standing->objects, Kind::User, request.place("user"));
    if (place.user == nullptr || rolesIn(place.user->body, request.place("id")).empty())
        return std::nullopt;
    return place;
}

std::optional<Answer> noTeam(AdminDependencies& with, const Request& request) {
    const auto standing = with.control.configuration();
    const auto* team = config::findObject(standing->objects, Kind::Team, request.place("id"));
    return team == nullptr ? std::optional(noSuchObject(Kind::Team, request.place("id"))) : std::nullopt;
}

Answer listMembers(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    if (auto missing = noTeam(with, request))
        return std::move(*missing);
    const auto standing = with.control.configuration();
    std::vector<json::object> bodies;
    for (const auto& object : standing->objects) {
        if (object.kind == Kind::User && !rolesIn(object.body, request.place("id")).empty())
            bodies.push_back(memberJson(object, request.place("id")));
    }
    std::vector<ListItem> items;
    for (const auto& body : bodies)
        items.push_back({std::string(body.at("user").get_string()), &body});
    return taggedAnswer(request, json::serialize(pageJson(makePage(std::move(items), request, {}))));
}

bool isPlain(char c) {
    return std::string_view(lowerAlphanumeric).find(c) != std::string_view::npos;
}

// "ada.l@example.org" becomes "ada.l-k3x9v2": the end keeps it from telling whether there is another "ada.l".
std::string newIdFrom(std::string_view email) {
    auto name = toLower(email.substr(0, std::min(email.find('@'), mostOfName)));
    std::erase_if(name, [](char c) { return !isPlain(c) && c != '.' && c != '-'; });
    while (!name.empty() && !isPlain(name.front()))
        name.erase(name.begin());
    return (name.empty() ? std::string("user") : name) + '-' + randomText(6, lowerAlphanumeric);
}

Answer madeAnswer(AdminDependencies& with, const Request& request, const config::StoredObject& user, bool invited) {
    auto body = memberJson(user, request.place("id"));
    body["invitation"] = nullptr;
    body["expires_at"] = nullptr;
    if (invited && with.people != nullptr && with.people->settings().password) {
        const auto made = with.people->invite(user.id, request.actor);
        if (!made)
            return peopleRefusal(made.error());
        body["invitation"] = made->token.reveal();
        body["expires_at"] = formatTime(made->expires);
    }
    auto answer = jsonAnswer(201, body);
    answer.with("Cache-Control", "no-store");
    answer.with("Location", "/admin/v1/teams/" + std::string(request.place("id")) + "/members/" + user.id);
    return answer;
}

Answer changedAnswer(const Request& request, const Outcome<Changed>& changed) {
    return changed ? jsonAnswer(200, memberJson(changed->object, request.place("id"))) : problemAnswer(changed.error());
}

Answer addMember(AdminDependencies& with, const Request& request) {
    if (auto missing = noTeam(with, request))
        return std::move(*missing);
    const auto read = parseBody(request.body);
    if (!read)
        return problemAnswer(read.error());
    Fields fields(*read, {"email", "name", "roles"});
    const auto email = fields.text("email", mostEmail, true);
    const auto name = fields.text("name", mostName);
    const auto roles = readRoles(fields);
    if (!fields.ok())
        return problemAnswer(fields.faults());
    const auto team = request.place("id");
    const auto standing = with.control.configuration();
    const auto* known = userWithEmail(standing->objects, email);
    if (known != nullptr && !rolesIn(known->body, team).empty())
        return problemAnswer(409, "already_member", "This user is a member already. Change his roles with PUT.");
    if (known != nullptr) {
        const auto changed = with.control.patch(
            Kind::User, known->id, json::object{{"grants", grantsWith(&known->body, team, roles)}}, {}, request.actor);
        return changed ? madeAnswer(with, request, changed->object, false) : problemAnswer(changed.error());
    }
    json::object body{{"id", newIdFrom(email)}, {"email", email}, {"grants", grantsWith(nullptr, team, roles)}};
    if (fields.has("name"))
        body["name"] = name;
    const auto made = with.control.create(Kind::User, body, request.actor);
    return made ? madeAnswer(with, request, made->object, true) : problemAnswer(made.error());
}

Answer setMember(AdminDependencies& with, const Request& request) {
    const auto place = memberAt(with, request);
    if (!place)
        return noMember(request);
    const auto read = parseBody(request.body);
    if (!read)
        return problemAnswer(read.error());
    Fields fields(*read, {"roles"});
    const auto roles = readRoles(fields);
    if (!fields.ok())
        return problemAnswer(fields.faults());
    const json::object patch{{"grants", grantsWith(&place->user->body, request.place("id"), roles)}};
    return changedAnswer(request, with.control.patch(Kind::User, place->user->id, patch, {}, request.actor));
}

Answer removeMember(AdminDependencies& with, const Request& request) {
    const auto place = memberAt(with, request);
    if (!place)
        return noMember(request);
    const json::object patch{{"grants", grantsWith(&place->user->body, request.place("id"), {})}};
    const auto changed = with.control.patch(Kind::User, place->user->id, patch, {}, request.actor);
    return changed ? emptyAnswer(204) : problemAnswer(changed.error());
}

// An invitation sets a password, so it could take an account over: only for who has none yet and is this team's alone.
Answer inviteMember(AdminDependencies& with, const Request& request) {
    const auto place = memberAt(with, request);
    if (!place)
        return noMember(request);
    if (with.people == nullptr)
        return nobodySignsIn();
    const auto grants = grantsIn(place->user->body);
    const bool here =
        std::all_of(grants.begin(), grants.end(), [&](const Grant& grant) { return isIn(grant, request.place("id")); });
    const auto factors = with.people->factorsOf(place->user->id);
    if (!factors)
        return problemAnswer(factors.error());
    if (!here || factors->password || userIn(*place->user).oidcSubject)
        return problemAnswer(409, "not_new",
                             "This user signs in already, or has roles elsewhere. An owner or admin of "
                             "the organisation can invite him anew.");
    if (!request.caller.mayGrant(grants))
        return problemAnswer(403, "forbidden", "This user may more than you may.");
    const auto made = with.people->invite(place->user->id, request.actor);
    if (!made)
        return peopleRefusal(made.error());
    auto answer =
        jsonAnswer(201, json::object{{"invitation", made->token.reveal()}, {"expires_at", formatTime(made->expires)}});
    answer.with("Cache-Control", "no-store");
    return answer;
}

Operation memberOperation(http::Method method, const std::string& path, std::string id, std::string summary) {
    auto it = peopleOperation(method, "/admin/v1/teams/{id}/members" + path, std::move(id), std::move(summary));
    it.tag = "teams";
    it.idSchema = idSchema;
    it.placeSchemas["user"] = idSchema;
    it.permission = contract::Permission::ManageUsers;
    it.portal = false;
    it.problems = {404};
    return it;
}

} // namespace

void addMemberOperations(Operations& out) {
    auto list = memberOperation(http::Method::Get, "", "listMembers", "List the members of a team");
    list.description = "Who has a role in it by a grant of his own; roles in the whole organisation are not told here.";
    list.parameters = {integerParameter("limit", "Items a page.", 1, mostPerPage, usualPerPage), cursorParameter()};
    list.responses = {{200, "A page.", {"application/json"}, "MemberList", true, false},
                      {304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false}};
    list.run = QueryRun(listMembers);
    out.push_back(std::move(list));

    auto add = memberOperation(http::Method::Post, "", "addMember", "Take somebody into a team");
    add.description = "By e-mail address: a user who is known gets the roles, for anybody else a user is made, with an "
                      "invitation to set a password, which is told this once. 409 `already_member` where he is one.";
    add.body = BodyInfo{{"application/json"}, "MemberAdd"};
    add.responses = {peopleResponse(201, "A member now.", "MemberAdded")};
    add.responses.front().location = true;
    add.problems = {404, 409};
    add.run = ControlRun(addMember);
    out.push_back(std::move(add));

    auto set = memberOperation(http::Method::Put, "/{user}", "setMember", "Set a member's roles in a team");
    set.description = "Never above the own. 404 where he is no member.";
    set.body = BodyInfo{{"application/json"}, "MemberRoles"};
    set.responses = {peopleResponse(200, "As he stands.", "Member")};
    set.problems = {404, 409};
    set.run = ControlRun(setMember);
    out.push_back(std::move(set));

    auto remove = memberOperation(http::Method::Delete, "/{user}", "removeMember", "Take a member out of a team");
    remove.description = "The user stays, with the roles that he has elsewhere.";
    remove.responses = {peopleResponse(204, "No member any more.", "")};
    remove.problems = {404, 409};
    remove.run = ControlRun(removeMember);
    out.push_back(std::move(remove));

    auto invite = memberOperation(http::Method::Post, "/{user}/invitation", "inviteMember",
                                  "Let a new member set his password himself");
    invite.description =
        "For who has none yet and has no roles elsewhere; 409 `not_new` for others. Answered this once; "
        "it holds for three days and for one use. An earlier one is void.";
    invite.responses = {peopleResponse(201, "Give it to him.", "Invitation")};
    invite.problems = {404, 409};
    invite.run = ControlRun(inviteMember);
    out.push_back(std::move(invite));
}

} // namespace gatehouse::admin
