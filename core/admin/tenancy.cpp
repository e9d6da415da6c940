// SPDX-License-Identifier: Apache-2.0
#include "core/admin/tenancy.h"

#include "core/admin/body.h"
#include "core/admin/entity.h"
#include "core/admin/ownership.h"
#include "core/config/resource.h"

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <string>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::Permission;

constexpr std::string_view base = "/admin/v1/";

// Operations that look to it themselves that each team sees its own; or tell nothing of any team.
constexpr std::array<std::string_view, 30> keepTeamsApart{"listCalls",           "getCall",
                                                          "getCallBodies",       "getStats",
                                                          "exportCalls",         "getUsage",
                                                          "getCharges",          "listJobs",
                                                          "getBudgetsState",     "getJob",
                                                          "decideSubscriptions", "cancelJob",
                                                          "removeTestRun",       "getTestRun",
                                                          "renderPrompt",        "listModels",
                                                          "importPrompt",        "importOpenApi",
                                                          "listPresets",         "getServiceStates",
                                                          "listAudit",           "listRevisions",
                                                          "listTrash",           "restoreTrash",
                                                          "purgeTrash",          "exportConfiguration",
                                                          "simulateCall",        "streamEvents",
                                                          "getChainRun",         "stopChainRun"};

bool keepsTeamsApart(const Operation& operation) {
    return std::find(keepTeamsApart.begin(), keepTeamsApart.end(), operation.id) != keepTeamsApart.end();
}

// "/admin/v1/keys/{id}/rotate": of the kind, and whether it is about one object.
struct Place {
    std::optional<Kind> kind;
    bool one = false;
    bool all = false;
};

Place placeOf(const Operation& operation) {
    std::string_view path = operation.path;
    Place place;
    if (!path.starts_with(base))
        return place;
    path.remove_prefix(base.size());
    const auto end = std::min(path.find('/'), path.size());
    place.kind = config::kindNamed(path.substr(0, end));
    if (place.kind && contract::isSingle(*place.kind))
        place.kind = std::nullopt;
    place.all = place.kind && end == path.size();
    place.one = place.kind && path.substr(end).starts_with("/{id}");
    return place;
}

Answer forbidden(std::string code, std::string detail) {
    return problemAnswer(403, std::move(code), std::move(detail));
}

Answer missing(const Caller& caller, Permission permission) {
    if (caller.restricted())
        return forbidden("second_factor_required",
                         "A second factor is asked of all here: set up an authenticator app with POST /me/totp first.");
    return forbidden("forbidden", "This takes the permission " + std::string(contract::nameOf(permission)) +
                                      ", which none of your roles has. docs/rights.md tells which has it.");
}

Answer notHere() {
    return forbidden("forbidden", "Your grants do not cover this. An owner or admin can give you the role in the team "
                                  "that it belongs to.");
}

Answer organisationOnly() {
    return forbidden(
        "organisation_only",
        "This tells of the whole organisation; your grants are of single teams. An owner or admin can give "
        "you the role in the organisation.");
}

Side sideFor(Permission permission) {
    if (permission == Permission::Approve || permission == Permission::Publish)
        return Side::Publisher;
    return permission == Permission::Subscribe ? Side::Subscriber : Side::Both;
}

std::optional<Answer> refuseObject(const Operation& operation, Kind kind, const config::Objects& objects,
                                   const Request& request) {
    const auto id = request.place("id");
    const auto* object = config::findObject(objects, kind, id);
    // What does not exist is told by the operation itself; what would be made, by its body and its plan.
    if (object == nullptr)
        return std::nullopt;
    if (!sees(request.caller, objects, *object))
        return noSuchObject(kind, id);
    if (kind == Kind::Plan && operation.permission == viewOf(kind))
        return std::nullopt;
    const auto owners = ownersOf(objects, kind, id, object->body, sideFor(operation.permission));
    return covers(request.caller, operation.permission, owners) ? std::nullopt : std::optional(notHere());
}

bool isOwnerOfAll(const config::StoredObject& object) {
    if (object.kind != Kind::User)
        return false;
    const auto* enabled = object.body.if_contains("enabled");
    const bool off = enabled != nullptr && enabled->is_bool() && !enabled->get_bool();
    const auto grants = grantsIn(object.body);
    return !off && std::any_of(grants.begin(), grants.end(), [](const Grant& grant) {
        return grant.role == contract::Role::Owner && grant.team.empty();
    });
}

