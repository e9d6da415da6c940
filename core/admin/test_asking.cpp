// SPDX-License-Identifier: Apache-2.0
// How the cells of a test run are asked for.
#include "core/admin/awaited_records.h"
#include "core/admin/call_bill.h"
#include "core/admin/test_runner.h"
#include "core/contract/json_text.h"
#include "core/dialects/json_text.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using conformance::CallWish;
using conformance::GatewayPlace;

constexpr std::size_t sideBySide = 4;
constexpr std::size_t longestKeptAnswer = 16'384;

struct Leading {
    AdminDependencies& with;
    Executor executor;
    std::shared_ptr<TestRun> run;
    std::shared_ptr<const GatewayPlace> place;
};

// The text of a whole answer of OpenAI's chat completions.
std::optional<std::string> answerIn(const std::string& body) {
    const auto parsed = contract::parseJson(body);
    if (!parsed)
        return std::nullopt;
    boost::system::error_code code;
    const auto* text = parsed->find_pointer("/choices/0/message/content", code);
    return text != nullptr && text->is_string() ? std::optional(std::string(text->get_string())) : std::nullopt;
}

struct Said {
    std::optional<std::string> text;
    std::string error;
    int status = 0;
};

std::string refusalOf(const conformance::Answered& answered) {
    if (answered.failed)
        return answered.failed->message;
    if (!answered.gatewayError.empty())
        return "The gateway refused it: " + answered.gatewayError + '.';
    if (answered.status != 200)
        return "The provider answered with status " + std::to_string(answered.status) + '.';
    return "The answer has no text.";
}

Task<Said> ask(http::Upstream& upstream, std::shared_ptr<const GatewayPlace> place, std::string model, std::string body,
               TestResult& result) {
    auto wish = std::make_shared<CallWish>();
    wish->model = std::move(model);
    wish->body = std::move(body);
    wish->tags = "prompt_test";
    auto answered = co_await conformance::callGateway(upstream, std::move(place), std::move(wish));
    if (!answered.requestId.empty())
        result.calls.push_back(answered.requestId);
    Said said;
    said.status = answered.status;
    if (!answered.failed && answered.status == 200)
        said.text = answerIn(answered.body);
    if (!said.text)
        said.error = refusalOf(answered);
    co_return said;
}

// The answer, with as many repairs as the version allows; as a published API would ask.
Task<std::optional<std::string>> answerOf(http::Upstream& upstream, std::shared_ptr<const GatewayPlace> place,
                                          const TestCell& cell, const prompts::Rendered& rendered, TestResult& result) {
    prompts::RenderWish how;
    how.model = cell.model;
    auto body = rendered.body;
    for (std::size_t left = cell.prompt->repairs();; --left) {
        ++result.questions;
        auto said = co_await ask(upstream, place, cell.model, std::move(body), result);
        result.status = said.status;
        result.error = said.error;
        if (!said.text)
            co_return std::nullopt;
        const auto checked = cell.prompt->checkAnswer(*said.text);
        if (checked || left == 0) {
            if (!checked)
                result.error = checked.error().message;
            co_return std::move(said.text);
        }
        body = cell.prompt->repairBody(rendered, *said.text, checked.error(), how);
    }
}

Task<prompts::CheckResult> judge(http::Upstream& upstream, std::shared_ptr<const GatewayPlace> place,
                                 const prompts::Check& check, const prompts::Rendered& rendered, std::string answer,
                                 TestResult& result) {
    if (!check.needsModel())
        co_return check.judge(answer);
    std::string question;
    for (const auto& message : rendered.messages)
        question += message.role + ": " + message.content + "\n\n";
    auto body = check.judgeBody(question, answer);
    auto said = co_await ask(upstream, std::move(place), check.model(), std::move(body), result);
    prompts::CheckResult out;
    if (!said.text) {
        out.detail = said.error;
        co_return out;
    }
    auto verdict = check.readVerdict(*said.text);
    if (!verdict) {
        out.detail = verdict.error().message;
        co_return out;
    }
    co_return std::move(*verdict);
}

Task<TestResult> tryCell(http::Upstream& upstream, std::shared_ptr<const GatewayPlace> place, const TestCell& cell) {
    TestResult result;
    prompts::RenderWish how;
    how.model = cell.model;
    const auto rendered = cell.prompt->render(*cell.values, how);
    if (!rendered) {
        result.error = rendered.error().message;
        co_return result;
    }
    const auto begin = std::chrono::steady_clock::now();
    auto answer = co_await answerOf(upstream, place, cell, *rendered, result);
    const auto took = std::chrono::steady_clock::now() - begin;
    result.milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
    if (!answer)
        co_return result;
    result.passed = result.error.empty();
    for (const auto& check : *cell.checks) {
        auto judged = co_await judge(upstream, place, check, *rendered, *answer, result);
        result.passed = result.passed && judged.passed;
        result.checks.push_back({check.kind(), std::move(judged)});
    }
    result.answer = dialects::json::presentable(*answer, longestKeptAnswer);
    if (answer->size() <= longestKeptAnswer)
        result.answer = std::move(*answer);
    co_return result;
}

TestBill billOf(const std::vector<telemetry::CallRecord>& records, std::size_t calls) {
    return billOfCalls<TestBill>(records, calls);
}

void keep(AdminDependencies& with, json::object result) {
    auto kept = std::make_shared<const json::object>(std::move(result));
    const bool posted = with.controlThread.post([&with, kept] {
        const std::string id(kept->at("id").as_string());
        const auto done = with.settings != nullptr ? keepTestRun(*with.settings, *kept) : Result<void>();
        if (!done)
            with.log.warning("test_run.not_kept", {{"id", id}, {"message", done.error().message}});
        with.tests->forget(id);
    });
    if (posted)
        return;
    const std::string id(kept->at("id").as_string());
    with.log.warning("test_run.not_kept", {{"id", id}, {"message", "the control thread is busy"}});
    with.tests->forget(id); // else it would count as running for ever
}

Task<void> work(std::shared_ptr<Leading> leading) {
    auto& with = leading->with;
    auto& run = *leading->run;
    const auto upstream = with.freshUpstream(leading->executor);
    for (auto cell = with.tests->take(run); cell; cell = with.tests->take(run)) {
        auto place = leading->place;
        auto result = co_await tryCell(*upstream, std::move(place), run.plan.cells[*cell]);
        with.tests->put(run, *cell, std::move(result));
    }
    if (!with.tests->leave(run))
        co_return;
    auto ids = std::make_shared<const std::vector<std::string>>(with.tests->callsOf(run));
    const auto records = co_await awaitRecords(with, leading->executor, ids);
    auto ended = with.tests->end(run, billOf(records, ids->size()), with.clock.wall());
    keep(with, std::move(ended));
}

} // namespace

void startTests(AdminDependencies& with, Executor executor, std::shared_ptr<TestRun> run,
                std::shared_ptr<const GatewayPlace> place) {
    run->workers = std::min(sideBySide, run->results.size());
    const auto workers = run->workers;
    auto leading = std::make_shared<Leading>(Leading{with, executor, std::move(run), std::move(place)});
    for (std::size_t i = 0; i < workers; ++i)
        asio::co_spawn(executor, work(leading), asio::detached);
}

} // namespace gatehouse::admin
