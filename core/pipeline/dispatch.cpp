// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/dispatch.h"

#include "core/access/authenticator.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/apis/find_api.h"
#include "core/pipeline/choose.h"
#include "core/pipeline/prepare.h"
#include "core/pipeline/purse.h"
#include "core/pipeline/stages.h"
#include "core/routing/eligibility.h"

#include <boost/asio/steady_timer.hpp>
#include <utility>
#include <vector>

namespace gatehouse::pipeline {
namespace {

using routing::Next;
using std::chrono::milliseconds;

// A stop that rests was not tried. Where no other fails in earnest, the client hears when to come back.
void noteRest(Call& call, const Stop& stop, std::string why, milliseconds wait, std::optional<Failed>& failed) {
    call.record.explain.skipped.push_back({stop.target(), std::move(why)});
    const bool sooner = failed && failed->error.code == "circuit_open" && wait < failed->failure.retryAfter;
    if (!failed || sooner)
        failed = resting(wait);
}

// A stop that had no room was not tried. A failure in earnest is told before it.
void noteFull(Call& call, const Stop& stop, const routing::Place& place, std::optional<Failed>& failed) {
    call.record.explain.skipped.push_back({stop.target(), fullText(place)});
    if (call.cancelled)
        failed = brokenAttempt(callCancelled());
    else if (!failed || failed->error.code == "capacity_exceeded")
        failed = noRoom(place);
}

// "openai/gpt-4o-mini: 1 of 2 by priority"
std::string chosenText(const Stop& stop, std::size_t index, const routing::Resolution& leg) {
    std::string text;
    text.reserve(96);
    text.append(stop.provider().id).append(1, '/').append(stop.candidate->model).append(": ");
    text.append(std::to_string(index + 1)).append(" of ").append(std::to_string(leg.candidates.size()));
    return text.append(" by ").append(leg.by);
}

std::string_view decisionOf(Next next) {
    switch (next) {
    case Next::Retry:
        return "retried";
    case Next::NextKey:
        return "next key";
    case Next::NextTarget:
        return "next target";
    case Next::GiveUp:
        break;
    }
    return "passed to the client";
}

} // namespace

Dispatcher::Dispatcher(Ways ways, SnapshotCell& snapshot, const Clock& clock, telemetry::CallSink& sink)
    : m_ways(ways), m_snapshot(snapshot), m_clock(clock), m_sink(sink), m_gate(ways.capacity, clock, sink),
      m_random(std::random_device{}()) {}

Task<void> Dispatcher::run(Call& call) {
    std::optional<Failed> failed;
    const auto* leg = &call.resolution;
    while (leg != nullptr) {
        const auto served = co_await travel(call, *leg, failed);
        if (served != Served::No)
            co_return;
        leg = nextLeg(call, *leg, failed);
    }
    co_await answerFailure(call, failed);
}

// First wherever there is room at once; then, where none of those served, in line before the ones that were full.
Task<Dispatcher::Served> Dispatcher::travel(Call& call, const routing::Resolution& leg, std::optional<Failed>& failed) {
    const auto count = leg.candidates.size();
    std::vector<std::size_t> full;
    for (std::size_t i = 0; i < count; ++i) {
        const Turn turn{i, i + 1 < count || !full.empty(), Room::Now};
        const auto left = co_await visitOne(call, leg, turn, failed);
        if (left.served != Served::No)
            co_return left.served;
        if (left.full)
            full.push_back(i);
        if (!left.goOn)
            co_return Served::No;
    }
    for (std::size_t i = 0; i < full.size() && timeLeft(call) > milliseconds::zero(); ++i) {
        const Turn turn{full[i], i + 1 < full.size(), Room::Wait};
        const auto left = co_await visitOne(call, leg, turn, failed);
        if (left.served != Served::No)
            co_return left.served;
        if (!left.goOn)
            break;
    }
    co_return Served::No;
}

Task<Dispatcher::Left> Dispatcher::passBy() {
    co_return Left{};
}

Task<Dispatcher::Left> Dispatcher::visitOne(Call& call, const routing::Resolution& leg, Turn turn,
                                            std::optional<Failed>& failed) {
    const Stop stop{&leg, &leg.candidates[turn.index], nullptr};
    if (auto reason = routing::whyNot(stop.provider())) {
        call.record.explain.skipped.push_back({stop.target(), std::move(*reason)});
        return passBy();
    }
    if (m_ways.checked != nullptr && m_ways.checked->rests(stop.provider().id)) {
        noteRest(call, stop, "its health check fails: " + m_ways.checked->problem(stop.provider().id),
                 stop.provider().health.every, failed);
        return passBy();
    }
    if (call.record.explain.chosen.empty())
        call.record.explain.chosen = chosenText(stop, turn.index, leg);
    return stay(call, stop, turn, failed);
}

// Room with one of the keys, the current one first. Where none has any, the current one is so again.
routing::Place Dispatcher::findRoom(const Call& call, Stop& stop, KeyRing& keys) {
    const auto first = keys;
    stop.key = keys.current();
    auto place = m_gate.take(call, stop);
    while (!place.given() && keys.more()) {
        keys.advance();
        stop.key = keys.current();
        place = m_gate.take(call, stop);
    }
    if (!place.given()) {
        keys = first;
        stop.key = keys.current();
    }
    return place;
}

// The route that takes over, where this one's fallbacks name one for what happened.
const routing::Resolution* Dispatcher::nextLeg(Call& call, const routing::Resolution& leg,
                                               const std::optional<Failed>& failed) {
    const bool spent = call.upload && call.upload->touched();
    if (leg.route == nullptr || call.cancelled || spent || call.exchange.left() ||
        timeLeft(call) <= milliseconds::zero())
        return nullptr;
    const auto what = failed ? failed->failure.what : routing::FailureClass::Connect;
    const auto* fallback = routing::fallbackFor(*leg.route, what);
    if (fallback == nullptr)
        return nullptr;
    auto next = routing::resolveRoute(*call.snapshot, fallback->route);
    if (!next)
        return nullptr;
    next->through.insert(next->through.begin(), leg.through.begin(), leg.through.end());
    if (auto arranged = arrange(call, *next, m_ways); !arranged || next->candidates.empty()) {
        call.record.explain.skipped.push_back(
            {"route " + fallback->route, arranged ? "it has no target for this call" : arranged.error().message});
        return nullptr;
    }
    auto& explain = call.record.explain;
    if (!explain.attempts.empty())
        explain.attempts.back().decision = "fallback to route " + fallback->route;
    explain.rule += ", then " + next->rule;
    return call.detours.emplace_back(std::move(next)).get();
}

Task<Dispatcher::Left> Dispatcher::stay(Call& call, Stop stop, Turn turn, std::optional<Failed>& failed) {
    auto prepared = prepareRequest(call, *stop.candidate);
    if (!prepared) {
        call.record.explain.skipped.push_back({stop.target(), prepared.error().message});
        if (!failed)
            failed = unsent(std::move(prepared.error()));
        co_return Left{};
    }
    if (prepared->answer) {
        const auto served = co_await answerHere(call, *stop.candidate, *prepared);
        co_return Left{served, false};
    }
    const bool relayed = dialects::isRelayed(call.address.operation);
    KeyRing keys(*stop.candidate, m_ways.breakers, relayed ? KeyRing::Keys::FirstOnly : KeyRing::Keys::All);
    if (!keys.usable()) {
        noteRest(call, stop, "all its keys rest after refusals", keys.wait(), failed);
        co_return Left{};
    }
    if (auto spent = reserveAt(call, *stop.candidate)) {
        call.record.explain.skipped.push_back({stop.target(), spent->message});
        if (!failed)
            failed = unsent(std::move(*spent));
        co_return Left{};
    }
    std::optional<Trial> trial;
    for (int attemptNumber = 1;; ++attemptNumber) {
        trial.reset(); // its place may be the one that is wanted
        auto place = findRoom(call, stop, keys);
        if (!place.given() && (attemptNumber > 1 || turn.room == Room::Wait))
            place = co_await m_gate.wait(call, stop);
        if (call.exchange.left())
            co_return Left{Served::ClientGone, false};
        if (!place.given()) {
            noteFull(call, stop, place, failed);
            co_return Left{Served::No, !call.cancelled, true};
        }
        trial.emplace(m_ways, stop, *prepared);
        trial->place = std::move(place);
        if (!trial->visit.given()) {
            noteRest(call, stop, trial->visit.whyNot(), trial->visit.wait(), failed);
            co_return Left{};
        }
        failed.reset();
        auto served = Served::No;
        const auto late = patience(call, stop);
        const auto other = late ? beside(stop, keys) : std::nullopt;
        if (other)
            served = co_await hedged(call, *trial, *other, *late, failed);
        else
            served = co_await attempt(call, *trial, failed);
        const auto next =
            conclude(call, stop, served, failed, {attemptNumber, keys.more(), turn.moreTargets, timeLeft(call)});
        if (served != Served::No || next == Next::NextTarget || next == Next::GiveUp)
            co_return Left{served, next == Next::NextTarget};
        if (next == Next::NextKey) {
            keys.advance();
            attemptNumber = 0;
            continue;
        }
        trial->place.giveBack(); // nothing runs there while this one pauses
        const double random = std::uniform_real_distribution<>(0.0, 1.0)(m_random);
        const auto time = routing::pauseBefore(attemptNumber + 1, failed->failure, random, timeLeft(call));
        const auto paused = co_await pause(call, time);
        if (paused == Served::ClientGone)
            co_return Left{Served::ClientGone, false};
        if (call.cancelled) {
            failed = brokenAttempt(callCancelled());
            co_return Left{Served::No, false};
        }
    }
}

// Books how an attempt went, and says what follows.
routing::Next Dispatcher::conclude(Call& call, const Stop& stop, Served served, const std::optional<Failed>& failed,
                                   const routing::Prospects& prospects) {
    auto& trail = call.record.explain.attempts[call.trail];
    trail.endMicros = elapsed(call);
    const bool clientBroke = call.upload && call.upload->broken();
    if (served != Served::ClientGone && !clientBroke && call.visit != nullptr)
        call.visit->ended(failed, call.record.outcome);
    if (served != Served::No) {
        trail.decision = call.cancelled          ? "ended by the operator"
                         : served == Served::Yes ? "served"
                                                 : "the client left";
        return Next::GiveUp;
    }
    trail.error = failed->error.code;
    if (call.answer.usage)
        call.spent.push_back({stop.candidate, call.trail, std::exchange(call.answer, {}), false});
    if (call.cancelled) {
        trail.decision = "ended by the operator";
        return Next::GiveUp;
    }
    auto next = judge(call, stop, *failed, prospects);
    // What was billed and brought nothing leaves less for another attempt.
    if (next != Next::GiveUp && !call.spent.empty() && !mayPayAnother(call, *stop.candidate))
        next = Next::GiveUp;
    trail.decision = decisionOf(next);
    return next;
}

// What the route's rule says, within what may be sent at all.
routing::Next Dispatcher::judge(const Call& call, const Stop& stop, const Failed& failed,
                                const routing::Prospects& prospects) {
    if (call.upload && call.upload->touched())
        return Next::GiveUp; // what was given away cannot be sent again
    const auto next = routing::decide(stop.leg->retry, failed.failure, prospects);
    const bool sameTarget = next == Next::Retry || next == Next::NextKey;
    if (!sameTarget || m_ways.breakers.mayRetry(stop.provider().id, stop.candidate->model))
        return next;
    return prospects.moreTargets ? Next::NextTarget : Next::GiveUp;
}

Task<Dispatcher::Served> Dispatcher::pause(Call& call, milliseconds time) {
    if (time <= milliseconds::zero())
        co_return Served::No;
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor> timer(
        call.exchange.executor(), time);
    (void)co_await timer.async_wait(asTask);
    if (call.exchange.timedOut())
        co_await call.exchange.clearTimeout();
    co_return call.exchange.left() ? Served::ClientGone : Served::No;
}

// A right that runs out by the clock is not noticed before the next change of the configuration: key and subscription
// are looked at anew by the call that follows.
std::optional<Error> Dispatcher::rightsLost(const Call& call, config::SnapshotPtr& seen) const {
    if (seen == m_snapshot.current())
        return std::nullopt;
    seen = m_snapshot.current();
    const auto now = m_clock.wall();
    if (!access::stillValid(*seen, call.key().digest, now))
        return failure(ErrorKind::Unauthorized, "invalid_key",
                       "The key was revoked or has expired while this answer came. Use another key.")
            .value();
    if (!subscriptionHolds(*seen, call, now))
        return failure(ErrorKind::Forbidden, "subscription_ended",
                       "The subscription to this API ended while this answer came; what came before is incomplete. The "
                       "portal shows why.")
            .value();
    return std::nullopt;
}

void Dispatcher::reportProgress(Call& call, std::int64_t& lastMicros) {
    constexpr std::int64_t leastGap = 100'000;
    if (!m_sink.watched())
        return;
    const auto now = elapsed(call);
    if (now - lastMicros < leastGap)
        return;
    lastMicros = now;
    telemetry::CallProgress notice;
    notice.id = call.record.id;
    notice.team = call.record.team;
    notice.elapsedMicros = now;
    notice.firstByteMicros = call.record.firstByteMicros;
    notice.provider = call.record.provider;
    notice.outputBytes = call.record.bytesOut;
    notice.model = call.record.modelServed;
    notice.attempts = call.record.attempts;
    const auto sofar = outputSoFar(call.answer);
    notice.outputTokens = sofar.output;
    notice.tokensEstimated = sofar.estimated;
    m_sink.progress(std::move(notice));
}

milliseconds Dispatcher::timeLeft(const Call& call) const {
    return std::chrono::duration_cast<milliseconds>(call.deadline - m_clock.monotonic());
}

} // namespace gatehouse::pipeline
