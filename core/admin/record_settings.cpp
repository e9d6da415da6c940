// SPDX-License-Identifier: Apache-2.0
// What is kept of calls: one object, which always has a value.
#include "core/admin/body.h"
#include "core/admin/operation.h"
#include "core/config/bodies.h"
#include "core/config/resource.h"
#include "core/contract/descriptions.h"

#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;

constexpr std::string_view place = "records";

// As it stands, or the defaults while nobody has set anything.
json::object standingBody(const AdminDependencies& with) {
    const auto standing = with.control.configuration();
    const auto* object = config::findObject(standing->objects, Kind::Records, place);
    return object != nullptr ? object->body : config::bodyOf(contract::RecordsSpec());
}

Answer bodyAnswer(const AdminDependencies& with) {
    const auto body = standingBody(with);
    return std::move(jsonAnswer(200, body).with("ETag", config::etagOf(body)));
}

// Conditions are checked here, since the defaults have an entity tag too, though no object stands for them.
Result<void> checkConditions(const AdminDependencies& with, const Request& request) {
    if (request.ifMatch.empty() || matchesTag(request.ifMatch, config::etagOf(standingBody(with)), false))
        return {};
    return failure(ErrorKind::Conflict, "stale", "The settings have another entity tag by now.");
}

Answer getSettings(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto tag = config::etagOf(standingBody(with));
    if (!request.ifMatch.empty() && !matchesTag(request.ifMatch, tag, false))
        return problemAnswer(412, "stale", "The settings have another entity tag by now.");
    if (!request.ifNoneMatch.empty() && matchesTag(request.ifNoneMatch, tag, true))
        return std::move(emptyAnswer(304).with("ETag", tag));
    return bodyAnswer(with);
}

Answer putSettings(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    if (const auto held = checkConditions(with, request); !held)
        return problemAnswer(412, held.error());
    const auto done = with.control.put(Kind::Records, place, *body, {}, request.actor);
    return done ? bodyAnswer(with) : problemAnswer(done.error());
}

Answer patchSettings(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    if (const auto held = checkConditions(with, request); !held)
        return problemAnswer(412, held.error());
    const auto done = with.control.patch(Kind::Records, place, *body, {}, request.actor);
    return done ? bodyAnswer(with) : problemAnswer(done.error());
}

Answer resetSettings(AdminDependencies& with, const Request& request) {
    if (const auto held = checkConditions(with, request); !held)
        return problemAnswer(412, held.error());
    const auto standing = with.control.configuration();
    if (config::findObject(standing->objects, Kind::Records, place) == nullptr)
        return emptyAnswer(204);
    const auto done = with.control.remove(Kind::Records, place, {}, request.actor);
    return done ? emptyAnswer(204) : problemAnswer(done.error());
}

Operation makeOperation(http::Method method, std::string verb, std::string summary) {
    Operation operation;
    operation.method = method;
    operation.path = "/admin/v1/records";
    operation.id = std::move(verb) + "Records";
    operation.tag = "records";
    operation.summary = std::move(summary);
    return operation;
}

ResponseInfo settingsResponse(std::string description) {
    return {200, std::move(description), {"application/json"}, "Records", true, false};
}

} // namespace

void addRecordSettings(Operations& out) {
    auto get = makeOperation(http::Method::Get, "get", "Get what is kept of calls, and for how long");
    get.responses = {settingsResponse("The settings; the defaults while nothing was set."),
                     {304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false}};
    get.problems = {412};
    get.run = QueryRun(getSettings);
    out.push_back(std::move(get));

    auto put = makeOperation(http::Method::Put, "put", "Set what is kept of calls, and for how long");
    put.description = "Taken at once, without a restart. Fields that are not given take their defaults.";
    put.body = BodyInfo{{"application/json"}, "RecordsPut"};
    put.responses = {settingsResponse("As they are now.")};
    put.problems = {409, 412};
    put.run = ControlRun(putSettings);
    out.push_back(std::move(put));

    auto patch = makeOperation(http::Method::Patch, "patch", "Change what is kept of calls, and for how long");
    patch.description = "A JSON merge patch (RFC 7396): `null` takes a field back to its default.";
    patch.body = BodyInfo{{"application/json", "application/merge-patch+json"}, "RecordsPatch"};
    patch.responses = {settingsResponse("As they are now.")};
    patch.problems = {409, 412};
    patch.run = ControlRun(patchSettings);
    out.push_back(std::move(patch));

    auto reset = makeOperation(http::Method::Delete, "reset", "Take the settings back to their defaults");
    reset.responses = {{204, "Done.", {}, "", false, false}};
    reset.problems = {412};
    reset.run = ControlRun(resetSettings);
    out.push_back(std::move(reset));
}

} // namespace gatehouse::admin
