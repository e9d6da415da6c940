// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/chain_steps.h"

#include "core/apis/text_stream.h"
#include "core/base/text.h"
#include "core/chains/step_forms.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/kept_error.h"
#include "core/pipeline/apis/known_caller.h"
#include "core/pipeline/apis/own_ids.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace gatehouse::pipeline {
namespace {

namespace json = boost::json;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds look{100}; // how late a step may be ended
constexpr std::size_t mostAnswer = std::size_t{16} << 20U;
constexpr std::string_view chatPath = "/v1/chat/completions";

void add(chains::StepReport& report, const telemetry::CallRecord& record) {
    report.inputTokens += record.tokens.input + record.tokens.cachedInput + record.tokens.cacheWrite;
    report.outputTokens += record.tokens.output;
    report.pretend = report.pretend || record.pretend;
    if (record.cost && !record.pretend && report.cost)
        *report.cost += *record.cost;
}

} // namespace

struct ChainSteps::UnderWay {
    UnderWay(std::size_t at, const chains::Step& s, json::object given)
        : place(at), step(s), input(std::move(given)), started(steady_clock::now()) {}
    const std::size_t place;
    const chains::Step& step;
    json::object input;
    const steady_clock::time_point started;
    steady_clock::time_point last;
    Race::RunnerPtr runner;
    std::shared_ptr<KeptExchange> exchange; // of the call that is under way
    std::optional<Result<json::value>> result;
    chains::StepReport report;
    std::uint64_t steps = 0; // of chains within
    bool stopped = false;
};

ChainSteps::ChainSteps(Parts parts)
    : m_parts(parts), m_race(parts.api.exchange.executor()), m_reports(parts.chain.chain->steps().size()) {}

ChainSteps::~ChainSteps() = default;

void ChainSteps::start(chains::ChainRun::Begun begun) {
    const auto& step = m_parts.chain.chain->steps()[begun.step];
    auto way = std::make_shared<UnderWay>(begun.step, step, std::move(begun.input));
    way->last = m_parts.deadline;
    if (step.timeout)
        way->last = std::min(way->last, way->started + *step.timeout);
    way->runner = m_race.prepare();
    m_underWay.push_back(way);
    m_race.start(way->runner, runStep(way));
}

Task<void> ChainSteps::wait(chains::ChainRun& run) {
    co_await m_race.wait(steady_clock::now() + look);
    const auto now = steady_clock::now();
    for (const auto& way : m_underWay) {
        if (!way->runner->done && way->exchange && way->exchange->mustStop(now))
            way->runner->stop.emit(asio::cancellation_type::terminal);
    }
    for (auto at = m_underWay.begin(); at != m_underWay.end();) {
        if (!(*at)->runner->done) {
            ++at;
            continue;
        }
        const auto way = *at;
        at = m_underWay.erase(at);
        take(*way, run);
    }
}

void ChainSteps::take(UnderWay& way, chains::ChainRun& run) {
    auto& report = m_reports[way.place];
    report = std::move(way.report);
    report.milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - way.started).count();
    run.addInner(way.steps);
    if (way.result && *way.result) {
        if (m_parts.test != nullptr)
            report.output = **way.result;
        run.done(way.place, std::move(**way.result), report.cost);
    } else {
        const auto error = errorOf(way);
        report.error = error.message;
        run.failed(way.place, error, report.cost);
    }
    tell(run);
}

Error ChainSteps::errorOf(const UnderWay& way) {
    if (!way.result)
        return failure(ErrorKind::Internal, "step_failed", "It broke off.").value();
    if (way.exchange && way.result->error().kind == ErrorKind::Cancelled && !way.stopped)
        return failure(ErrorKind::Timeout, "step_timeout", "It took longer than it may.").value();
    return way.result->error();
}

void ChainSteps::tell(const chains::ChainRun& run) {
    if (m_parts.test == nullptr)
        return;
    for (std::size_t i = 0; i < m_reports.size(); ++i)
        m_reports[i].state = run.stateOf(i);
    m_parts.test->report(m_reports);
}

