// SPDX-License-Identifier: Apache-2.0
// Chains: what a version would take, and test runs of it. What they have with prompts alike: version_operations.cpp.
#include "core/admin/chain_operations.h"

#include "core/admin/chain_draft.h"
#include "core/admin/new_operation.h"
#include "core/admin/test_runner.h"
#include "core/admin/version_operations.h"
#include "core/admin/versioned.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/contract/json_text.h"
#include "core/dialects/json_text.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;

constexpr std::size_t mostBody = std::size_t{4} * 1024 * 1024;
constexpr std::size_t longestOutput = 16'384;
constexpr const char* idSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";

constexpr const char* schemas = R"json({
"ChainTry": {
  "type": "object", "additionalProperties": false,
  "properties": {
    "version": {"type": "string", "maxLength": 64, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
      "description": "A version's number or a label. Default: the newest.", "examples": ["production"]},
    "draft": {"type": "object", "description": "A version that does not stand yet, as `ChainVersionNew`."},
    "values": {"type": "object", "description": "Of the inputs; without it, their examples."}}},
"ChainCheck": {
  "type": "object", "additionalProperties": false, "required": ["faults", "values", "steps", "estimate"],
  "properties": {
    "faults": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["field", "message"],
      "properties": {"field": {"type": "string", "examples": ["steps[0].use"]}, "message": {"type": "string"}}}},
    "values": {"type": "object", "description": "That were taken, with defaults; secret ones masked."},
    "steps": {"type": "array", "description": "In the order in which they run; empty where there are faults.",
      "items": {"type": "object", "additionalProperties": false, "required": ["id", "estimate"],
        "properties": {"id": {"type": "string"}, "estimate": {"$ref": "#/components/schemas/TestBill"}}}},
    "estimate": {"anyOf": [{"$ref": "#/components/schemas/TestBill"}, {"type": "null"}]}}},
"ChainRunStep": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "kind", "use", "state", "duration_ms", "input_tokens", "output_tokens", "cost", "pretend", "output", "error", "calls"],
  "properties": {"id": {"type": "string"}, "kind": {"enum": ["prompt", "model", "tensor", "api"]}, "use": {"type": "string"},
    "state": {"enum": ["waiting", "running", "done", "left_out", "failed"]},
    "duration_ms": {"type": "integer"}, "input_tokens": {"type": "integer"}, "output_tokens": {"type": "integer"},
    "cost": {"type": ["string", "null"], "description": "Dollars, exact; null = unknown."}, "pretend": {"type": "boolean"},
    "output": {"type": "string", "description": "What later steps see, as indented JSON; the first 16 KiB."},
    "error": {"type": "string", "description": "Why it failed; empty where it did not."},
    "calls": {"type": "array", "items": {"type": "string"}, "description": "In the call log."}}},
"ChainTestRun": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "chain", "version", "state", "started_by", "started_at", "steps", "output", "error", "bill"],
  "properties": {"id": {"type": "string"}, "chain": {"type": "string"},
    "version": {"type": ["integer", "null"], "description": "null: a draft."},
    "state": {"enum": ["running", "done", "failed"]},
    "started_by": {"type": "string"}, "started_at": {"type": "string", "format": "date-time"},
    "steps": {"type": "array", "items": {"$ref": "#/components/schemas/ChainRunStep"}},
    "output": {"type": ["object", "null"], "description": "What the chain answered."},
    "error": {"type": ["string", "null"], "description": "Why it did not."},
    "bill": {"$ref": "#/components/schemas/TestBill"}}}
})json";

TestBill sumOf(const std::vector<TestBill>& bills) {
    TestBill sum;
    for (const auto& bill : bills) {
        sum.calls += bill.calls;
        sum.inputTokens += bill.inputTokens;
        sum.outputTokens += bill.outputTokens;
        sum.pretend = sum.pretend || bill.pretend;
        if (!bill.cost)
            sum.cost.reset();
        else if (sum.cost)
            *sum.cost += *bill.cost;
    }
    return sum;
}

