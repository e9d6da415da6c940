// SPDX-License-Identifier: Apache-2.0
#include "core/admin/test_run.h"

#include "core/admin/call_estimate.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FaultCode;
using contract::Path;

tl::unexpected<Refused> conflict(std::string_view field, std::string expected, std::string_view found) {
    const Path root;
    contract::Faults faults{contract::makeFault(FaultCode::UnknownReference, Path(root, field), std::move(expected),
                                                contract::quoted(found))};
    return refused(std::move(faults));
}

struct Case {
    std::string id;
    std::shared_ptr<const json::object> values;
    std::shared_ptr<const std::vector<prompts::Check>> checks;
};

Outcome<Case> caseOf(const contract::PromptTestSpec& test) {
    Case out;
    out.id = test.id;
    const auto* values = test.values ? test.values->if_object() : nullptr;
    out.values = std::make_shared<const json::object>(values != nullptr ? *values : json::object());
    auto checks = std::make_shared<std::vector<prompts::Check>>();
    for (const auto& check : test.checks) {
        auto made = prompts::Check::compile(check, Path());
        if (!made)
            return refused(std::move(made.error()));
        checks->push_back(std::move(*made));
    }
    out.checks = std::move(checks);
    return out;
}

Outcome<std::vector<Case>> casesOf(const contract::PromptSpec& prompt, const std::vector<std::string>& wanted) {
    std::vector<Case> out;
    for (const auto& id : wanted) {
        if (std::none_of(prompt.tests.begin(), prompt.tests.end(), [&id](const auto& test) { return test.id == id; }))
            return conflict("tests", "the id of a test of this prompt", id);
    }
    for (const auto& test : prompt.tests) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), test.id) == wanted.end())
            continue;
        auto made = caseOf(test);
        if (!made)
            return tl::unexpected<Refused>(std::move(made.error()));
        out.push_back(std::move(*made));
    }
    if (out.empty())
        return refused(ErrorKind::Conflict, "no_tests", "This prompt has no tests yet.");
    return out;
}

} // namespace

Outcome<TestPlan> planTests(const contract::PromptSpec& prompt, const TestWish& wish) {
    TestPlan plan;
    plan.prompt = prompt.id;
    plan.team = prompt.team.value_or("");
    auto cases = casesOf(prompt, wish.tests);
    if (!cases)
        return tl::unexpected<Refused>(std::move(cases.error()));
    auto versions = wish.versions;
    if (versions.empty() && !prompt.versions.empty())
        versions.push_back(prompt.versions.back().version);
    for (const auto number : versions) {
        const auto found = std::find_if(prompt.versions.begin(), prompt.versions.end(),
                                        [number](const auto& version) { return version.version == number; });
        if (found == prompt.versions.end())
            return conflict("versions", "a version of this prompt", std::to_string(number));
        auto compiled = prompts::Prompt::compile(*found);
        if (!compiled)
            return refused(std::move(compiled.error()));
        const auto models = wish.models.empty() ? std::vector<std::string>{found->model} : wish.models;
        plan.versions.push_back(number);
        for (const auto& model : models) {
            if (std::find(plan.models.begin(), plan.models.end(), model) == plan.models.end())
                plan.models.push_back(model);
            for (const auto& one : *cases)
                plan.cells.push_back({number, model, one.id, *compiled, one.values, one.checks});
        }
    }
    if (plan.cells.empty() || plan.cells.size() > mostTestCells)
        return refused(ErrorKind::Conflict, plan.cells.empty() ? "no_versions" : "too_many_tests",
                       plan.cells.empty() ? "This prompt has no version yet."
                                          : "A run has at most 2000 cases over all versions and models.");
    return plan;
}

Outcome<TestBill> estimateTests(const TestPlan& plan, const config::Snapshot& snapshot) {
    TestBill bill;
    CallEstimate calls(snapshot);
    for (const auto& cell : plan.cells) {
        const auto rendered = cell.prompt->render(*cell.values);
        // What cannot be rendered will be told as the case's result, and costs nothing.
        TestBill nothing;
        const auto output = longestAnswer(*cell.prompt);
        if (!calls.add(rendered ? bill : nothing, cell.model, rendered ? rendered->body.size() : 0, output))
            return conflict("models", "a route, or provider/model", cell.model);
        for (const auto& check : *cell.checks) {
            if (!rendered || !check.needsModel())
                continue;
            if (!calls.add(bill, check.model(), rendered->body.size() + static_cast<std::size_t>(output) * 4, 200))
                return conflict("tests", "a judging model that is a route, or provider/model", check.model());
        }
    }
    return bill;
}

json::object billJson(const TestBill& bill) {
    return {{"calls", bill.calls},
            {"input_tokens", bill.inputTokens},
            {"output_tokens", bill.outputTokens},
            {"cost", bill.cost ? json::value(bill.cost->toString()) : json::value()},
            {"pretend", bill.pretend}};
}

json::object resultJson(const TestCell& cell, const TestResult& result) {
    json::array checks;
    for (const auto& check : result.checks)
        checks.push_back(json::object{{"kind", check.kind},
                                      {"passed", check.result.passed},
                                      {"score", check.result.score ? json::value(*check.result.score) : json::value()},
                                      {"detail", check.result.detail}});
    json::array calls(result.calls.begin(), result.calls.end());
    return {{"version", cell.version},
            {"model", cell.model},
            {"test", cell.test},
            {"state", !result.done    ? "waiting"
                      : result.passed ? "passed"
                                      : "failed"},
            {"answer", result.answer},
            {"error", result.error},
            {"status", result.status},
            {"duration_ms", result.milliseconds},
            {"questions", result.questions},
            {"checks", std::move(checks)},
            {"calls", std::move(calls)}};
}

} // namespace gatehouse::admin
