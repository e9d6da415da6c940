// SPDX-License-Identifier: Apache-2.0
// providers, routes, teams, apps, keys: the same operations for each kind, from its description.
#include "core/admin/body.h"
#include "core/admin/entity.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/admin/ownership.h"
#include "core/admin/paging.h"
#include "core/admin/prompt_list.h"
#include "core/admin/shown.h"
#include "core/admin/subscription_requests.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/contract/descriptions.h"
#include "core/contract/schema.h"

#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;

constexpr std::string_view conditionsText =
    " With `If-Match` it is done only while the object still has that entity tag, else 412 is answered.";

std::string basePath(Kind kind) {
    return "/admin/v1/" + std::string(config::nameOf(kind));
}
std::string objectPath(Kind kind) {
    return basePath(kind) + "/{id}";
}
std::string locationOf(const config::StoredObject& object) {
    return basePath(object.kind) + '/' + percentEncode(object.id);
}
std::string schemaName(Kind kind) {
    return contract::descriptionOf(kind).name;
}
std::string_view idField(Kind kind) {
    return kind == Kind::Route ? "model" : "id";
}

const contract::FieldDescription& idDescription(Kind kind) {
    return *contract::descriptionOf(kind).field(idField(kind));
}

std::string idSchema(Kind kind) {
    const auto schema = contract::schemaOf(contract::descriptionOf(kind), contract::Form::Api, "");
    auto id = schema.at("properties").at(idDescription(kind).name).as_object();
    for (const auto* name : {"description", "readOnly", "examples", "default"})
        id.erase(name);
    id["minLength"] = 1;
    return json::serialize(id);
}

bool isSingle(const contract::FieldDescription& field) {
    switch (field.type.kind) {
    case contract::TypeKind::Text:
    case contract::TypeKind::Boolean:
    case contract::TypeKind::Integer:
    case contract::TypeKind::Duration:
    case contract::TypeKind::Time:
        return field.inApi && !field.writeOnly;
    default:
        return false;
    }
}

// Lists are filtered and sorted by the fields that hold one value.
std::vector<Parameter> filtersOf(Kind kind) {
    std::vector<Parameter> filters;
    for (const auto& field : contract::descriptionOf(kind).fields) {
        if (!isSingle(field))
            continue;
        const auto description = "Only those whose `" + field.name + "` is this.";
        filters.push_back(field.type.kind == contract::TypeKind::Boolean
                              ? choiceParameter(field.name, description, {"true", "false"})
                              : textParameter(field.name, description));
    }
    return filters;
}

std::vector<std::string> sortsOf(const std::vector<Parameter>& filters) {
    std::vector<std::string> sorts;
    for (const auto& filter : filters)
        sorts.push_back(filter.name);
    for (const auto& filter : filters)
        sorts.push_back('-' + filter.name);
    return sorts;
}

Answer objectAnswer(int status, AdminDependencies& with, const config::StoredObject& object,
                    const std::vector<std::string>& warnings) {
    const auto standing = with.control.configuration();
    const auto body = Shown(standing->objects).body(object);
    auto answer = jsonAnswer(status, body);
    answer.with("ETag", config::etagOf(body));
    if (status == 201)
        answer.with("Location", locationOf(object));
    return withWarnings(std::move(answer), warnings);
}

Answer changedAnswer(AdminDependencies& with, const Outcome<Changed>& done) {
    return done ? objectAnswer(done->created ? 201 : 200, with, done->object, done->warnings)
                : problemAnswer(done.error());
}

Preconditions conditionsOf(const Request& request) {
    return {request.ifMatch, request.ifNoneMatch};
}

Answer listObjects(Kind kind, const std::vector<Parameter>& filters, AdminDependencies& with, const Request& request) {
    const auto standing = with.control.configuration();
    const Shown shown(standing->objects);
    std::vector<json::object> bodies;
    std::vector<std::string> ids;
    for (const auto& object : standing->objects) {
        if (object.kind != kind || !sees(request.caller, standing->objects, object))
            continue;
        bodies.push_back(shown.body(object));
        ids.push_back(object.id);
    }
    std::vector<ListItem> items;
    for (std::size_t i = 0; i < bodies.size(); ++i)
        items.push_back({std::move(ids[i]), &bodies[i]});
    const auto page = makePage(std::move(items), request, filters);
    return taggedAnswer(request, json::serialize(pageJson(page)));
}

