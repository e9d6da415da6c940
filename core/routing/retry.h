// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/routing/failure_class.h"

#include <chrono>
#include <optional>

namespace gatehouse::routing {

// What may follow a failed attempt of which no byte has reached the client.
enum class Next {
    Retry,      // the same target and key again, after a pause
    NextKey,    // the same target with another key, at once
    NextTarget, // this target is done with
    GiveUp,     // the answer, or the error, goes to the client
};

struct AttemptFailure {
    int status = 0;             // the provider's answer; 0 = there was none
    std::optional<Error> error; // why there was none
    bool permanent = false;     // the provider says that trying again is useless (quota spent, key rejected)
    FailureClass what = FailureClass::Connect;
    std::optional<std::chrono::milliseconds> retryAfter;
};

// Does the rule cover this failure at all?
bool covers(const config::RetryRule& rule, const AttemptFailure& failure);

struct Prospects {
    int attempt = 1; // on this target and key, from 1
    bool moreKeys = false;
    bool moreTargets = false;
    std::chrono::milliseconds timeLeft; // of the call's deadline
};
// What belongs to a key goes on with the next one at once, where there is one.
Next decide(const config::RetryRule& rule, const AttemptFailure& failure, const Prospects& prospects);

// The pause before the next attempt on the same target: what the provider asked for, else full jitter over an
// exponential ceiling (200 ms, 400 ms, … 5 s), and never beyond what is left of the deadline. random is uniform in
// [0, 1).
std::chrono::milliseconds pauseBefore(int nextAttempt, const AttemptFailure& failure, double random,
                                      std::chrono::milliseconds timeLeft = std::chrono::milliseconds::max());

// The route that takes over when this one's targets have failed like that; null: none.
const config::Fallback* fallbackFor(const config::Route& route, FailureClass what);

// The provider's, but where the route says otherwise. "route" may be null.
config::Timeouts timeoutsFor(const config::Route* route, const config::Provider& provider);

// Retry-After (RFC 9110 §10.2.3, seconds form) or retry-after-ms (OpenAI, Azure).
std::optional<std::chrono::milliseconds> readRetryAfter(std::string_view retryAfter, std::string_view retryAfterMs);

} // namespace gatehouse::routing
