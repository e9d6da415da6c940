// SPDX-License-Identifier: Apache-2.0
// Settings of which there is one object each, which always has a value: what is kept of calls, what holds for all
// teams.
#include "core/admin/body.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/config/bodies.h"
#include "core/config/resource.h"
#include "core/contract/descriptions.h"

#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;

// As it stands, or the defaults while nobody has set anything.
json::object standingBody(Kind kind, const AdminDependencies& with) {
    const auto standing = with.control.configuration();
    const auto* object = config::findObject(standing->objects, kind, nameOf(kind));
    return object != nullptr ? object->body : config::defaultBodyOf(kind);
}

Answer bodyAnswer(Kind kind, const AdminDependencies& with) {
    const auto body = standingBody(kind, with);
    return std::move(jsonAnswer(200, body).with("ETag", config::etagOf(body)));
}

// Conditions are checked here, since the defaults have an entity tag too, though no object stands for them.
Result<void> checkConditions(Kind kind, const AdminDependencies& with, const Request& request) {
    if (request.ifMatch.empty() || matchesTag(request.ifMatch, config::etagOf(standingBody(kind, with)), false))
        return {};
    return failure(ErrorKind::Conflict, "stale", "The settings have another entity tag by now.");
}

Answer getSettings(Kind kind, AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto tag = config::etagOf(standingBody(kind, with));
    if (!request.ifMatch.empty() && !matchesTag(request.ifMatch, tag, false))
        return problemAnswer(412, "stale", "The settings have another entity tag by now.");
    if (!request.ifNoneMatch.empty() && matchesTag(request.ifNoneMatch, tag, true))
        return std::move(emptyAnswer(304).with("ETag", tag));
    return bodyAnswer(kind, with);
}

Answer putSettings(Kind kind, AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    if (const auto held = checkConditions(kind, with, request); !held)
        return problemAnswer(412, held.error());
    const auto done = with.control.put(kind, nameOf(kind), *body, {}, request.actor);
    return done ? bodyAnswer(kind, with) : problemAnswer(done.error());
}

Answer patchSettings(Kind kind, AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    if (const auto held = checkConditions(kind, with, request); !held)
        return problemAnswer(412, held.error());
    const auto done = with.control.patch(kind, nameOf(kind), *body, {}, request.actor);
    return done ? bodyAnswer(kind, with) : problemAnswer(done.error());
}

Answer resetSettings(Kind kind, AdminDependencies& with, const Request& request) {
    if (const auto held = checkConditions(kind, with, request); !held)
        return problemAnswer(412, held.error());
    const auto standing = with.control.configuration();
    if (config::findObject(standing->objects, kind, nameOf(kind)) == nullptr)
        return emptyAnswer(204);
    const auto done = with.control.remove(kind, nameOf(kind), {}, request.actor);
    return done ? emptyAnswer(204) : problemAnswer(done.error());
}

// Of one such object: its name in identifiers and schemas, and what it is in a sentence.
struct Settings {
    Kind kind;
    std::string what;
    std::string path; // behind /admin/v1/
    std::string name() const { return contract::descriptionOf(kind).name; }
};

Operation makeOperation(const Settings& of, http::Method method, const std::string& verb, std::string summary) {
    return newOperation(method, "/admin/v1/" + of.path,
                        verb + of.name() + (of.path == nameOf(of.kind) ? "" : "Settings"), std::string(nameOf(of.kind)),
                        std::move(summary));
}

ResponseInfo settingsResponse(const Settings& of, std::string description) {
    return {200, std::move(description), {"application/json"}, of.name(), true, false};
}

Operation getOperation(const Settings& of) {
    auto get = makeOperation(of, http::Method::Get, "get", "Get " + of.what);
    get.permission = contract::Permission::ViewConfiguration;
    get.responses = {settingsResponse(of, "The settings; the defaults while nothing was set."),
                     {304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false}};
    get.problems = {412};
    get.run =
        QueryRun([kind = of.kind](AdminDependencies& with, QueryThreads::Connection& connection,
                                  const Request& request) { return getSettings(kind, with, connection, request); });
    return get;
}

Operation putOperation(const Settings& of) {
    auto put = makeOperation(of, http::Method::Put, "put", "Set " + of.what);
    put.permission = contract::Permission::EditConfiguration;
    put.description = "Taken at once, without a restart. Fields that are not given take their defaults.";
    put.body = BodyInfo{{"application/json"}, of.name() + "Put"};
    put.responses = {settingsResponse(of, "As they are now.")};
    put.problems = {409, 412};
    put.run = ControlRun(
        [kind = of.kind](AdminDependencies& with, const Request& request) { return putSettings(kind, with, request); });
    return put;
}

Operation patchOperation(const Settings& of) {
    auto patch = makeOperation(of, http::Method::Patch, "patch", "Change " + of.what);
    patch.permission = contract::Permission::EditConfiguration;
    patch.description = "A JSON merge patch (RFC 7396): `null` takes a field back to its default.";
    patch.body = BodyInfo{{"application/json", "application/merge-patch+json"}, of.name() + "Patch"};
    patch.responses = {settingsResponse(of, "As they are now.")};
    patch.problems = {409, 412};
    patch.run = ControlRun([kind = of.kind](AdminDependencies& with, const Request& request) {
        return patchSettings(kind, with, request);
    });
    return patch;
}

Operation resetOperation(const Settings& of) {
    auto reset = makeOperation(of, http::Method::Delete, "reset", "Take the settings back to their defaults");
    reset.permission = contract::Permission::EditConfiguration;
    reset.responses = {{204, "Done.", {}, "", false, false}};
    reset.problems = {412};
    reset.run = ControlRun([kind = of.kind](AdminDependencies& with, const Request& request) {
        return resetSettings(kind, with, request);
    });
    return reset;
}

} // namespace

void addSingleSettings(Operations& out) {
    for (const auto& of : {Settings{Kind::Records, "what is kept of calls, and for how long", "records"},
                           Settings{Kind::Organisation, "what holds for all teams together", "organisation"},
                           Settings{Kind::Cache, "how much of answers is kept to be given again", "cache/settings"},
                           Settings{Kind::SignIn, "how users sign in", "sign_in"},
                           Settings{Kind::Notices, "who is told of what", "notices"}}) {
        out.push_back(getOperation(of));
        out.push_back(putOperation(of));
        out.push_back(patchOperation(of));
        out.push_back(resetOperation(of));
    }
}

} // namespace gatehouse::admin