Answer getObject(Kind kind, AdminDependencies& with, const Request& request) {
    const auto standing = with.control.configuration();
    const auto* object = config::findObject(standing->objects, kind, request.place("id"));
    if (object == nullptr)
        return noSuchObject(kind, request.place("id"));
    const auto tag = Shown(standing->objects).tag(*object);
    if (!request.ifMatch.empty() && !matchesTag(request.ifMatch, tag, false))
        return problemAnswer(412, "stale", "The object has another entity tag by now.");
    if (!request.ifNoneMatch.empty() && matchesTag(request.ifNoneMatch, tag, true))
        return std::move(emptyAnswer(304).with("ETag", tag));
    return objectAnswer(200, with, *object, {});
}

Answer createObject(Kind kind, AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    return body ? changedAnswer(with, with.control.create(kind, *body, request.actor)) : problemAnswer(body.error());
}

Answer createKey(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    auto made = with.control.createKey(*body, request.actor);
    if (!made)
        return problemAnswer(made.error());
    auto answer = objectAnswer(201, with, made->object, made->warnings);
    if (made->key) {
        // The one time that the key is shown: it goes onto the wire to who asked for it, and nowhere else.
        auto shown = made->object.body;
        shown["key"] = made->key->reveal();
        answer.body = json::serialize(shown);
        answer.with("Cache-Control", "no-store");
    }
    return answer;
}

Answer putObject(Kind kind, AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    return changedAnswer(with,
                         with.control.put(kind, request.place("id"), *body, conditionsOf(request), request.actor));
}

Answer patchObject(Kind kind, AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    return changedAnswer(with,
                         with.control.patch(kind, request.place("id"), *body, conditionsOf(request), request.actor));
}

Answer deleteObject(Kind kind, AdminDependencies& with, const Request& request) {
    const auto done = with.control.remove(kind, request.place("id"), conditionsOf(request), request.actor);
    return done ? emptyAnswer(204) : problemAnswer(done.error());
}

ResponseInfo objectResponse(Kind kind, int status, std::string description) {
    ResponseInfo response;
    response.status = status;
    response.description = std::move(description);
    response.schema = schemaName(kind);
    response.etag = true;
    response.location = status == 201;
    return response;
}

ResponseInfo emptyResponse(int status, std::string description) {
    ResponseInfo response;
    response.status = status;
    response.description = std::move(description);
    response.mediaTypes.clear();
    response.etag = status == 304;
    return response;
}

Operation makeOperation(Kind kind, http::Method method, std::string path, std::string verb, std::string summary) {
    auto operation = newOperation(method, std::move(path), std::move(verb) + schemaName(kind), std::string(config::nameOf(kind)),
                                  std::move(summary));
    if (operation.path.ends_with("{id}"))
        operation.idSchema = idSchema(kind);
    return operation;
}

Operation listOperation(Kind kind) {
    auto it =
        makeOperation(kind, http::Method::Get, basePath(kind), "list", "List the " + std::string(config::nameOf(kind)));
    const auto filters = filtersOf(kind);
    it.permission = viewOf(kind);
    it.parameters = filters;
    it.parameters.push_back(
        choiceParameter("sort", "The field to sort by, `-` before it for descending; by id.", sortsOf(filters)));
    it.parameters.push_back(integerParameter("limit", "Items a page.", 1, mostPerPage, usualPerPage));
    it.parameters.push_back(cursorParameter());
    auto page = objectResponse(kind, 200, "A page.");
    page.schema += "List";
    it.responses = {page, emptyResponse(304, "Unchanged since the entity tag of `If-None-Match`.")};
    it.run = QueryRun([kind, filters](AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
        return listObjects(kind, filters, with, request);
    });
    if (kind == Kind::Prompt) {
        it.description = "Without what versions and tests hold.";
        it.parameters.push_back(textParameter("q", "Only those whose id, title, description or a tag holds this."));
        it.responses.front().schema = "PromptSummaryList";
        it.run = QueryRun([filters](AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
            return listPrompts(filters, with, request);
        });
    }
    return it;
}

Operation getOperation(Kind kind) {
    const std::string what(config::singularOf(kind));
    auto it = makeOperation(kind, http::Method::Get, objectPath(kind), "get", "Get one " + what);
    it.permission = viewOf(kind);
    it.responses = {objectResponse(kind, 200, "The " + what + '.'),
                    emptyResponse(304, "Unchanged since the entity tag of `If-None-Match`.")};
    it.problems = {404, 412};
    it.run = QueryRun([kind](AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
        return getObject(kind, with, request);
    });
    return it;
}

