// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/pipeline/apis/api_call.h"

#include <string>

namespace gatehouse::pipeline {

// What stands behind an API of one kind. Asked when the caller is known and may call: the API, its version and the
// subscription are found, the fields of a deprecated version are on their way. One object for each I/O thread.
class ApiKindHandler {
public:
    virtual ~ApiKindHandler() = default;
    // Answers the client in every case, by answering through the exchange or refuse() below. The record is written by
    // the caller.
    virtual Task<void> serve(ApiCall& api) = 0;
    // The answer to OPTIONS, which nobody has to be known for: true when it was given (a preflight of a service's CORS
    // rules). False: the usual one, with the methods of the kind.
    virtual Task<bool> answerOptions(http::Exchange& /*exchange*/, const config::ApiVersion& /*version*/) {
        co_return false;
    }
};

// Calls that are answered later: 202 with the address of a job.
class ApiJobDesk {
public:
    virtual ~ApiJobDesk() = default;
    // Takes the call (of a prompt or a chain) with its body unread, and answers 202 or why not.
    virtual Task<void> accept(ApiCall& api) = 0;
    // /apis/{id}/{version}/jobs/{job}: GET, DELETE.
    virtual Task<void> answer(ApiCall& api, std::string job) = 0;
};

// Who serves what; null: this gateway does not.
struct ApiKinds {
    ApiKindHandler* prompt = nullptr;
    ApiKindHandler* chain = nullptr;
    ApiKindHandler* model = nullptr;
    ApiKindHandler* service = nullptr;
    ApiJobDesk* jobs = nullptr;
};

} // namespace gatehouse::pipeline
