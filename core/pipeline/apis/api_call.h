// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/apis/api_address.h"
#include "core/config/products.h"
#include "core/pipeline/apis/api_exchange.h"
#include "core/pipeline/call.h"

#include <string>
#include <utility>

namespace gatehouse::pipeline {

// A call of a published API on its way: what was asked for, and what was found. One record for each, that of "call".
// Lives in a coroutine, on one I/O thread; pointers are into the call's snapshot.
struct ApiCall {
    ApiCall(http::Exchange& client, config::SnapshotPtr snapshot)
        : exchange(client), call(exchange, std::move(snapshot)) {}
    ApiCall(const ApiCall&) = delete;
    ApiCall& operator=(const ApiCall&) = delete;

    ApiExchange exchange;
    Call call;
    apis::ApiAddress address; // "latest" is the name of the version that it stands for by then
    const config::Api* api = nullptr;
    const config::ApiVersion* version = nullptr;
    const config::Subscription* subscription = nullptr; // null: the owner's own call, or an open API
    bool asOwner = false;                               // a chain's test, whose asker was looked at before
    bool concluded = false;                             // it was settled and needs a record, nothing else

    const contract::ApiDefinitionSpec& definition() const { return *version->definition; }
    // "/apis/mood/1"
    std::string path() const { return apis::apiPath(api->id, version->name); }
};

} // namespace gatehouse::pipeline
