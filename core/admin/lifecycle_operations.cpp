// SPDX-License-Identifier: Apache-2.0
// Versions of published APIs from state to state.
#include "core/admin/api_lifecycle.h"
#include "core/admin/api_version_operation.h"
#include "core/admin/body.h"
#include "core/admin/entity.h"
#include "core/admin/fields.h"
#include "core/admin/json_diff.h"
#include "core/admin/notices.h"
#include "core/admin/operation.h"
#include "core/admin/stored_specs.h"
#include "core/config/bodies.h"
#include "core/config/resource.h"
#include "core/contract/product_descriptions.h"

#include <array>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::ApiSpec;
using contract::Permission;

constexpr std::size_t longestNote = 2'000;

Outcome<StepRequest> readStep(Step step, const Request& request, bool ownForbidden, WallMicros now) {
    auto body = parseBody(request.body);
    if (!body)
        return tl::unexpected<Refused>(std::move(body.error()));
    Fields fields(*body, {"note", "sunset", "successor", "release"});
    StepRequest out;
    out.step = step;
    out.by = request.caller.name();
    out.now = now;
    // The operator, who answers for the whole gateway, has nobody else to ask.
    out.mayPublishOwn = !ownForbidden || request.caller.isOperator();
    out.note = fields.text("note", longestNote);
    out.sunset = fields.time("sunset");
    out.release = fields.number("release", 1, 1'000'000);
    if (fields.has("successor"))
        out.successor = fields.text("successor", 32, true);
    const contract::Path root;
    for (const auto* name : {"sunset", "successor"}) {
        if (step != Step::Deprecate && fields.has(name))
            fields.faults().push_back(contract::makeFault(contract::FaultCode::Conflict, contract::Path(root, name),
                                                          "nothing, but to deprecate", "a value"));
    }
    if (step != Step::RollBack && fields.has("release"))
        fields.faults().push_back(contract::makeFault(contract::FaultCode::Conflict, contract::Path(root, "release"),
                                                      "nothing, but to roll back", "a value"));
    if (!fields.ok())
        return refused(std::move(fields.faults()));
    return out;
}

std::string_view eventOf(Step step) {
    switch (step) {
    case Step::Publish:
    case Step::RollBack:
        return "api.published";
    case Step::Deprecate:
        return "api.deprecated";
    case Step::Retire:
        return "api.retired";
    default:
        return {};
    }
}

void tell(AdminDependencies& with, const Request& request, const ApiSpec& api, Step step) {
    const auto event = eventOf(step);
    if (with.notices == nullptr || event.empty())
        return;
    Notice notice;
    notice.event = event;
    notice.data = {{"api", api.id}, {"version", std::string(request.place("version"))}, {"by", request.caller.name()}};
    notice.team = api.team;
    with.notices->tell(notice);
}

Answer takeStepOf(Step step, AdminDependencies& with, const Request& request) {
    const auto id = request.place("id");
    const auto standing = with.control.configuration();
    const auto* object = config::findObject(standing->objects, Kind::Api, id);
    if (object == nullptr)
        return noSuchObject(Kind::Api, id);
    const auto api = specOf<ApiSpec>(object->body);
    if (!request.caller.may(Permission::Publish, api.team.value_or("")))
        return problemAnswer(403, "forbidden", "Your roles do not let you change this API's state.");
    auto wanted = readStep(step, request, forbidsSelfApproval(standing->objects), with.clock.wall());
    if (!wanted)
        return problemAnswer(wanted.error());
    const auto change = [&](const json::object& body) -> Outcome<json::object> {
        auto next = takeStep(specOf<ApiSpec>(body), request.place("version"), *wanted);
        if (!next)
            return tl::unexpected<Refused>(std::move(next.error()));
        return config::bodyOf(*next);
    };
    const auto done = with.control.lead(Kind::Api, id, change, {request.ifMatch, request.ifNoneMatch}, request.actor);
    if (!done)
        return problemAnswer(done.error());
    tell(with, request, api, step);
    auto answer = jsonAnswer(200, done->object.body);
    answer.with("ETag", config::etagOf(done->object.body));
    return answer;
}

Answer getDiff(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto id = request.place("id");
    const auto standing = with.control.configuration();
    const auto* object = config::findObject(standing->objects, Kind::Api, id);
    if (object == nullptr)
        return noSuchObject(Kind::Api, id);
    const auto api = specOf<ApiSpec>(object->body);
    if (!request.caller.may(Permission::ViewApis, api.team.value_or("")))
        return noSuchObject(Kind::Api, id);
    for (const auto& version : api.versions) {
        if (version.version != request.place("version"))
            continue;
        const bool released = version.live != 0;
        const json::value before = released ? json::value(config::bodyOf(liveDefinition(version))) : json::value();
        const json::value after = config::bodyOf(version.definition);
        return jsonAnswer(200, json::object{{"live", version.live},
                                            {"before", before},
                                            {"after", after},
                                            {"changes", differences(before, after)}});
    }
    return notFoundAnswer("version", "a version of this API", request.place("version"));
}

struct Described {
    Step step;
    const char* id;
    const char* summary;
    const char* description;
};

constexpr std::array<Described, 6> steps{
    {{Step::Submit, "submitApiVersion", "Submit a version for review", "From `designed`."},
     {Step::SendBack, "sendBackApiVersion", "Send a version back from review", "It is `designed` again."},
     {Step::Publish, "publishApiVersion", "Publish a version",
      "Its definition becomes a release, which serves from the next call on. Of a version that is published already it "
      "makes the next release. 403 `self_approval` where the caller submitted it and the organisation forbids that."},
     {Step::RollBack, "rollBackApiVersion", "Go back to an earlier release",
      "To the one before, or to `release`; the definition that is being edited stays."},
     {Step::Deprecate, "deprecateApiVersion", "Deprecate a version",
      "It goes on serving, with `Deprecation`, `Sunset` and a link to its `successor`."},
     {Step::Retire, "retireApiVersion", "Retire a version", "Calls are refused with 410 from then on."}}};

} // namespace

void addLifecycleOperations(Operations& out) {
    for (const auto& described : steps) {
        auto it = apiVersionOperation(http::Method::Post, nameOf(described.step), described.id, described.summary);
        it.description = described.description;
        it.permission = Permission::Publish;
        it.body = BodyInfo{{"application/json"}, "ApiStep"};
        it.responses = {{200, "The API as it is now.", {"application/json"}, "Api", true, false}};
        it.problems = {403, 404, 409, 412};
        it.run = ControlRun([step = described.step](AdminDependencies& with, const Request& request) {
            return takeStepOf(step, with, request);
        });
        out.push_back(std::move(it));
    }
    auto diff = apiVersionOperation(http::Method::Get, "diff", "diffApiVersion", "Tell what publishing would change");
    diff.description = "The definition as it is being edited, beside the release that serves.";
    diff.permission = Permission::ViewApis;
    diff.responses = {{200, "What differs.", {"application/json"}, "ApiDiff", false, false}};
    diff.run = QueryRun(getDiff);
    out.push_back(std::move(diff));
}

} // namespace gatehouse::admin
