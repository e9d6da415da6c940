// SPDX-License-Identifier: Apache-2.0
// Documents of published APIs, and the experiments between versions of their prompts.
#include "core/admin/experiment_operations.h"
#include "core/admin/api_version_operation.h"

#include "core/admin/body.h"
#include "core/admin/entity.h"
#include "core/admin/experiment_keeper.h"
#include "core/admin/fields.h"
#include "core/apis/document_input.h"

#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::Permission;

// A version that the caller may see; both null where there is none.
struct Found {
    const config::Api* api = nullptr;
    const config::ApiVersion* version = nullptr;
};

std::string teamOf(const config::Snapshot& snapshot, const config::Api& api) {
    return api.team == config::noIndex ? std::string() : snapshot.teams[api.team].id;
}

Found find(const config::Snapshot& snapshot, const Request& request, Permission permission) {
    const auto* api = config::productsOf(snapshot).api(request.place("id"));
    if (api == nullptr || !request.caller.may(permission, teamOf(snapshot, *api)))
        return {};
    return {api, api->version(request.place("version"))};
}

Answer noSuchVersion(const Request& request) {
    return problemAnswer(404, "not_found",
                         "There is no version \"" + std::string(request.place("version")) + "\" of an API \"" +
                             std::string(request.place("id")) + "\".");
}

Answer getDocument(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto standing = with.control.configuration();
    const auto found = find(*standing->snapshot, request, Permission::ViewApis);
    if (found.version == nullptr)
        return noSuchVersion(request);
    return jsonAnswer(200, apis::openApiDocument(apis::documentInput(*standing->snapshot, *found.api, *found.version)));
}

std::string nameOf(const Request& request) {
    return std::string(request.place("id")) + "/" + std::string(request.place("version"));
}

Answer noExperiment(const Request& request) {
    return problemAnswer(404, "experiment_not_found", "The version " + nameOf(request) + " has no experiment.");
}

Answer answerState(AdminDependencies& with, const Request& request) {
    auto state = with.experiments != nullptr ? with.experiments->json(nameOf(request)) : std::nullopt;
    return state ? jsonAnswer(200, std::move(*state)) : noExperiment(request);
}

Answer getExperiment(AdminDependencies& with, const Request& request) {
    const auto standing = with.control.configuration();
    if (find(*standing->snapshot, request, Permission::ViewApis).version == nullptr)
        return noSuchVersion(request);
    return answerState(with, request);
}

Answer stopExperiment(AdminDependencies& with, const Request& request) {
    const auto standing = with.control.configuration();
    const auto found = find(*standing->snapshot, request, Permission::Publish);
    if (found.version == nullptr)
        return noSuchVersion(request);
    auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"winner"});
    const auto winner = fields.text("winner", 129, true);
    if (!fields.ok())
        return problemAnswer(refused(std::move(fields.faults())).value());
    const auto name = nameOf(request);
    if (with.experiments == nullptr || !with.experiments->json(name))
        return noExperiment(request);
    if (const auto noted = with.control.note("api.experiment_stop", "apis", name, request.actor, {}, request.body);
        !noted)
        return problemAnswer(noted.error());
    if (!with.experiments->stop(name, winner, request.caller.name()))
        return problemAnswer(409, "conflict", "The experiment has no arm \"" + winner + "\". Name one of its prompts.");
    return answerState(with, request);
}

} // namespace

void addExperimentOperations(Operations& out) {
    auto document =
        apiVersionOperation(http::Method::Get, "openapi", "getApiDocument", "The version's own OpenAPI document");
    document.description = "As `GET /apis/{id}/{version}/openapi.json` on the gateway, whatever the version's state.";
    document.responses = {{200, "An OpenAPI 3.1 document.", {"application/json"}, "ApiDocument", false, false}};
    document.run = QueryRun(getDocument);
    out.push_back(std::move(document));

    auto experiment =
        apiVersionOperation(http::Method::Get, "experiment", "getApiExperiment", "Tell how an experiment stands");
    experiment.description =
        "Calls, scores and their mean of each arm, with the interval that holds the true mean with "
        "95 %, the probability that it is the best, its share of the calls, and what to do.";
    experiment.responses = {{200, "How it stands.", {"application/json"}, "ExperimentState", false, false}};
    experiment.run = ControlRun(getExperiment);
    out.push_back(std::move(experiment));

    auto stop =
        apiVersionOperation(http::Method::Post, "experiment/stop", "stopApiExperiment", "End an experiment by hand");
    stop.description = "All calls go to the winner from then on, over restarts too. It is written to the audit log.";
    stop.permission = Permission::Publish;
    stop.body = BodyInfo{{"application/json"}, "ExperimentStop"};
    stop.responses = {{200, "How it stands.", {"application/json"}, "ExperimentState", false, false}};
    stop.problems = {404, 409};
    stop.run = ControlRun(stopExperiment);
    out.push_back(std::move(stop));
}

} // namespace gatehouse::admin
