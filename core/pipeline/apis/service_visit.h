// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_call.h"
#include "core/pipeline/upload.h"
#include "core/services/answer_cache.h"
#include "core/services/rules.h"
#include "core/services/validation.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::pipeline {

// A call of a REST service on its way. Lives in the handler's coroutine, on one I/O thread.
struct ServiceVisit {
    ServiceVisit(ApiCall& a, services::ServicePtr s) : api(a), call(a.call), service(std::move(s)) {}

    ApiCall& api;
    Call& call;
    services::ServicePtr service; // never null
    services::Asked asked;
    const services::Rule* rule = nullptr;
    services::PathValues values;
    const services::Validation::Operation* operation = nullptr; // null: the service has no document
    services::Outgoing out;
    std::unique_ptr<PlainUpload> upload; // a body that nobody has to read; null: there is none, or it was read whole
    std::string allow;                   // of a refused method

    services::CacheUse cacheUse = services::CacheUse::No;
    Digest cacheKey{};

    bool hasBody() const { return upload != nullptr || !asked.body.empty(); }
    // May it be sent twice (RFC 9110 §9.2.2)? What streams through is gone.
    bool isRepeatable() const { return upload == nullptr && asked.method != "POST" && asked.method != "PATCH"; }
};

// What a service answers, as it is read.
struct ServiceAnswer {
    std::string body; // what has been read of it
    bool whole = false;
    std::optional<Error> broken; // it broke off, or nobody wants it any more
};

// The fields of a message.
services::HeaderViews viewsOf(const std::vector<http::FieldView>& fields);

} // namespace gatehouse::pipeline
