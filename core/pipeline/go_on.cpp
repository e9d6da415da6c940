// SPDX-License-Identifier: Apache-2.0
// The part of the dispatcher that has another target go on with a stream which broke off (routes with
// "cut_streams: continue").
#include "core/dialects/crossing.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/continuation.h"
#include "core/pipeline/dispatch.h"
#include "core/pipeline/prepare.h"
#include "core/pipeline/purse.h"
#include "core/pipeline/translating_tap.h"
#include "core/providers/provider_request.h"
#include "core/routing/eligibility.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

// Anthropic takes no message of the model that ends with blanks.
std::string_view withoutBlanksAtEnd(std::string_view text) {
    const auto last = text.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

} // namespace

bool isProvidersFault(const Error& error) {
    return error.code != "invalid_key" && error.code != "subscription_ended" && error.code != "call_timeout" &&
           error.code != "budget_exceeded" && error.code != callCancelled().code;
}

std::string seamComment(const Stop& next, const Error& why) {
    return ": gatehouse: continued by " + next.target() + " after " + why.code + "\n\n";
}

// Null: nobody can. Each target is asked once.
Task<std::unique_ptr<Continuation>> Dispatcher::goOn(Call& call, const Stop& broken, TranslatingTap& tap,
                                                     std::vector<const routing::Candidate*>& asked) {
    asked.push_back(broken.candidate);
    const auto text = withoutBlanksAtEnd(tap.textSoFar());
    for (const auto& candidate : broken.leg->candidates) {
        if (std::find(asked.begin(), asked.end(), &candidate) != asked.end() || routing::whyNot(*candidate.provider))
            continue;
        asked.push_back(&candidate);
        if (!mayPayAnother(call, candidate, broken.candidate) || reserveAt(call, candidate))
            continue;
        const KeyRing keys(candidate, m_ways.breakers);
        auto prepared = prepareRequest(call, candidate, text);
        if (!keys.usable() || !prepared || prepared->answer)
            continue;
        auto next = std::make_unique<Continuation>(Stop{broken.leg, &candidate, keys.current()}, std::move(*prepared));
        auto place = m_gate.take(call, next->stop);
        if (!place.given())
            continue;
        next->trial.emplace(m_ways, next->stop, next->prepared);
        next->trial->place = std::move(place);
        if (!next->trial->visit.given())
            continue;
        const bool opened = co_await openContinuation(call, *next);
        if (opened)
            co_return next;
        if (call.exchange.left() || call.exchange.timedOut())
            break;
    }
    co_return nullptr;
}

Task<bool> Dispatcher::openContinuation(Call& call, Continuation& next) {
    auto& trial = *next.trial;
    auto request = pack(call, trial);
    if (!request)
        co_return false;
    auto answer = co_await send(trial, std::move(*request));
    auto& trail = call.record.explain.attempts[trial.trail];
    trail.endMicros = trail.firstByteMicros = elapsed(call);
    trail.decision = "could not go on";
    if (!answer) {
        trail.error = answer.error().code;
        if (!call.exchange.left() && !call.exchange.timedOut())
            trial.visit.ended(brokenAttempt(answer.error()), call.record.outcome);
        co_return false;
    }
    const auto& head = (*answer)->head();
    trail.status = head.status;
    m_gate.answered(trial.place, head);
    const bool streams = dialects::isStream(next.prepared.dialect, head.field("content-type"));
    if (head.status < 200 || head.status >= 300 || !streams) {
        std::optional<Failed> failed;
        (void)co_await readRefusal(call, next.prepared, **answer, failed);
        if (failed) {
            trail.error = failed->error.code;
            trial.visit.ended(failed, call.record.outcome);
        }
        co_return false;
    }
    trial.visit.answered();
    next.answer = std::move(*answer);
    co_return true;
}

// From here on the answer is the next one's; what the one before told stays to be paid.
void Dispatcher::joinStreams(Call& call, Continuation& next, const Error& why, TranslatingTap& tap) {
    auto& before = call.record.explain.attempts[call.trail];
    before.endMicros = elapsed(call);
    before.error = why.code;
    before.decision = "continued by " + next.stop.target();
    call.record.explain.note = "The stream broke off (" + why.code + ") behind " +
                               std::to_string(tap.textSoFar().size()) + " bytes of text and was continued by " +
                               next.stop.target() + ".";
    call.spent.push_back({call.served, call.trail, call.answer, true});
    const dialects::ProviderCodec provider(next.prepared.dialect, next.prepared.mapping);
    tap.goOn(*provider);
    take(call, *next.trial);
    call.served = next.stop.candidate;
    call.record.providerRequestId = providers::providerRequestId(next.answer->head());
}

} // namespace gatehouse::pipeline
