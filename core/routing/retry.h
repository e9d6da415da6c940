// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"

#include <chrono>
#include <optional>

namespace gatehouse::routing {

// What may follow a failed attempt of which no byte has reached the client.
enum class Next {
    Retry,      // the same target again, after a pause
    NextTarget, // this target is done with
    GiveUp,     // the answer, or the error, goes to the client
};

struct AttemptFailure {
    int status = 0;             // the provider's answer; 0 = there was none
    std::optional<Error> error; // why there was none
    bool permanent = false;     // the provider says that trying again is useless (quota spent, key rejected)
    std::optional<std::chrono::milliseconds> retryAfter;
};

// Does the rule cover this failure at all?
bool covers(const config::RetryRule& rule, const AttemptFailure& failure);

// attempt counts from 1 on this target; timeLeft is what remains of the call's deadline.
Next decide(const config::RetryRule& rule, const AttemptFailure& failure, int attempt, bool moreTargets,
            std::chrono::milliseconds timeLeft);

// The pause before the next attempt on the same target: what the provider asked for, else full jitter over an
// exponential ceiling (200 ms, 400 ms, … 5 s). random is uniform in [0, 1).
std::chrono::milliseconds pauseBefore(int nextAttempt, const AttemptFailure& failure, double random);

// Retry-After (RFC 9110 §10.2.3, seconds form) or retry-after-ms (OpenAI, Azure).
std::optional<std::chrono::milliseconds> readRetryAfter(std::string_view retryAfter, std::string_view retryAfterMs);

} // namespace gatehouse::routing
