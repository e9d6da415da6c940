// SPDX-License-Identifier: Apache-2.0
#pragma once

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
#include "core/routing/breaker.h"
#include "core/routing/resolver.h"
#include "core/telemetry/call_record.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

struct CacheVisit;

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
    std::unique_ptr<Upload> upload;   // where it streams through instead; null: there is no body, or it was read whole
    FormUpload* formUpload = nullptr; // the same, where it is a form
    bool form = false;                // the body is a form
    dialects::RequestFacts facts;
    routing::Resolution resolution;
    policy::Ticket ticket;
    std::string_view cacheWish;             // x-gatehouse-cache
    std::shared_ptr<CacheVisit> cacheVisit; // where its route has a cache that takes it

    // What dispatch found: read by account and record.
    const routing::Candidate* served = nullptr;
    routing::BreakerBoard::Permit* permit = nullptr; // of the attempt that runs
    dialects::AnswerFacts answer;
    dialects::Losses losses;

    telemetry::CallRecord record;
    Capture capture; // of the bodies, where they are kept

    const config::App& app() const { return snapshot->apps[identity->app]; }
    const config::Key& key() const { return snapshot->keys[identity->key]; }
    std::int64_t elapsedMicros(MonotonicTime now) const {
        return std::chrono::duration_cast<std::chrono::microseconds>(now - started).count();
    }
};

} // namespace gatehouse::pipeline
