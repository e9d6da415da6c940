// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/dialects/dialect.h"
#include "core/telemetry/call_record.h"

#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse::admin {

// A recorded call, as far as it decides where it goes, what limits it meets and what it costs.
struct PastCall {
    WallMicros startedAt = 0;
    std::int64_t totalMicros = 0;
    std::int64_t firstByteMicros = 0;
    dialects::Operation operation = dialects::Operation::ChatCompletions;
    std::string asked;
    std::string served; // "openai/gpt-4o"; empty: it was refused
    std::string team;
    std::string app;
    std::string key;
    std::string session;
    std::string tags;
    bool streamed = false;
    telemetry::Tokens tokens;
    std::optional<Money> cost; // none: unknown, or it was refused
    bool pretend = false;
};

// Nothing where no route decided about the call: a wrong key or body, a copy for a shadow, a call of the gateway's own.
std::optional<PastCall> pastCall(const telemetry::CallRecord& record);

} // namespace gatehouse::admin
