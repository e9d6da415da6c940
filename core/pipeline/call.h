// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/access/access_rules.h"
#include "core/access/authenticator.h"
#include "core/base/clock.h"
#include "core/config/snapshot.h"
#include "core/dialects/losses.h"
#include "core/dialects/request_scan.h"
#include "core/dialects/tap.h"
#include "core/http/exchange.h"
#include "core/pipeline/addresses.h"
#include "core/pipeline/capture.h"
#include "core/pipeline/upload.h"
#include "core/policy/ledger.h"
#include "core/routing/resolver.h"
#include "core/telemetry/call_record.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::pipeline {

struct ApiVisit;
struct CacheVisit;
class Visit;

// An attempt that a provider began to answer and did not bring to its end, or whose answer nobody got.
struct Spent {
    const routing::Candidate* candidate = nullptr;
    std::size_t trail = 0; // its place among the attempts of the record
    dialects::AnswerFacts facts;
    bool delivered = false; // its words reached the client: where it told no usage, they are counted
};

// One call on its way through the stages. Lives in the handler's coroutine, on one I/O thread; the snapshot that it
// began with stays with it to the end.
struct Call {
    Call(http::Exchange& e, config::SnapshotPtr s) : exchange(e), snapshot(std::move(s)) {}

    http::Exchange& exchange;
    config::SnapshotPtr snapshot;
    MonotonicTime started{};
    MonotonicTime deadline = MonotonicTime::max();
    bool cancelled = false; // by the operator, while it ran

    Address address;
    std::optional<access::Identity> identity;
    std::string_view body;            // where it was read whole
    std::string cappedBody;           // what body is then, where a limit of its answer had to be written into it
    std::unique_ptr<Upload> upload;   // where it streams through instead; null: there is no body, or it was read whole
    FormUpload* formUpload = nullptr; // the same, where it is a form
    bool form = false;                // the body is a form
    dialects::RequestFacts facts;
    routing::Resolution resolution;
    std::vector<std::unique_ptr<routing::Resolution>> detours; // the routes that took over, in order
    bool further = false; // another question for a client's call: counts as no request of its own
    policy::Ticket ticket;
    std::vector<policy::CountReading> counts; // limits that were read when it was admitted
    std::string_view cacheWish;               // x-gatehouse-cache
    std::shared_ptr<CacheVisit> cacheVisit;   // where its route has a cache that takes it

    std::shared_ptr<ApiVisit> api; // where a published API was called

    // What dispatch found: read by account and record.
    const routing::Candidate* served = nullptr;
    Visit* visit = nullptr; // the attempt that runs
    std::size_t trail = 0;  // its place among the attempts of the record
    // What attempts took whose answer is not the one that counts: their providers want it paid all the same.
    std::vector<Spent> spent;
    dialects::AnswerFacts answer;
    dialects::Losses losses;

    telemetry::CallRecord record;
    Capture capture; // of the bodies, where they are kept

    const config::App& app() const { return snapshot->apps[identity->app]; }
    access::AccessRules rules() const { return {*snapshot, *identity}; }
    const config::Key& key() const { return snapshot->keys[identity->key]; }
    std::int64_t elapsedMicros(MonotonicTime now) const {
        return std::chrono::duration_cast<std::chrono::microseconds>(now - started).count();
    }
};

} // namespace gatehouse::pipeline
