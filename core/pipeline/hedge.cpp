// SPDX-License-Identifier: Apache-2.0
// The part of the dispatcher that calls a second place beside one that is late (routes with "hedge").
#include "core/pipeline/answer.h"
#include "core/pipeline/dispatch.h"
#include "core/pipeline/prepare.h"
#include "core/pipeline/purse.h"
#include "core/pipeline/race.h"
#include "core/routing/eligibility.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view lost = "ended: another attempt answered first; what it cost is estimated";
constexpr std::chrono::hours farOff{1};

bool isStopped(const Call& call) {
    return call.exchange.left() || call.exchange.timedOut();
}

} // namespace

// How long the first byte may take before a second call is made; nothing: none is.
std::optional<milliseconds> Dispatcher::patience(const Call& call, const Stop& stop) const {
    const auto* route = stop.leg->route;
    if (route == nullptr || !route->hedge || m_ways.firstBytes == nullptr || call.upload ||
        dialects::isMedia(call.address.operation))
        return std::nullopt; // what is dear, or cannot be sent again, is not made twice
    m_ways.firstBytes->count();
    const auto usual =
        m_ways.firstBytes->percentile(stop.provider().id, stop.candidate->model, route->hedge->percentile);
    return usual ? std::optional(std::max(*usual, route->hedge->atLeast)) : std::nullopt;
}

// Another key of the same target, else the next target that can be called.
std::optional<Stop> Dispatcher::beside(const Stop& stop, const KeyRing& keys) const {
    if (keys.more())
        return Stop{stop.leg, stop.candidate, keys.second()};
    const auto& candidates = stop.leg->candidates;
    const auto* const end = candidates.data() + candidates.size();
    for (const auto* other = stop.candidate + 1; other < end; ++other) {
        if (routing::whyNot(*other->provider))
            continue;
        const KeyRing ring(*other, m_ways.breakers);
        if (ring.usable())
            return Stop{stop.leg, other, ring.current()};
    }
    return std::nullopt;
}

Task<void> Dispatcher::runOne(Trial* trial, http::UpstreamRequest request, Race::RunnerPtr runner) {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto opened = co_await send(*trial, std::move(request));
    runner->opened.emplace(std::move(opened));
}

Task<Dispatcher::Served> Dispatcher::hedged(Call& call, Trial& first, const Stop& other, milliseconds patience,
                                            std::optional<Failed>& failed) {
    auto request = pack(call, first);
    take(call, first);
    if (!request) {
        failed = brokenAttempt(std::move(request.error()));
        co_return Served::No;
    }
    const Race race(call.exchange.executor());
    const auto one = race.prepare();
    race.start(one, runOne(&first, std::move(*request), one));
    const auto late = steady_clock::now() + patience;
    while (!one->done && !isStopped(call) && steady_clock::now() < late)
        co_await race.wait(late);

    std::optional<PreparedRequest> prepared;
    std::optional<Trial> second;
    Race::RunnerPtr two;
    if (!one->done && !isStopped(call) && m_ways.firstBytes->mayDouble())
        two = startSecond(call, race, first, other, prepared, second);
    const auto decided = [&] { return one->good() || (two && two->good()) || (one->done && (!two || two->done)); };
    while (!isStopped(call) && !decided())
        co_await race.wait(steady_clock::now() + farOff);

    const bool secondWins = two && two->good() && !one->good();
    if (two) {
        auto& loser = secondWins ? *one : *two;
        co_await race.end(loser);
        noteLoser(call, secondWins ? first : *second, loser);
    }
    auto& winner = secondWins ? *two : *one;
    co_await race.end(winner); // it may have been stopped from outside
    auto answer = winner.take();
    if (!secondWins)
        co_return co_await receive(call, first, std::move(answer), failed);
    take(call, *second);
    const auto served = co_await receive(call, *second, std::move(answer), failed);
    // Its visit ends with this function, and the first one's says nothing of this answer.
    if (served != Served::ClientGone)
        second->visit.ended(failed, call.record.outcome);
    call.visit = nullptr;
    co_return served;
}

Race::RunnerPtr Dispatcher::startSecond(Call& call, const Race& race, const Trial& first, const Stop& other,
                                        std::optional<PreparedRequest>& prepared, std::optional<Trial>& second) {
    if (!mayPayAnother(call, *other.candidate, first.stop.candidate))
        return nullptr;
    auto made = prepareRequest(call, *other.candidate);
    if (!made || made->answer)
        return nullptr;
    prepared.emplace(std::move(*made));
    auto place = m_gate.take(call, other);
    if (!place.given())
        return nullptr;
    second.emplace(m_ways, other, *prepared);
    second->place = std::move(place);
    if (!second->visit.given())
        return nullptr;
    auto request = pack(call, *second);
    if (!request) {
        call.record.explain.attempts[second->trail].error = request.error().code;
        return nullptr;
    }
    auto runner = race.prepare();
    race.start(runner, runOne(&*second, std::move(*request), runner));
    return runner;
}

void Dispatcher::noteFirstByte(const Trial& trial, std::int64_t micros) {
    const auto* route = trial.stop.leg->route;
    if (route != nullptr && route->hedge && m_ways.firstBytes != nullptr)
        m_ways.firstBytes->note(trial.stop.provider().id, trial.stop.candidate->model, microseconds(micros));
}

// What it cost nobody told: its prompt is booked as estimated.
void Dispatcher::noteLoser(Call& call, Trial& trial, Race::Runner& runner) {
    auto& trail = call.record.explain.attempts[trial.trail];
    trail.endMicros = elapsed(call);
    trail.decision = lost;
    // At least so long: else the late ones would never be heard of.
    m_ways.firstBytes->note(trial.stop.provider().id, trial.stop.candidate->model,
                            microseconds(trail.endMicros - trail.startMicros));
    if (!runner.opened || isStopped(call))
        return;
    if (*runner.opened) {
        trail.status = (**runner.opened)->head().status;
        if (trail.status < 300)
            call.spent.push_back({trial.stop.candidate, trial.trail, {}, true});
        return;
    }
    const auto& error = runner.opened->error();
    if (error.kind == ErrorKind::Cancelled) {
        if (trial.timing.connected)
            call.spent.push_back({trial.stop.candidate, trial.trail, {}, true});
        return;
    }
    trail.error = error.code;
    trail.decision = "failed beside another attempt";
    trial.visit.ended(brokenAttempt(error), call.record.outcome);
}

} // namespace gatehouse::pipeline
