// SPDX-License-Identifier: Apache-2.0
// What was: the trash, and the revisions of the configuration.
#include "core/admin/audit_teams.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/admin/paging.h"
#include "core/admin/revision_history.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <string>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;

constexpr auto numberSchema = R"({"type": "string", "pattern": "^[0-9]{1,18}$", "examples": ["17"]})";

json::value bodyOrNull(const std::optional<json::object>& body) {
    return body ? json::value(*body) : json::value();
}

// Who may only in teams sees what is these teams'.
std::optional<std::vector<std::string>> teamsOf(const Caller& caller) {
    return caller.may(Permission::ViewAudit) ? std::nullopt : std::optional(caller.teamsWith(Permission::ViewAudit));
}

template <typename T>
const T* pointerTo(const std::optional<T>& value) {
    return value ? &*value : nullptr;
}

// A user is the organisation's; a team is told of his roles there.
void cutTo(const std::vector<std::string>& teams, config::Change& change) {
    if (change.kind != config::Kind::User)
        return;
    for (auto* body : {&change.before, &change.after})
        *body = *body ? userAmong(**body, teams) : std::nullopt;
}

json::array changesJson(const std::vector<config::Change>& changes) {
    json::array out;
    for (const auto& change : changes)
        out.push_back(json::object{{"action", config::nameOf(change.action)},
                                   {"kind", config::nameOf(change.kind)},
                                   {"id", change.id},
                                   {"before", bodyOrNull(change.before)},
                                   {"after", bodyOrNull(change.after)}});
    return out;
}

std::uint64_t numberOf(const Request& request) {
    return parseUnsigned(request.place("id")).value_or(0);
}

Answer appliedAnswer(const Outcome<Applied>& applied, bool dry) {
    if (!applied)
        return problemAnswer(applied.error());
    json::array warnings;
    for (const auto& warning : applied->warnings)
        warnings.emplace_back(warning);
    return jsonAnswer(200, json::object{{"dry_run", dry},
                                        {"revision", applied->revision},
                                        {"changes", changesJson(applied->changes)},
                                        {"warnings", std::move(warnings)},
                                        {"restart", json::array()}});
}

json::object toJson(const TrashItem& item) {
    json::array with;
    for (const auto number : item.with)
        with.emplace_back(std::to_string(number));
    const auto kept = std::chrono::duration_cast<std::chrono::microseconds>(trashTime).count();
    return {{"id", std::to_string(item.number)},
            {"kind", config::nameOf(item.kind)},
            {"object", item.id},
            {"body", item.body},
            {"deleted_at", formatTime(item.deletedAt)},
            {"deleted_by", item.deletedBy},
            {"expires_at", formatTime(item.deletedAt + kept)},
            {"revision", item.revision},
            {"with", std::move(with)}};
}

Answer listTrash(AdminDependencies& with, const Request& request) {
    const auto teams = teamsOf(request.caller);
    const auto items = with.control.trash(pointerTo(teams));
    if (!items)
        return problemAnswer(items.error());
    json::array out;
    for (const auto& item : *items)
        out.push_back(toJson(item));
    return jsonAnswer(200, json::object{{"items", std::move(out)}});
}

Answer listRevisions(AdminDependencies& with, const Request& request) {
    const auto limit = static_cast<std::size_t>(parseUnsigned(request.parameter("limit")).value_or(usualPerPage));
    const auto teams = teamsOf(request.caller);
    auto page = with.control.revisions(parseUnsigned(request.parameter("cursor")), limit, pointerTo(teams));
    if (!page)
        return problemAnswer(page.error());
    json::array items;
    for (auto& revision : page->revisions) {
        for (auto& change : revision.changes) {
            if (teams)
                cutTo(*teams, change);
        }
        items.push_back(json::object{{"revision", revision.number},
                                     {"at", formatTime(revision.at)},
                                     {"actor", revision.actor},
                                     {"changes", changesJson(revision.changes)}});
    }
    return jsonAnswer(200,
                      json::object{{"items", std::move(items)},
                                   {"next", page->next ? json::value(std::to_string(*page->next)) : json::value()}});
}