Answer check(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    auto draft = readChainDraft(with, request, Permission::ViewPrompts);
    if (!draft)
        return problemAnswer(draft.error());
    json::array faults;
    for (const auto& fault : draft->faults)
        faults.push_back(json::object{{"field", fault.field}, {"message", fault.text()}});
    json::array steps;
    json::value whole;
    json::object values;
    if (draft->faults.empty()) {
        const auto bills = estimateChain(*draft, *with.control.configuration()->snapshot);
        for (std::size_t i = 0; i < bills.size(); ++i)
            steps.push_back(json::object{{"id", draft->ready->chain->steps()[i].id}, {"estimate", billJson(bills[i])}});
        whole = billJson(sumOf(bills));
        values = draft->ready->chain->inputs().masked(draft->values);
    }
    return jsonAnswer(200, json::object{{"faults", std::move(faults)},
                                        {"values", std::move(values)},
                                        {"steps", std::move(steps)},
                                        {"estimate", std::move(whole)}});
}

std::string shown(const json::value& output) {
    if (output.is_null())
        return {};
    auto text = contract::prettyJson(output);
    return text.size() <= longestOutput ? text : dialects::json::presentable(text, longestOutput);
}

TestBill billOf(const chains::StepReport& report) {
    TestBill bill;
    bill.calls = static_cast<std::int64_t>(report.calls.size());
    bill.inputTokens = report.inputTokens;
    bill.outputTokens = report.outputTokens;
    bill.cost = report.cost;
    bill.pretend = report.pretend;
    return bill;
}

json::object stepJson(const chains::Step& step, const chains::StepReport& report) {
    return {{"id", step.id},
            {"kind", nameOf(step.kind)},
            {"use", step.use},
            {"state", nameOf(report.state)},
            {"duration_ms", report.milliseconds},
            {"input_tokens", report.inputTokens},
            {"output_tokens", report.outputTokens},
            {"cost", report.cost ? json::value(report.cost->toString()) : json::value()},
            {"pretend", report.pretend},
            {"output", shown(report.output)},
            {"error", report.error},
            {"calls", json::array(report.calls.begin(), report.calls.end())}};
}

json::object runJson(const ChainTestRun& run) {
    const auto output = run.test->output(); // before the steps: what ended is whole
    const auto reports = run.test->steps();
    const auto& chain = *run.test->chain()->chain;
    json::array steps;
    std::vector<TestBill> bills;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        steps.push_back(stepJson(chain.steps()[i], reports[i]));
        bills.push_back(billOf(reports[i]));
    }
    const bool answered = output && *output;
    return {{"id", run.test->id()},
            {"chain", run.chain},
            {"version", run.version == 0 ? json::value() : json::value(run.version)},
            {"state", !output    ? "running"
                      : answered ? "done"
                                 : "failed"},
            {"started_by", run.startedBy},
            {"started_at", formatTime(run.startedAt)},
            {"steps", std::move(steps)},
            {"output", answered ? json::value(**output) : json::value()},
            {"error", output && !answered ? json::value(output->error().message) : json::value()},
            {"bill", billJson(sumOf(bills))}};
}

Answer start(AdminDependencies& with, const Request& request) {
    auto draft = readChainDraft(with, request, Permission::EditPrompts);
    if (!draft)
        return problemAnswer(draft.error());
    if (!draft->faults.empty()) {
        // What is wrong with a draft is beyond the schema of the body.
        for (auto& fault : draft->faults)
            fault.code = contract::FaultCode::Conflict;
        return problemAnswer(draft->faults);
    }
    if (with.tests == nullptr || !with.tests->chains().available())
        return problemAnswer(409, "not_available", "This gateway serves no calls, so it cannot run chains.");
    const auto id = "cr_" + randomText(16, lowerAlphanumeric);
    ChainTestRun run{
        draft->chain,      draft->team,
        draft->version,    request.caller.name(),
        with.clock.wall(), std::make_shared<chains::ChainTest>(id, draft->ready, std::move(draft->values))};
    if (!with.tests->chains().begin(run))
        return problemAnswer(409, "too_many_runs", "Too many test runs go on already; wait for the end of one.");
    if (const auto done = with.control.note("chain.test", "chains", run.chain, request.actor); !done)
        with.log.warning("audit.not_written", {{"message", done.error().message}});
    auto answer = jsonAnswer(202, runJson(run));
    answer.with("Location", "/admin/v1/chain_runs/" + id);
    return answer;
}