chains::StepReport ChainSteps::taken() const {
    chains::StepReport sum;
    for (const auto& report : m_reports) {
        sum.inputTokens += report.inputTokens;
        sum.outputTokens += report.outputTokens;
        sum.pretend = sum.pretend || report.pretend;
    }
    return sum;
}

void ChainSteps::stopAll() {
    for (const auto& way : m_underWay) {
        way->stopped = true;
        if (way->exchange)
            way->exchange->leave();
    }
}

std::string ChainSteps::story(const chains::ChainRun& run) const {
    std::string out = "chain " + m_parts.chain.name + ":";
    const auto& steps = m_parts.chain.chain->steps();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        out.append(i == 0 ? " " : ", ").append(steps[i].id).append(1, ' ').append(nameOf(run.stateOf(i)));
        if (run.stateOf(i) == chains::StepState::Done || run.stateOf(i) == chains::StepState::Failed)
            out.append(" " + std::to_string(m_reports[i].milliseconds) + " ms");
    }
    return out;
}

Task<void> ChainSteps::runStep(UnderWayPtr way) {
    co_await asio::this_coro::throw_if_cancelled(false);
    Result<json::value> result;
    switch (way->step.kind) {
    case chains::StepKind::Prompt:
        result = co_await askPrompt(way);
        break;
    case chains::StepKind::Model:
        result = co_await askModel(way);
        break;
    case chains::StepKind::Tensor:
        result = co_await askTensor(way);
        break;
    case chains::StepKind::Api:
        result = co_await askApi(way);
        break;
    }
    way->result.emplace(std::move(result));
}

std::shared_ptr<KeptExchange> ChainSteps::exchangeFor(UnderWay& way, std::string path, std::string body) {
    auto& outer = m_parts.api;
    KeptRequest request;
    request.path = std::move(path);
    request.body = std::move(body);
    request.peer = outer.exchange.peerAddress();
    request.fields = {{"content-type", "application/json"}, {"user-agent", outer.call.record.client}};
    if (!outer.call.record.tags.empty())
        request.fields.push_back({"x-gatehouse-tags", outer.call.record.tags});
    if (!outer.call.record.session.empty())
        request.fields.push_back({"x-gatehouse-session", outer.call.record.session});
    auto exchange = std::make_shared<KeptExchange>(outer.exchange.executor(), ownRequestIdBehind(outer.call.record.id),
                                                   std::move(request), mostAnswer);
    exchange->setLast(way.last);
    if (way.stopped)
        exchange->leave();
    way.exchange = exchange;
    way.report.calls.emplace_back(exchange->requestId());
    return exchange;
}

// The way of a call behind its key: who asks is known, and it is he who pays.
Task<Result<std::string>> ChainSteps::call(UnderWayPtr way, std::string path, std::string body, Asking asking) {
    const auto exchange = exchangeFor(*way, std::move(path), std::move(body));
    const auto& outer = m_parts.api.call;
    Call inner(*exchange, outer.snapshot);
    m_parts.leader.begin(inner);
    sameCaller(inner, outer);
    inner.address = matchAddress(http::Method::Post, exchange->head().path, false).address;
    inner.deadline = way->last;
    inner.cacheWish = outer.cacheWish;
    inner.further = asking.further;
    auto& record = inner.record;
    record.api = outer.record.api;
    record.apiVersion = outer.record.apiVersion;
    record.subscription = outer.record.subscription;
    record.prompt = std::move(asking.prompt);
    record.explain.note = "step " + way->step.id + " of chain " + m_parts.chain.name + ", call " + outer.record.id;
    Leading how;
    how.keepsBodies = asking.keepsBodies;
    co_await m_parts.leader.lead(inner, how);
    m_parts.leader.settle(inner);
    add(way->report, record);
    if (!record.cost && exchange->status() < 300 && way->step.kind != chains::StepKind::Tensor)
        way->report.cost.reset(); // tensors have no prices: what serves them is mostly one's own
    m_parts.leader.record(inner);
    if (auto error = errorIn(*exchange))
        co_return tl::unexpected(std::move(*error));
    co_return exchange->answer();
}

