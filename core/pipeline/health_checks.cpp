// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/health_checks.h"

#include "core/catalog/price_list.h"
#include "core/dialects/tap.h"
#include "core/http/server/request_id.h"
#include "core/pipeline/health_question.h"
#include "core/routing/eligibility.h"

#include <algorithm>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

namespace gatehouse::pipeline {
namespace {

using config::HealthCheck;
using config::Provider;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr milliseconds lookEvery{250};
constexpr milliseconds longestConnect{5'000};
constexpr milliseconds longestAnswer{15'000};
constexpr std::size_t mostRead = std::size_t{4} << 20U; // lists of models are long

// What it cost, from the provider's own usage; none: unknown.
void price(const Provider& provider, const config::Snapshot& snapshot, const dialects::AnswerFacts& facts,
           telemetry::CallRecord& record) {
    if (!facts.usage)
        return;
    const auto& usage = *facts.usage;
    record.tokens = {usage.input, usage.cachedInput, usage.cacheWrite + usage.cacheWriteLong, usage.output,
                     usage.reasoning};
    const auto known = config::priceOf(snapshot.prices.get(), provider, provider.health.model);
    if (!known)
        return;
    record.cost =
        catalog::costOf(*known, {usage.input, usage.cachedInput, usage.cacheWrite, usage.cacheWriteLong, usage.output});
    record.pretend = known->pretend;
}

} // namespace

void HealthChecks::start() {
    asio::co_spawn(m_parts.executor, run(shared_from_this()), asio::detached);
}

Task<void> HealthChecks::run(std::shared_ptr<HealthChecks> self) {
    Timer timer(self->m_parts.executor);
    for (;;) {
        self->lookAround();
        timer.expires_after(lookEvery);
        const auto [failed] = co_await timer.async_wait(asTask);
        if (failed)
            co_return;
    }
}

bool HealthChecks::isMine(std::string_view provider) const {
    return std::hash<std::string_view>()(provider) % m_parts.threads == m_parts.thread;
}

void HealthChecks::lookAround() {
    const auto snapshot = m_parts.snapshot.current();
    if (!snapshot)
        return;
    const auto now = m_parts.clock.monotonic();
    std::map<std::string, MonotonicTime, std::less<>> due;
    for (std::size_t i = 0; i < snapshot->providers.size(); ++i) {
        const auto& provider = snapshot->providers[i];
        if (provider.health.check == HealthCheck::None || !isMine(provider.id) || routing::whyNot(provider))
            continue;
        const auto known = m_due.find(provider.id);
        auto at = known == m_due.end() ? now : std::min(known->second, now + provider.health.every);
        if (at <= now && m_underWay.insert(provider.id).second) {
            at = now + provider.health.every;
            asio::co_spawn(m_parts.executor, check(shared_from_this(), snapshot, i), asio::detached);
        }
        due.emplace(provider.id, at);
    }
    m_due = std::move(due);
}

Task<void> HealthChecks::check(std::shared_ptr<HealthChecks> self, config::SnapshotPtr snapshot, std::size_t index) {
    const auto& provider = snapshot->providers[index];
    const auto& clock = self->m_parts.clock;
    telemetry::CallRecord record;
    record.startedAt = clock.wall();
    const auto began = clock.monotonic();
    auto result = co_await self->ask(provider, record);
    result.took = std::chrono::duration_cast<microseconds>(clock.monotonic() - began);
    result.at = clock.wall();
    if (provider.health.check == HealthCheck::Call && record.status != 0) {
        record.totalMicros = result.took.count();
        self->m_parts.sink.finished(std::move(record));
    }
    self->m_underWay.erase(provider.id);
    self->note(provider, std::move(result));
}

Task<routing::CheckResult> HealthChecks::ask(const Provider& provider, telemetry::CallRecord& record) {
    routing::CheckResult result;
    const auto snapshot = m_parts.snapshot.current();
    const auto* key = routing::usableKey(provider);
    const auto question = healthQuestion(provider, key);
    if (!question) {
        result.problem = question.error().message;
        co_return result;
    }
    http::UpstreamRequest request;
    request.endpoint = &question->endpoint;
    request.method = question->method;
    request.target = question->target;
    request.fields = question->fields;
    if (!question->body.empty())
        request.body.emplace_back(question->body);
    request.connectTimeout = std::min(provider.timeouts.connect, longestConnect);
    request.firstByteTimeout = std::min(provider.timeouts.firstByte, longestAnswer);
    request.idleTimeout = std::min(provider.timeouts.idle, longestAnswer);
    auto proof = co_await m_parts.ways.authorizer.authorize(provider, key, request);
    if (!proof) {
        result.problem = proof.error().message;
        co_return result;
    }
    auto opened = co_await m_parts.ways.network.open(std::move(request));
    if (!opened) {
        result.problem = opened.error().message;
        co_return result;
    }
    auto& answer = **opened;
    const int status = answer.head().status;
    std::string body;
    for (;;) {
        const auto piece = co_await answer.next();
        if (!piece) {
            result.problem = piece.error().message;
            co_return result;
        }
        if (piece->empty() || body.size() > mostRead)
            break;
        body.append(*piece);
    }
    result.well = saysWell(provider.health.check, status);
    if (!result.well)
        result.problem = "It answered with status " + std::to_string(status) + ".";
    if (provider.health.check != HealthCheck::Call)
        co_return result;
    static thread_local http::RequestIds ids;
    http::RequestIds::Id id;
    ids.next(id);
    record.id = http::textOf(id);
    record.status = status;
    record.outcome = status < 300 ? telemetry::Outcome::Ok : telemetry::Outcome::ProviderError;
    record.errorClass = status < 300 ? telemetry::ErrorClass::None : telemetry::ErrorClass::ProviderError;
    record.dialect = "openai";
    record.operation = dialects::nameOf(dialects::Operation::ChatCompletions);
    record.modelAsked = record.modelServed = provider.health.model;
    record.provider = provider.id;
    record.app = healthCheckApp;
    record.attempts = 1;
    record.bytesOut = static_cast<std::int64_t>(body.size());
    record.explain.rule = "health check of " + provider.id;
    if (status < 300 && !provider.mapping)
        price(provider, *snapshot,
              dialects::readAnswerFacts(dialects::dialectOf(question->operation), question->operation, body), record);
    co_return result;
}

// A call that was served shows that its target is well; a list shows only that the host answers: circuits that wait
// for a probe find out by themselves.
void HealthChecks::note(const Provider& provider, routing::CheckResult result) {
    const bool served = result.well && provider.health.check == HealthCheck::Call;
    if (served)
        (void)m_parts.ways.breakers.ask(provider.id, provider.health.model).succeeded();
    const auto changed = m_parts.board.note(provider.id, std::move(result));
    if (changed && m_parts.changed)
        m_parts.changed(provider.id, *changed);
}

} // namespace gatehouse::pipeline