// NotFound also where the caller may not see the chain that it is of.
Outcome<ChainTestRun> findRun(AdminDependencies& with, const Request& request) {
    auto run = with.tests != nullptr ? with.tests->chains().find(request.place("id")) : std::nullopt;
    const auto chain = run ? versionedFor<contract::ChainSpec>(with, request, run->chain, Permission::EditPrompts)
                           : refused(ErrorKind::NotFound, "not_found", "There is no test run with this id.");
    if (!chain)
        return tl::unexpected<Refused>(chain.error());
    // A chain of the same name that another team made since.
    if (chain->team.value_or("") != run->team)
        return refused(ErrorKind::NotFound, "not_found", "There is no test run with this id.");
    return std::move(*run);
}

Answer getRun(AdminDependencies& with, const Request& request) {
    const auto run = findRun(with, request);
    return run ? jsonAnswer(200, runJson(*run)) : problemAnswer(run.error());
}

Answer stopRun(AdminDependencies& with, const Request& request) {
    const auto run = findRun(with, request);
    if (!run)
        return problemAnswer(run.error());
    run->test->stop();
    return emptyAnswer(204);
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string summary) {
    auto operation = newOperation(method, "/admin/v1" + std::move(path), std::move(id), "chains", std::move(summary));
    operation.permission = Permission::EditPrompts;
    operation.idSchema = idSchema;
    operation.problems = {403, 404};
    return operation;
}

void addTrying(Operations& out) {
    auto look = makeOperation(http::Method::Post, "/chains/{id}/check", "checkChain", "Check a version or a draft");
    look.description = "What is wrong with it, by all rules by which it would be saved; where nothing is, what each "
                       "step costs at most: all of them run, a byte of a request is taken for a token, an answer for "
                       "as long as it may be. Nothing is sent.";
    look.permission = Permission::ViewPrompts;
    look.body = BodyInfo{{"application/json"}, "ChainTry", {}, mostBody};
    look.responses = {{200, "What it would take.", {"application/json"}, "ChainCheck", false, false}};
    look.problems = {403, 404, 409};
    look.run = QueryRun(check);
    out.push_back(std::move(look));

    auto begin = makeOperation(http::Method::Post, "/chains/{id}/runs", "startChainRun", "Try a version or a draft");
    begin.description =
        "It runs as a published one does, within its limits: a real provider bills it. Steps bear the tag "
        "`chain_test`. APIs are called as their owners would; those of other teams must be open.";
    begin.body = BodyInfo{{"application/json"}, "ChainTry", {}, mostBody};
    begin.responses = {{202, "It runs.", {"application/json"}, "ChainTestRun", false, true}};
    begin.problems = {403, 404, 409};
    begin.run = ControlRun(start);
    out.push_back(std::move(begin));

    auto get = makeOperation(http::Method::Get, "/chain_runs/{id}", "getChainRun", "Get a test run of a chain");
    get.description = "How each step went, also while it goes on. The last fifty are kept, in memory only.";
    get.responses = {{200, "The run.", {"application/json"}, "ChainTestRun", false, false}};
    get.run = ControlRun(getRun);
    out.push_back(std::move(get));

    auto stop = makeOperation(http::Method::Delete, "/chain_runs/{id}", "stopChainRun", "Stop a test run of a chain");
    stop.description = "Steps that run are ended.";
    stop.responses = {{204, "Done.", {}, "", false, false}};
    stop.run = ControlRun(stopRun);
    out.push_back(std::move(stop));
}

} // namespace

void addChainOperations(Operations& out) {
    addVersionOperations<contract::ChainSpec>(out);
    addTrying(out);
}

void addChainSchemas(json::object& out) {
    auto parsed = json::parse(schemas); // outlives the loop
    for (auto& member : parsed.as_object())
        out[member.key()] = std::move(member.value());
}

} // namespace gatehouse::admin
