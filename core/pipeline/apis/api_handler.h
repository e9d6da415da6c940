// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/exchange.h"
#include "core/pipeline/apis/api_kinds.h"
#include "core/pipeline/call_leader.h"
#include "core/pipeline/snapshot_cell.h"

namespace gatehouse::pipeline {

// /apis/{id}/{version}/…: who calls, which API he means, whether he may; then its kind serves. One per I/O thread.
class ApiHandler {
public:
    ApiHandler(CallLeader& leader, SnapshotCell& snapshot, ApiKinds kinds)
        : m_leader(leader), m_snapshot(snapshot), m_kinds(kinds) {}

    Task<void> handle(http::Exchange& exchange);

    // A call whose caller is known already (call.identity; call.begin was done) and whose address has been read: finds
    // the API, serves it and writes the record. For jobs, chains and tools.
    Task<void> run(ApiCall& api);

private:
    Task<void> serve(ApiCall& api);
    Task<void> answerOptions(http::Exchange& exchange);
    Task<void> answerDocument(ApiCall& api);
    ApiKindHandler* handlerOf(config::ApiKind kind) const;
    Task<bool> answerJob(ApiCall& api);

    CallLeader& m_leader;
    SnapshotCell& m_snapshot;
    const ApiKinds m_kinds;
};

// The answer of a refusal, in the form of the API, noted in the record.
Task<void> refuseApiCall(ApiCall& api, Error error, ErrorExtras extras = {});

// 405, with Allow.
Task<void> refuseMethod(ApiCall& api, std::string_view allow);
// 404: the API has no such address behind it.
Task<void> refusePath(ApiCall& api);

} // namespace gatehouse::pipeline
