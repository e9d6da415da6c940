// SPDX-License-Identifier: Apache-2.0
// Test runs of prompts: what they would cost, how they go, what came out.
#include "core/admin/body.h"
#include "core/admin/fields.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/admin/prompt_access.h"
#include "core/admin/test_runner.h"
#include "core/base/text.h"
#include "core/contract/descriptions.h"
#include "core/contract/reader.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FaultCode;
using contract::Path;
using contract::Permission;

constexpr std::size_t mostVersions = 20;
constexpr std::size_t mostModels = 20;
constexpr std::size_t mostTests = 1'000;
constexpr std::size_t longestModel = 256;
constexpr const char* idSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";

std::size_t charactersIn(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// A list of the body, each of its items read by "read", which says whether it is right.
template <typename Read>
void readList(Fields& fields, const char* name, std::size_t most, const char* expected, Read read) {
    const auto* value = fields.any(name);
    if (value == nullptr)
        return;
    const Path root;
    const Path path(root, name);
    const auto* list = value->if_array();
    if (list == nullptr || list->size() > most) {
        fields.faults().push_back(contract::makeFault(list == nullptr ? FaultCode::WrongType : FaultCode::InvalidValue,
                                                      path, "a list of at most " + std::to_string(most),
                                                      contract::foundSort(*value)));
        return;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (!read((*list)[i]))
            fields.faults().push_back(
                contract::makeFault(FaultCode::InvalidValue, Path(path, i), expected, contract::foundSort((*list)[i])));
    }
}

Outcome<TestWish> readWish(const Request& request) {
    auto body = parseBody(request.body);
    if (!body)
        return tl::unexpected<Refused>(std::move(body.error()));
    Fields fields(*body, {"versions", "models", "tests"});
    TestWish wish;
    readList(fields, "versions", mostVersions, "the number of a version", [&wish](const json::value& value) {
        // As JSON Schema counts them, 1.0 is a whole number.
        const double number = value.is_number() ? value.to_number<double>() : 0;
        if (number < 1 || number > 1'000'000 || number != std::floor(number))
            return false;
        wish.versions.push_back(static_cast<std::uint64_t>(number));
        return true;
    });
    readList(fields, "models", mostModels, "a model name", [&wish](const json::value& value) {
        const auto* text = value.if_string();
        if (text == nullptr || !contract::isModelName(*text) || charactersIn(*text) > longestModel)
            return false;
        wish.models.emplace_back(*text);
        return true;
    });
    readList(fields, "tests", mostTests, "the id of a test", [&wish](const json::value& value) {
        const auto* text = value.if_string();
        if (text == nullptr || !isValidId(*text))
            return false;
        wish.tests.emplace_back(*text);
        return true;
    });
    if (!fields.ok())
        return refused(std::move(fields.faults()));
    return wish;
}

struct Ready {
    TestPlan plan;
    TestBill estimate;
};

// "permission": to look at what it costs, or to spend it.
Outcome<Ready> prepare(AdminDependencies& with, const Request& request, Permission permission) {
    auto prompt = promptFor(with, request, request.place("id"), permission);
    if (!prompt)
        return tl::unexpected<Refused>(std::move(prompt.error()));
    const auto wish = readWish(request);
    if (!wish)
        return tl::unexpected<Refused>(wish.error());
    auto plan = planTests(*prompt, *wish);
    if (!plan)
        return tl::unexpected<Refused>(std::move(plan.error()));
    auto estimate = estimateTests(*plan, *with.control.configuration()->snapshot);
    if (!estimate)
        return tl::unexpected<Refused>(std::move(estimate.error()));
    return Ready{std::move(*plan), std::move(*estimate)};
}

Answer estimate(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto ready = prepare(with, request, Permission::ViewPrompts);
    if (!ready)
        return problemAnswer(ready.error());
    auto bill = billJson(ready->estimate);
    bill.emplace("cases", ready->plan.cells.size());
    return jsonAnswer(200, bill);
}

Task<Answer> start(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    auto ready = prepare(with, *request, Permission::EditPrompts);
    if (!ready)
        co_return problemAnswer(ready.error());
    auto place = with.gatewayPlace ? with.gatewayPlace() : nullptr;
    if (with.tests == nullptr || !place || !with.freshUpstream)
        co_return problemAnswer(409, "not_available", "This gateway serves no calls, so it cannot run tests.");
    auto run = with.tests->begin(std::move(ready->plan), std::move(ready->estimate), request->caller.name(),
                                 with.clock.wall());
    if (!run)
        co_return problemAnswer(409, "too_many_runs", "Too many test runs go on already; wait for the end of one.");
    const std::string id = run->id;
    const std::string prompt(request->place("id"));
    const auto actor = request->actor;
    const auto noted = with.controlThread.post([&with, actor, prompt] {
        if (const auto done = with.control.note("prompt.test", "prompts", prompt, actor); !done)
            with.log.warning("audit.not_written", {{"message", done.error().message}});
    });
    if (!noted) {
        with.tests->forget(id);
        co_return problemAnswer(503, "busy", "The gateway has too many admin requests waiting; try again soon.");
    }
    startTests(with, executor, std::move(run), std::move(place));
    auto now = with.tests->running(id);
    auto answer = jsonAnswer(202, now ? *now : json::object{{"id", id}});
    answer.with("Location", "/admin/v1/test_runs/" + id);
    co_return answer;
}

Answer listRuns(AdminDependencies& with, const Request& request) {
    const auto id = request.place("id");
    const auto prompt = promptFor(with, request, id, Permission::ViewPrompts);
    if (!prompt)
        return problemAnswer(prompt.error());
    const auto team = prompt->team.value_or("");
    json::array items;
    if (with.tests != nullptr) {
        for (auto& run : with.tests->runningOf(team, id))
            items.push_back(std::move(run));
    }
    if (with.settings != nullptr) {
        for (auto& run : keptTestRuns(*with.settings, team, id))
            items.push_back(std::move(run));
    }
    return jsonAnswer(200, json::object{{"items", std::move(items)}});
}

struct Found {
    json::object run;
    bool goesOn = false;
};

// NotFound also where the caller may not see the prompt that it is of.
Outcome<Found> findRun(AdminDependencies& with, const Request& request, Permission permission) {
    const auto id = request.place("id");
    auto run = with.tests != nullptr ? with.tests->running(id) : std::nullopt;
    const bool goesOn = run.has_value();
    if (!run && with.settings != nullptr)
        run = keptTestRun(*with.settings, id);
    const auto* prompt = run ? run->if_contains("prompt") : nullptr;
    const auto seen = prompt != nullptr && prompt->is_string()
                          ? promptFor(with, request, std::string_view(prompt->get_string()), permission)
                          : refused(ErrorKind::NotFound, "not_found", "There is no test run with this id.");
    if (!seen)
        return tl::unexpected<Refused>(seen.error());
    // A prompt of the same name that another team made since.
    if (run->at("team") != json::value(seen->team.value_or("")))
        return refused(ErrorKind::NotFound, "not_found", "There is no test run with this id.");
    return Found{std::move(*run), goesOn};
}

Answer getRun(AdminDependencies& with, const Request& request) {
    const auto found = findRun(with, request, Permission::ViewPrompts);
    return found ? jsonAnswer(200, found->run) : problemAnswer(found.error());
}

Answer removeRun(AdminDependencies& with, const Request& request) {
    const auto found = findRun(with, request, Permission::EditPrompts);
    if (!found)
        return problemAnswer(found.error());
    if (found->goesOn) {
        (void)with.tests->stop(request.place("id"));
        return emptyAnswer(204);
    }
    const auto done = dropTestRun(*with.settings, found->run);
    return done ? emptyAnswer(204) : problemAnswer(done.error());
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string summary) {
    auto operation = newOperation(method, "/admin/v1" + std::move(path), std::move(id), "prompts", std::move(summary));
    operation.permission = Permission::ViewPrompts;
    operation.idSchema = idSchema;
    operation.problems = {404};
    return operation;
}

} // namespace

