// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/dialects/dialect.h"
#include "core/http/message.h"
#include "core/policy/ledger.h"

#include <chrono>
#include <vector>

namespace gatehouse::pipeline {

// The fields that tell a client how much of its limits is left, as the services of its dialect do (Anthropic:
// anthropic-ratelimit-…; all others: OpenAI's x-ratelimit-…). Of several limits of one kind the tightest is told. They
// take the place of the provider's. "wait": until there may be room again, for a refusal; 0: unknown.
void addLimitFields(const std::vector<policy::CountReading>& counts, dialects::Dialect dialect, WallMicros now,
                    std::chrono::milliseconds wait, std::vector<http::Field>& fields);

} // namespace gatehouse::pipeline
