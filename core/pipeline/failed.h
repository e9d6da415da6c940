// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/http/message.h"
#include "core/routing/retry.h"

#include <chrono>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

// What an attempt that did not serve left behind.
struct Failed {
    routing::AttemptFailure failure;
    Error error;                                           // for the client of another dialect and for the record
    int status = 0;                                        // of the provider's answer, 0 = none
    dialects::Dialect dialect = dialects::Dialect::OpenAi; // of that answer
    std::string body;                                      // of that answer
    std::vector<http::Field> fields;                       // of that answer, as they may be passed on
};

// An attempt that broke on its way: no answer, or none that could be used.
Failed brokenAttempt(Error error);
// One that never reached a provider, by our own doing.
Failed unsent(Error error);
// Every place that could be tried rests; the first of them for so long.
Failed resting(std::chrono::milliseconds wait);

} // namespace gatehouse::pipeline