// Who would make another owner, when the last one is gone? While there are users, one of them is an owner.
bool losesLastOwner(const config::Objects& before, const config::Objects& after) {
    const auto isUser = [](const config::StoredObject& object) { return object.kind == Kind::User; };
    return std::any_of(before.begin(), before.end(), isOwnerOfAll) &&
           std::none_of(after.begin(), after.end(), isOwnerOfAll) && std::any_of(after.begin(), after.end(), isUser);
}

} // namespace

std::optional<Answer> refuseOperation(const Operation& operation, const config::Objects& objects,
                                      const Request& request) {
    const auto& caller = request.caller;
    if (operation.access == Access::Open || caller.may(operation.permission))
        return std::nullopt;
    if (!caller.maySomewhere(operation.permission))
        return missing(caller, operation.permission);
    const auto place = placeOf(operation);
    if (place.one)
        return refuseObject(operation, *place.kind, objects, request);
    if (place.all || keepsTeamsApart(operation))
        return std::nullopt;
    return organisationOnly();
}

// What a team may not make is refused alike whether the teams and applications that it names exist or not.
std::optional<Answer> refuseBody(const Operation& operation, const config::Objects& objects, const Request& request) {
    const auto& caller = request.caller;
    const auto place = placeOf(operation);
    if (operation.access == Access::Open || caller.may(operation.permission) || !(place.all || place.one))
        return std::nullopt;
    const bool whole = place.all || operation.path == std::string(base) + std::string(nameOf(*place.kind)) + "/{id}";
    if (!whole)
        return std::nullopt;
    const auto read = parseBody(request.body);
    if (!read || !read->is_object())
        return std::nullopt; // told by the operation
    auto body = read->get_object();
    const auto* standing = config::findObject(objects, *place.kind, request.place("id"));
    if (request.method == http::Method::Patch && standing != nullptr)
        body = config::applyMergePatch(standing->body, *read).as_object();
    const auto owners = ownersOf(objects, *place.kind, request.place("id"), body, sideFor(operation.permission));
    return covers(caller, operation.permission, owners) ? std::nullopt : std::optional(notHere());
}

std::optional<Error> refusePlan(const Caller& caller, Permission permission, const config::Objects& before,
                                const config::Objects& after, const config::Plan& plan) {
    bool users = false;
    for (const auto& change : plan.changes) {
        users = users || change.kind == Kind::User;
        Touched touched{change.kind, change.id, change.before ? &*change.before : nullptr,
                        change.after ? &*change.after : nullptr};
        // What an application has is deleted with it, so both states count.
        const auto& objects = change.after ? after : before;
        if (auto refusal = refusalOf(caller, permission, objects, touched))
            return refusal;
    }
    if (users && losesLastOwner(before, after))
        return failure(ErrorKind::Conflict, "last_owner",
                       "This is the last owner. Make another user owner of the organisation first.")
            .value();
    return std::nullopt;
}

bool sees(const Caller& caller, Permission permission, const std::string& team) {
    return caller.may(permission) || (!team.empty() && caller.may(permission, team));
}

bool seesMoney(const Caller& caller, const config::Objects& objects, std::string_view scope, const std::string& id) {
    if (caller.may(Permission::ViewSpend))
        return true;
    const auto kind = scope == "team"  ? std::optional(Kind::Team)
                      : scope == "app" ? std::optional(Kind::App)
                      : scope == "key" ? std::optional(Kind::Key)
                                       : std::nullopt;
    const auto* object = kind ? config::findObject(objects, *kind, id) : nullptr;
    return object != nullptr && covers(caller, Permission::ViewSpend, ownersOf(objects, *kind, id, object->body));
}

void narrow(contract::Filter& filter, const Caller& caller, Permission permission) {
    if (caller.may(permission))
        return;
    contract::FilterTerm term;
    term.field = contract::FilterField::Team;
    for (auto& team : caller.teamsWith(permission))
        term.values.emplace_back(contract::FilterText{std::move(team), false});
    if (term.values.empty()) // nobody's
        term.values.emplace_back(contract::FilterText{"\x01", false});
    filter.terms.push_back(std::move(term));
}

} // namespace gatehouse::admin