Task<Result<json::value>> ChainSteps::askPrompt(UnderWayPtr way) {
    const auto& named = m_parts.chain.prompts.find(way->step.use)->second;
    const auto& prompt = *named.prompt;
    auto rendered = prompt.render(way->input);
    if (!rendered)
        co_return tl::unexpected(std::move(rendered.error()));
    const auto& all = prompt.variables().all();
    const bool secret = std::any_of(all.begin(), all.end(), [](const auto& variable) { return variable.secret; });
    std::string body = rendered->body;
    for (std::size_t asked = 1;; ++asked) {
        Asking asking; // no temporary beside co_await
        asking.prompt = named.name;
        asking.keepsBodies = !secret;
        asking.further = asked > 1;
        auto answer = co_await call(way, std::string(chatPath), std::move(body), std::move(asking));
        if (!answer)
            co_return tl::unexpected(std::move(answer.error()));
        auto text = apis::readAnswerText(*answer);
        if (!text)
            co_return tl::unexpected(std::move(text.error()));
        auto value = prompt.checkAnswer(text->text);
        if (value)
            co_return chains::promptOutput(std::move(*value));
        if (asked > prompt.repairs())
            co_return failure(ErrorKind::Unavailable, "answer_invalid",
                              "The model's answer does not fit the prompt's schema: " + value.error().message + ".");
        body = prompt.repairBody(*rendered, text->text, value.error());
    }
}

Task<Result<json::value>> ChainSteps::askModel(UnderWayPtr way) {
    auto body = chains::chatRequest(way->step.use, way->input);
    if (!body)
        co_return tl::unexpected(std::move(body.error()));
    Asking asking; // no temporary beside co_await
    auto answer = co_await call(way, std::string(chatPath), std::move(*body), std::move(asking));
    if (!answer)
        co_return tl::unexpected(std::move(answer.error()));
    auto text = apis::readAnswerText(*answer);
    if (!text)
        co_return tl::unexpected(std::move(text.error()));
    co_return json::value(chains::chatOutput(text->text));
}

Task<Result<json::value>> ChainSteps::askTensor(UnderWayPtr way) {
    auto body = chains::inferRequest(way->input);
    if (!body)
        co_return tl::unexpected(std::move(body.error()));
    std::string path = "/v2/models/" + percentEncode(way->step.use) + "/infer";
    Asking asking; // no temporary beside co_await
    auto answer = co_await call(way, std::move(path), std::move(*body), std::move(asking));
    if (!answer)
        co_return tl::unexpected(std::move(answer.error()));
    auto output = chains::inferOutput(*answer);
    if (!output)
        co_return tl::unexpected(std::move(output.error()));
    co_return json::value(std::move(*output));
}

// As the caller himself would: with his rights, his subscription, and a record of its own.
Task<Result<json::value>> ChainSteps::askApi(UnderWayPtr way) {
    const auto exchange = exchangeFor(*way, "/apis/" + way->step.use, json::serialize(way->input));
    exchange->setDepth(m_parts.depth);
    exchange->setDepthAllowed(m_parts.depthAllowed);
    const auto& outer = m_parts.api.call;
    ApiCall inner(*exchange, outer.snapshot);
    inner.asOwner = m_parts.test != nullptr;
    m_parts.leader.begin(inner.call);
    sameCaller(inner.call, outer);
    inner.call.record.operation = "api";
    inner.call.record.explain.note =
        "step " + way->step.id + " of chain " + m_parts.chain.name + ", call " + outer.record.id;
    auto address = apis::readApiAddress(exchange->head().path);
    if (!address)
        co_return failure(ErrorKind::NotFound, "unknown_api", "There is no API " + way->step.use + ".");
    inner.address = std::move(*address);
    co_await m_parts.apis.run(inner);
    auto& report = way->report;
    report.inputTokens += exchange->inputTokens();
    report.outputTokens += exchange->outputTokens();
    report.pretend = report.pretend || exchange->pretend();
    if (exchange->costUnknown())
        report.cost.reset();
    else if (report.cost)
        *report.cost += exchange->spent();
    way->steps += exchange->steps();
    if (auto error = errorIn(*exchange))
        co_return tl::unexpected(std::move(*error));
    co_return chains::apiOutput(exchange->field("content-type"), exchange->answer());
}

} // namespace gatehouse::pipeline