Operation createOperation(Kind kind) {
    const std::string what(config::singularOf(kind));
    auto it = makeOperation(kind, http::Method::Post, basePath(kind), "create", "Make a new " + what);
    it.permission = editOf(kind);
    it.body = BodyInfo{{"application/json"}, schemaName(kind) + "Input"};
    it.responses = {objectResponse(kind, 201, "Made.")};
    it.problems = {409};
    it.run = ControlRun(
        [kind](AdminDependencies& with, const Request& request) { return createObject(kind, with, request); });
    if (kind == Kind::Subscription) {
        it.description =
            "An application asks for a published API: pending, or approved at once where the plan says so.";
        it.permission = contract::Permission::Subscribe;
        it.portal = true;
        it.body->schema = "SubscriptionNew";
        it.problems = {403, 409};
        it.run = ControlRun(requestSubscription);
    }
    if (kind != Kind::Key)
        return it;
    it.description = "Without `key` the gateway makes one and answers it in `key`: this once, never again. A key set "
                     "from outside is given as `plain:KEY` or `hash:ID:DIGEST` and is not answered.";
    it.body->schema = "KeyNew";
    it.responses.front().schema = "KeyMade";
    it.run = ControlRun(createKey);
    return it;
}

Operation putOperation(Kind kind) {
    const std::string what(config::singularOf(kind));
    auto it = makeOperation(kind, http::Method::Put, objectPath(kind), "put", "Make or replace a " + what);
    it.permission = editOf(kind);
    it.description = "Fields that are not given take their defaults." + std::string(conditionsText) +
                     " `If-None-Match: *` only makes, never replaces.";
    it.body = BodyInfo{{"application/json"}, schemaName(kind) + "Put"};
    it.responses = {objectResponse(kind, 200, "Replaced, or as it was already."), objectResponse(kind, 201, "Made.")};
    it.problems = {409, 412};
    it.run =
        ControlRun([kind](AdminDependencies& with, const Request& request) { return putObject(kind, with, request); });
    return it;
}

Operation patchOperation(Kind kind) {
    const std::string what(config::singularOf(kind));
    auto it = makeOperation(kind, http::Method::Patch, objectPath(kind), "patch", "Change fields of a " + what);
    it.permission = editOf(kind);
    it.description =
        "A JSON merge patch (RFC 7396): `null` takes a field back to its default." + std::string(conditionsText);
    it.body = BodyInfo{{"application/json", "application/merge-patch+json"}, schemaName(kind) + "Patch"};
    it.responses = {objectResponse(kind, 200, "As it is now.")};
    it.problems = {404, 409, 412};
    it.run = ControlRun(
        [kind](AdminDependencies& with, const Request& request) { return patchObject(kind, with, request); });
    return it;
}

std::string deletionText(Kind kind) {
    switch (kind) {
    case Kind::Provider:
        return "Refused with 409, naming them, while routes use it.";
    case Kind::Team:
        return "Refused with 409, naming them, while it has apps.";
    case Kind::App:
        return "Its keys are deleted with it.";
    case Kind::Key:
        return "It is refused from the next request on, as when it is revoked, but its id is forgotten too.";
    case Kind::Budget:
        return "What it counted stays counted: made again, it goes on from there.";
    case Kind::Plan:
    case Kind::Webhook:
    case Kind::Prompt:
    case Kind::Chain:
        return "Refused with 409, naming them, while others use it.";
    case Kind::Api:
        return "Refused with 409, naming them, while there are subscriptions to it.";
    case Kind::Subscription:
        return "The application's next call is refused. To keep who decided what, cancel it instead.";
    case Kind::User:
        return "The user's sessions end.";
    default:
        break;
    }
    return "Calls that run keep the route that they began with.";
}

Operation deleteOperation(Kind kind) {
    const std::string what(config::singularOf(kind));
    auto it = makeOperation(kind, http::Method::Delete, objectPath(kind), "delete", "Delete a " + what);
    it.permission = editOf(kind);
    it.description = deletionText(kind) + std::string(conditionsText);
    it.responses = {emptyResponse(204, "Deleted.")};
    it.problems = {404, 409, 412};
    it.run = ControlRun(
        [kind](AdminDependencies& with, const Request& request) { return deleteObject(kind, with, request); });
    return it;
}

} // namespace

void addResourceOperations(Operations& out) {
    for (const auto kind : config::allKinds) {
        if (contract::isSingle(kind))
            continue;
        out.push_back(listOperation(kind));
        out.push_back(createOperation(kind));
        out.push_back(getOperation(kind));
        out.push_back(putOperation(kind));
        out.push_back(patchOperation(kind));
        out.push_back(deleteOperation(kind));
    }
}

} // namespace gatehouse::admin
