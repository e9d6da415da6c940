// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/further_call.h"

#include "core/pipeline/apis/rendered_call.h"

#include <iterator>
#include <utility>

namespace gatehouse::pipeline {
namespace {

using telemetry::CallRecord;
using telemetry::Outcome;

void addTokens(telemetry::Tokens& sum, const telemetry::Tokens& more) {
    sum.input += more.input;
    sum.cachedInput += more.cachedInput;
    sum.cacheWrite += more.cacheWrite;
    sum.output += more.output;
    sum.reasoning += more.reasoning;
    sum.estimated = sum.estimated || more.estimated;
}

// Lines of the same class at the same price are one.
void addBilled(std::vector<telemetry::BilledClass>& sum, const std::vector<telemetry::BilledClass>& more) {
    for (const auto& line : more) {
        auto same = std::find_if(sum.begin(), sum.end(), [&line](const telemetry::BilledClass& one) {
            return one.name == line.name && one.perMillion == line.perMillion;
        });
        if (same == sum.end()) {
            sum.push_back(line);
            continue;
        }
        same->tokens += line.tokens;
        same->cost += line.cost;
    }
}

// Whose call it is, and for what, as the first one found out.
void inherit(Call& next, const Call& first) {
    next.identity = first.identity;
    next.further = true;
    next.deadline = first.deadline;
    next.cacheWish = first.cacheWish;
    auto& record = next.record;
    record.team = first.record.team;
    record.app = first.record.app;
    record.key = first.record.key;
    record.api = first.record.api;
    record.apiVersion = first.record.apiVersion;
    record.prompt = first.record.prompt;
    record.subscription = first.record.subscription;
}

} // namespace

void addFurther(CallRecord& sum, CallRecord more) {
    addTokens(sum.tokens, more.tokens);
    if (sum.cost && more.cost)
        *sum.cost += *more.cost;
    else
        sum.cost.reset();
    sum.pretend = sum.pretend && (more.pretend || more.attempts == 0);
    sum.attempts += more.attempts;
    const auto later = more.startedAt - sum.startedAt;
    for (auto& attempt : more.explain.attempts) {
        attempt.startMicros += later;
        attempt.endMicros += later;
        if (attempt.connectedMicros != 0)
            attempt.connectedMicros += later;
        if (attempt.firstByteMicros != 0)
            attempt.firstByteMicros += later;
        sum.explain.attempts.push_back(std::move(attempt));
    }
    addBilled(sum.explain.billed, more.explain.billed);
    if (!more.provider.empty()) {
        sum.provider = std::move(more.provider);
        sum.modelServed = std::move(more.modelServed);
    }
    if (more.outcome == Outcome::Ok)
        return;
    sum.outcome = more.outcome;
    sum.errorClass = more.errorClass;
    sum.errorCode = std::move(more.errorCode);
    sum.status = more.status;
}

Task<void> askAgain(ApiCall& api, CallLeader& leader, std::string body, Leading how) {
    ApiExchange exchange(api.exchange.client());
    exchange.setForm(AnswerForm::Held, false);
    Call next(exchange, api.call.snapshot);
    leader.begin(next);
    inherit(next, api.call);
    how.announced = false;
    how.keepsBodies = false;
    auto packed = encapsulate(exchange, next, "json", std::move(body), false);
    if (packed)
        co_await leader.lead(next, how);
    leader.settle(next);
    api.exchange.hold(exchange);
    addFurther(api.call.record, std::move(next.record));
}

} // namespace gatehouse::pipeline