void addPromptTestOperations(Operations& out) {
    const std::string runs = "/prompts/{id}/test_runs";
    auto reckon =
        makeOperation(http::Method::Post, runs + "/estimate", "estimateTestRun", "Tell what a test run costs");
    reckon.description = "At most, without repairs: a byte of the request is taken for a token, an answer for as long "
                         "as it may be. Nothing is sent.";
    reckon.body = BodyInfo{{"application/json"}, "TestRunNew"};
    reckon.responses = {{200, "What it would take.", {"application/json"}, "TestEstimate", false, false}};
    reckon.problems = {403, 404, 409};
    reckon.run = QueryRun(estimate);
    out.push_back(std::move(reckon));

    auto begin = makeOperation(http::Method::Post, runs, "startTestRun", "Run a prompt's tests");
    begin.description =
        "Each test is asked of each version on each model, through the gateway's own listener: a real provider bills "
        "it. `judge` checks ask their model as well. Calls bear the tag `prompt_test`.";
    begin.permission = Permission::EditPrompts;
    begin.body = BodyInfo{{"application/json"}, "TestRunNew"};
    begin.responses = {{202, "It runs.", {"application/json"}, "TestRun", false, true}};
    begin.problems = {403, 404, 409};
    begin.run = AwaitRun{start};
    out.push_back(std::move(begin));

    auto list = makeOperation(http::Method::Get, runs, "listTestRuns", "List the test runs of a prompt");
    list.description = "Those that go on, then the last fifty, the newest first; without their cells.";
    list.responses = {{200, "The runs.", {"application/json"}, "TestRunList", false, false}};
    list.run = ControlRun(listRuns);
    out.push_back(std::move(list));

    auto get = makeOperation(http::Method::Get, "/test_runs/{id}", "getTestRun", "Get a test run");
    get.description = "While it goes on, `done` of `total` cells are through and `bill` is null.";
    get.responses = {{200, "The run.", {"application/json"}, "TestRun", false, false}};
    get.run = ControlRun(getRun);
    out.push_back(std::move(get));

    auto remove = makeOperation(http::Method::Delete, "/test_runs/{id}", "removeTestRun", "Stop or forget a test run");
    remove.description = "One that goes on is stopped behind the calls that are under way; its result is kept then.";
    remove.permission = Permission::EditPrompts;
    remove.responses = {{204, "Done.", {}, "", false, false}};
    remove.problems = {403, 404};
    remove.run = ControlRun(removeRun);
    out.push_back(std::move(remove));
}

} // namespace gatehouse::admin
