// SPDX-License-Identifier: Apache-2.0
#include "core/routing/selection/canary.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace gatehouse::routing {
namespace {

using Phase = CanaryState::Phase;

constexpr std::array<std::pair<Phase, std::string_view>, 4> phases{{{Phase::Running, "running"},
                                                                    {Phase::Paused, "paused"},
                                                                    {Phase::Promoted, "promoted"},
                                                                    {Phase::RolledBack, "rolled_back"}}};

std::string percentText(config::Share share) {
    auto text = std::to_string(share / 100);
    if (share % 100 != 0)
        text += (share % 100 < 10 ? ".0" : ".") + std::to_string(share % 100);
    return text + " %";
}

// Sums that went back are another process's: all of them are new.
void count(CanaryState& state, const ArmCounts& sums) {
    const bool same = sums.calls >= state.seen.calls && sums.scores >= state.seen.scores;
    state.counted += same ? sums.since(state.seen) : sums;
    state.seen = sums;
}

} // namespace

CanaryState beginCanary(const config::Canary& canary, std::string target, const ArmCounts& sums, WallMicros now) {
    CanaryState state;
    state.target = std::move(target);
    state.configured = state.percent = canary.percent;
    state.since = now;
    state.seen = sums;
    state.reason = "begun with " + percentText(canary.percent);
    return state;
}

std::optional<std::string> brokenBound(const config::Canary::RollBack& rule, const ArmCounts& counted) {
    const auto calls = counted.calls;
    if (rule.errorRate && calls >= rule.calls &&
        counted.errors * static_cast<std::uint64_t>(config::wholeShare) >
            static_cast<std::uint64_t>(*rule.errorRate) * calls)
        return std::to_string(counted.errors) + " of " + std::to_string(calls) + " calls failed, more than " +
               percentText(*rule.errorRate);
    if (rule.latency && counted.firstBytes >= rule.calls) {
        const auto mean = std::chrono::microseconds(counted.firstByteMicros / counted.firstBytes);
        if (mean > *rule.latency)
            return "the first byte took " + std::to_string(mean.count() / 1'000) + " ms on average, longer than " +
                   std::to_string(rule.latency->count()) + " ms";
    }
    if (rule.feedback && counted.scores >= rule.calls) {
        const double mean = static_cast<double>(counted.scoreSum) / 10'000.0 / static_cast<double>(counted.scores);
        if (mean < *rule.feedback)
            return "its mean score is " + std::to_string(mean).substr(0, 5) + ", lower than " +
                   std::to_string(*rule.feedback).substr(0, 5);
    }
    return std::nullopt;
}

bool advance(CanaryState& state, const config::Canary& canary, const ArmCounts& sums, WallMicros now) {
    count(state, sums);
    if (state.phase != Phase::Running)
        return false;
    if (canary.rollBack && state.percent > 0) {
        if (auto why = brokenBound(*canary.rollBack, state.counted)) {
            setCanary(state, 0, Phase::RolledBack, std::move(*why), now);
            return true;
        }
    }
    if (!canary.step || state.percent >= canary.step->upTo)
        return false;
    const auto stood = std::chrono::microseconds(now - state.since);
    const bool enough = !canary.rollBack || state.counted.calls >= canary.rollBack->calls || state.percent == 0;
    if (stood < canary.step->every || !enough)
        return false;
    const auto next = std::min(canary.step->upTo, state.percent + canary.step->percent);
    setCanary(state, next, Phase::Running, "stepped from " + percentText(state.percent) + " to " + percentText(next),
              now);
    return true;
}

void setCanary(CanaryState& state, config::Share percent, Phase phase, std::string reason, WallMicros now) {
    state.percent = percent;
    state.phase = phase;
    state.since = now;
    state.counted = {};
    state.reason = std::move(reason);
}

std::string_view nameOf(Phase phase) {
    return phases[static_cast<std::size_t>(phase)].second;
}

std::optional<Phase> phaseNamed(std::string_view name) {
    const auto* found =
        std::find_if(phases.begin(), phases.end(), [name](const auto& pair) { return pair.second == name; });
    return found == phases.end() ? std::nullopt : std::optional(found->first);
}

} // namespace gatehouse::routing
