// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/access/failure_budget.h"
#include "core/base/clock.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/call.h"
#include "core/policy/limits/token_estimator.h"

namespace gatehouse::pipeline {

struct Ways;

// The stages before dispatch. Each passes the call on or says why not; none answers the client itself.

struct Refusal {
    Error error;
    ErrorExtras extras;
};
using StageResult = tl::expected<void, Refusal>;

struct RequestBounds {
    std::size_t body = std::size_t{32} << 20U;     // bytes that are held: of JSON, and of a form in front of its model
    std::size_t upload = std::size_t{512} << 20U;  // bytes of what streams through
    std::size_t wholeForm = std::size_t{1} << 20U; // a form up to here is read whole, so that it can be sent again
    dialects::ScanLimits scan;
};

// Key, expiry, application and team -> call.identity. An address that guessed too often has to wait.
StageResult authenticate(Call& call, access::FailureBudget& budget, WallMicros now);

// Content type, body, its strict scan -> call.body, call.facts; of what streams through -> call.upload.
Task<StageResult> decode(Call& call, const RequestBounds& bounds);

// What key, application and team say about the body's size: of what was read, and in front of what is to be read.
RequestBounds boundsFor(const Call& call, const RequestBounds& bounds);
StageResult checkSize(const Call& call);

// More output tokens asked for than allowed is a refusal; where none were named, those allowed are written into the
// body -> call.body, call.facts.
StageResult capOutput(Call& call, const RequestBounds& bounds);

// Model name -> call.resolution; where the operation names none, the provider that takes it.
StageResult resolve(Call& call);

// Limits and budgets -> call.ticket, explain.limits.
Task<StageResult> admit(Call& call, policy::Ledger& ledger, const policy::TokenEstimator* estimator = nullptr,
                        const Ways* ways = nullptr);

// The output of a stream that still runs: as the provider told it, or from the length of the text.
telemetry::Tokens outputSoFar(const dialects::AnswerFacts& answer);

// What the attempts before the one that counts took and cost, noted in their lines of the record. No cost: unknown.
struct SpentBefore {
    telemetry::Tokens tokens;
    std::optional<Money> cost = Money();
};
SpentBefore accountSpent(Call& call);

// Tokens and cost of what was served -> call.record; settles the ticket, and the estimator learns.
void account(Call& call, policy::TokenEstimator* estimator = nullptr);

// What a call with these facts will take at most, priced for its first candidate with a known price.
policy::Estimate estimate(const dialects::RequestFacts& facts, const routing::Resolution& resolution,
                          dialects::Operation operation, WallMicros at = 0);

} // namespace gatehouse::pipeline
