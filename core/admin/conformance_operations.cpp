// SPDX-License-Identifier: Apache-2.0
// The self-test: what each client dialect gets from a route, tried with real calls through the gateway's own listener.
#include "core/admin/conformance_runner.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/base/text.h"
#include "core/conformance/question.h"
#include "core/routing/reservation.h"
#include "core/routing/resolver.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using conformance::Feature;
using dialects::Dialect;

constexpr const char* modelSchema =
    R"({"type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f]{1,256}$", "examples": ["demo/echo"]})";

std::vector<std::string> dialectNames() {
    std::vector<std::string> names;
    for (const auto& row : conformance::clientDialects())
        names.emplace_back(dialects::nameOf(row.dialect));
    return names;
}

std::vector<std::string> featureNames() {
    std::vector<std::string> names;
    for (const auto feature : conformance::allFeatures())
        names.emplace_back(conformance::nameOf(feature));
    return names;
}

std::set<std::string, std::less<>> wordsIn(std::string_view list) {
    std::set<std::string, std::less<>> words;
    while (!list.empty()) {
        const auto comma = list.find(',');
        words.emplace(list.substr(0, comma));
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return words;
}

// What is to be tried, in the table's order; all of it where nothing is named.
struct Scope {
    std::vector<Dialect> dialects;
    std::vector<Feature> features;
};

Scope scopeOf(const Request& request) {
    const auto dialectsAsked = wordsIn(request.parameter("dialects"));
    const auto featuresAsked = wordsIn(request.parameter("features"));
    Scope scope;
    for (const auto& row : conformance::clientDialects()) {
        if (dialectsAsked.empty() || dialectsAsked.contains(dialects::nameOf(row.dialect)))
            scope.dialects.push_back(row.dialect);
    }
    for (const auto feature : conformance::allFeatures()) {
        if (featuresAsked.empty() || featuresAsked.contains(conformance::nameOf(feature)))
            scope.features.push_back(feature);
    }
    return scope;
}

const config::App& anybody() {
    static const config::App app = [] {
        config::App made;
        made.access.models = {"*"};
        return made;
    }();
    return app;
}

json::array namesOf(const Scope& scope, bool ofFeatures) {
    json::array names;
    if (ofFeatures) {
        for (const auto feature : scope.features)
            names.emplace_back(conformance::nameOf(feature));
    } else {
        for (const auto dialect : scope.dialects)
            names.emplace_back(dialects::nameOf(dialect));
    }
    return names;
}

// What a run would take at most.
json::object planJson(std::string_view model, const Scope& scope, const routing::Resolution& resolution) {
    catalog::BilledTokens tokens;
    std::int64_t calls = 0;
    const auto times = static_cast<std::int64_t>(scope.dialects.size());
    for (const auto feature : scope.features) {
        const auto bound = conformance::boundOf(feature);
        calls += bound.calls * times;
        tokens.input += bound.inputTokens * times;
        tokens.output += bound.outputTokens * times;
    }
    const auto most = routing::reservationFor(resolution, tokens, true);
    json::array targets;
    for (const auto& candidate : resolution.candidates)
        targets.emplace_back(candidate.provider->id + "/" + std::string(candidate.model));
    return {{"model", model},
            {"targets", std::move(targets)},
            {"dialects", namesOf(scope, false)},
            {"features", namesOf(scope, true)},
            {"calls", calls},
            {"most_tokens", json::object{{"input", tokens.input}, {"output", tokens.output}}},
            {"most_cost", most.cost ? json::value(most.cost->toString()) : json::value()},
            {"pretend", most.pretend}};
}

Answer noSuchModel(std::string_view model) {
    return problemAnswer(404, "model_not_found",
                         "No route and no provider is reached by the name " + contract::quoted(model) + '.');
}

Answer notRun(std::string_view model) {
    return problemAnswer(404, "not_run", "No run over " + contract::quoted(model) + " is known.");
}

Task<Answer> start(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    const auto standing = with.control.configuration();
    const std::string model(request->place("id"));
    const auto resolution = routing::resolve(*standing->snapshot, anybody(), model);
    if (!resolution || resolution->candidates.empty())
        co_return noSuchModel(model);
    const auto scope = scopeOf(*request);
    if (request->flag("dry_run"))
        co_return jsonAnswer(200, planJson(model, scope, *resolution));
    auto place = with.gatewayPlace ? with.gatewayPlace() : nullptr;
    if (!place || !with.freshUpstream)
        co_return problemAnswer(409, "not_available", "This gateway serves no calls, so it cannot test itself.");
    auto subject = std::make_shared<conformance::Subject>();
    subject->model = model;
    subject->unknownModel = resolution->candidates.front().provider->id + "/" + std::string(conformance::unknownModel);
    auto run = with.conformance->begin(model, scope.dialects, scope.features, with.clock.wall());
    if (!run)
        co_return problemAnswer(409, "conformance_running", "A run over this name is under way; wait for its end.");
    const auto actor = request->actor;
    const auto noted = with.controlThread.post([&with, actor, model] {
        if (const auto done = with.control.note("conformance.start", "routes", model, actor); !done)
            with.log.warning("audit.not_written", {{"message", done.error().message}});
    });
    if (!noted) {
        with.conformance->forget(model);
        co_return problemAnswer(503, "busy", "The gateway has too many admin requests waiting; try again soon.");
    }
    startConformance(with, executor, std::move(run), std::move(place), std::move(subject));
    const auto now = with.conformance->running(model);
    co_return now ? jsonAnswer(202, *now) : notRun(model);
}

Answer getRun(AdminDependencies& with, const Request& request) {
    const auto model = request.place("id");
    if (const auto running = with.conformance->running(model))
        return jsonAnswer(200, *running);
    const auto kept = with.settings != nullptr ? keptRun(*with.settings, model) : std::nullopt;
    return kept ? jsonAnswer(200, *kept) : notRun(model);
}

Answer listRuns(AdminDependencies& with, const Request&) {
    json::array items;
    std::set<std::string> running;
    for (auto& run : with.conformance->allRunning()) {
        running.emplace(run.at("model").as_string());
        items.push_back(summaryOf(std::move(run)));
    }
    if (with.settings != nullptr) {
        for (auto& kept : keptSummaries(*with.settings)) {
            if (!running.contains(std::string(kept.at("model").as_string())))
                items.push_back(std::move(kept));
        }
    }
    json::array dialectsTold;
    for (const auto& name : dialectNames())
        dialectsTold.emplace_back(name);
    json::array featuresTold;
    for (const auto& name : featureNames())
        featuresTold.emplace_back(name);
    return jsonAnswer(200, json::object{{"items", std::move(items)},
                                        {"dialects", std::move(dialectsTold)},
                                        {"features", std::move(featuresTold)}});
}

Answer removeRun(AdminDependencies& with, const Request& request) {
    const auto model = request.place("id");
    if (with.conformance->stop(model))
        return emptyAnswer(204);
    const auto dropped = with.settings != nullptr ? dropRun(*with.settings, model) : Result<bool>(false);
    if (!dropped)
        return problemAnswer(dropped.error());
    return *dropped ? emptyAnswer(204) : notRun(model);
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string summary) {
    auto operation = newOperation(method, std::move(path), std::move(id), "conformance", std::move(summary));
    if (operation.path.find('{') != std::string::npos)
        operation.idSchema = modelSchema;
    return operation;
}

} // namespace