Answer revert(AdminDependencies& with, const Request& request) {
    const bool dry = request.flag("dry_run");
    const auto what = request.flag("as_of") ? Revert::AllSince : Revert::OnlyThis;
    return appliedAnswer(with.control.revert(numberOf(request), what, dry ? Run::Dry : Run::Real, request.actor), dry);
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string tag, std::string summary) {
    auto operation = newOperation(method, std::move(path), std::move(id), std::move(tag), std::move(summary));
    if (operation.path.find("{id}") != std::string::npos)
        operation.idSchema = numberSchema;
    return operation;
}

void addTrash(Operations& out) {
    auto list = makeOperation(http::Method::Get, "/admin/v1/trash", "listTrash", "history", "List what was deleted");
    list.description = "Configuration objects that were deleted in the last 30 days and do not exist again, newest "
                       "first. `with` names what is restored with an item: the keys of an app.";
    list.responses = {{200, "All of it.", {"application/json"}, "TrashList", false, false}};
    list.run = ControlRun(listTrash);
    list.permission = Permission::ViewAudit;
    out.push_back(std::move(list));

    auto restore = makeOperation(http::Method::Post, "/admin/v1/trash/{id}/restore", "restoreTrash", "history",
                                 "Bring a deleted object back");
    restore.description = "As it was; an app with its keys, which are valid again. Refused with 409, naming it, where "
                          "something that it needs does not exist any more.";
    restore.responses = {{200, "What was made.", {"application/json"}, "Applied", false, false}};
    restore.problems = {404, 409};
    restore.run = ControlRun([](AdminDependencies& with, const Request& request) {
        return appliedAnswer(with.control.restoreTrash(numberOf(request), request.actor), false);
    });
    restore.permission = Permission::EditConfiguration;
    out.push_back(std::move(restore));

    auto purge = makeOperation(http::Method::Delete, "/admin/v1/trash/{id}", "purgeTrash", "history",
                               "Take an object out of the trash for good");
    purge.description = "It cannot be restored from the trash any more. The audit log, which is never changed, goes on "
                        "telling what it was.";
    purge.responses = {{204, "Purged.", {}, "", false, false}};
    purge.problems = {404};
    purge.run = ControlRun([](AdminDependencies& with, const Request& request) {
        const auto done = with.control.purgeTrash(numberOf(request), request.actor);
        return done ? emptyAnswer(204) : problemAnswer(done.error());
    });
    purge.permission = Permission::EditConfiguration;
    out.push_back(std::move(purge));
}

} // namespace

void addHistoryOperations(Operations& out) {
    addTrash(out);
    auto list = makeOperation(http::Method::Get, "/admin/v1/revisions", "listRevisions", "history",
                              "List the revisions of the configuration, newest first");
    list.description = "Each is what was changed together, with who did it and when. Holds no secret.";
    list.parameters = {integerParameter("limit", "Items a page.", 1, mostPerPage, usualPerPage),
                       numberCursorParameter()};
    list.responses = {{200, "A page.", {"application/json"}, "RevisionList", false, false}};
    list.run = ControlRun(listRevisions);
    list.permission = Permission::ViewAudit;
    out.push_back(std::move(list));

    auto back = makeOperation(http::Method::Post, "/admin/v1/revisions/{id}/revert", "revertRevision", "history",
                              "Take a revision back, or go back to it");
    back.description =
        "Makes a new revision that takes back what this one changed; refused with 409, naming them, where objects were "
        "changed again since (`changed_since`), or where something that is needed does not exist any more. With "
        "`as_of` "
        "everything becomes as it was after this revision. A revoked key stays revoked.";
    back.parameters = {flagParameter("dry_run", "Only tell what would change."),
                       flagParameter("as_of", "Take back all that was changed after this revision instead.")};
    back.responses = {{200, "What changed, or would change.", {"application/json"}, "Applied", false, false}};
    back.problems = {404, 409};
    back.run = ControlRun(revert);
    back.permission = Permission::EditConfiguration;
    out.push_back(std::move(back));
}

} // namespace gatehouse::admin
