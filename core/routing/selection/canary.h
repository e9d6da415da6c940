// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/route_choice.h"
#include "core/routing/meters.h"

#include <optional>
#include <string>

namespace gatehouse::routing {

// How a canary stands: a plain value that is stored, so that a restart goes on where it was.
struct CanaryState {
    enum class Phase { Running, Paused, Promoted, RolledBack };
    std::string target;           // the name it was begun for; another one begins anew
    config::Share configured = 0; // the percent it was begun with; likewise
    config::Share percent = 0;    // its share now
    Phase phase = Phase::Running;
    WallMicros since = 0; // when this share began
    ArmCounts counted;    // of this share, up to the last look
    ArmCounts seen;       // the arm's sums at the last look; nothing of a process that has ended
    std::string reason;   // of the last change, for people
};

CanaryState beginCanary(const config::Canary& canary, std::string target, const ArmCounts& sums, WallMicros now);

// A look at the arm: counts what came, and steps or rolls back where the rules say so. True where the share or the
// phase changed. Pure.
//  - Roll back, as soon as enough calls (scores) of this share are in and one bound is broken: the share becomes 0.
//  - Step, when this share has stood for its time and, with bounds, enough calls are in: "percent" more, up to "up_to".
// Only a running canary changes.
bool advance(CanaryState& state, const config::Canary& canary, const ArmCounts& sums, WallMicros now);

// By hand: the share changes and what was counted begins anew.
void setCanary(CanaryState& state, config::Share percent, CanaryState::Phase phase, std::string reason, WallMicros now);

// Why what was counted is not good enough; nothing: it is, or too little is in.
std::optional<std::string> brokenBound(const config::Canary::RollBack& rule, const ArmCounts& counted);

std::string_view nameOf(CanaryState::Phase phase);
std::optional<CanaryState::Phase> phaseNamed(std::string_view name);

} // namespace gatehouse::routing