void addConformanceOperations(Operations& out) {
    const std::string all = "/admin/v1/conformance";
    const std::string one = all + "/{id}";

    auto list = makeOperation(http::Method::Get, all, "listConformanceRuns", "List the last run over each name");
    list.description = "What routes show as their badge: the runs that go on, then the others, the newest first, "
                       "without their cells.";
    list.responses = {{200, "The runs.", {"application/json"}, "ConformanceRunList", false, false}};
    list.run = ControlRun(listRuns);
    list.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(list));

    auto get = makeOperation(http::Method::Get, one, "getConformanceRun", "Get the last run over a route or model");
    get.description = "`{id}` is a name that clients may ask for: a route's, or `provider-id/model`. While it runs, "
                      "`done` of `total` cells are through and `cost` is null.";
    get.responses = {{200, "The run.", {"application/json"}, "ConformanceRun", false, false}};
    get.problems = {404};
    get.run = ControlRun(getRun);
    get.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(get));

    auto post = makeOperation(http::Method::Post, one, "startConformanceRun", "Test a route or model in all dialects");
    post.description =
        "Sends real calls through the gateway's own listener, for each client dialect and feature, and judges the "
        "answers. A real provider bills them: `dry_run` tells what they cost at most. They are recorded under the "
        "application `gatehouse:conformance`, which has no budget and whose key never leaves the process.";
    post.parameters = {listParameter("dialects", "Client dialects to try. Default: all.", dialectNames()),
                       listParameter("features", "Features to try. Default: all.", featureNames()),
                       flagParameter("dry_run", "Send nothing; tell what a run would take at most.")};
    post.responses = {
        {202, "It runs.", {"application/json"}, "ConformanceRun", false, false},
        {200, "With `dry_run`: what it would take.", {"application/json"}, "ConformancePlan", false, false}};
    post.problems = {404, 409};
    post.run = AwaitRun{start};
    out.push_back(std::move(post));

    auto remove = makeOperation(http::Method::Delete, one, "removeConformanceRun", "Stop a run, or forget its result");
    remove.description = "A run that goes on is stopped behind the calls that are under way; its result is kept then.";
    remove.responses = {{204, "Done.", {}, "", false, false}};
    remove.problems = {404};
    remove.run = ControlRun(removeRun);
    out.push_back(std::move(remove));
}

} // namespace gatehouse::admin
