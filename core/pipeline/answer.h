// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/pipeline/call.h"

#include <chrono>
#include <string_view>
#include <vector>

namespace gatehouse::pipeline {

// What a call's answer carries besides its body.
struct ErrorExtras {
    std::chrono::milliseconds retryAfter{0};    // 0: no Retry-After
    bool neverRetry = false;                    // x-should-retry: false
    std::string_view allow;                     // for 405
    std::vector<policy::CountReading> counts{}; // limits that were read, the one that refuses last
};

// Answers with our own error in the client's dialect and notes it in the record.
Task<void> answerError(Call& call, const Error& error, ErrorExtras extras = {});

// "cancelled_by_admin": the operator ended the call.
Error callCancelled();

// Notes status, outcome, class and code of a refusal or failure in the record.
void noteError(Call& call, const Error& error, int status);

// The fields that every served call carries (INTERFACES).
void addServedFields(const Call& call, std::vector<http::Field>& fields);

// "status 200": the first line of an answer's head, as it is kept.
std::string statusLine(int status);

// "seed, logit_bias"; empty without losses.
std::string listLosses(const dialects::Losses& losses);

} // namespace gatehouse::pipeline
