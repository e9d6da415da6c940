// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/outcome.h"
#include "core/base/clock.h"
#include "core/contract/api_specs.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The way of an API's version: designed → in review → published → deprecated → retired. Pure functions.
namespace gatehouse::admin {

enum class Step { Submit, SendBack, Publish, RollBack, Deprecate, Retire };
std::string_view nameOf(Step step); // "submit", "send_back" … as in addresses

struct StepRequest {
    Step step = Step::Submit;
    std::string by; // who does it
    WallMicros now = 0;
    bool mayPublishOwn = true; // what he submitted himself
    std::string note;
    std::optional<WallMicros> sunset;
    std::optional<std::string> successor;
    std::optional<std::uint64_t> release; // to roll back to; none: the one before
};

// The API with that version taken a step. NotFound where it has no such version; Conflict (wrong_state, and others)
// where the step does not fit; Forbidden (self_approval).
Outcome<contract::ApiSpec> takeStep(contract::ApiSpec api, std::string_view version, const StepRequest& request);

// What serves at that version: the live release's definition, or the version's own.
const contract::ApiDefinitionSpec& liveDefinition(const contract::ApiVersionSpec& version);

} // namespace gatehouse::admin
