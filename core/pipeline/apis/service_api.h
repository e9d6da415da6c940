// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/upstream.h"
#include "core/pipeline/apis/api_kinds.h"
#include "core/pipeline/apis/service_visit.h"
#include "core/pipeline/call_leader.h"
#include "core/pipeline/key_slots.h"
#include "core/pipeline/running_calls.h"
#include "core/pipeline/snapshot_cell.h"
#include "core/pipeline/stages.h"
#include "core/routing/selection/dice.h"
#include "core/telemetry/recorder.h"

#include <atomic>
#include <memory>
#include <vector>

namespace gatehouse::pipeline {

// APIs of kind service: an ordinary REST service behind /apis/{id}/{version}.
//
//     rule → document → limits → cache → servers → changes of the answer → cache, compression
//
// Where the servers are and what proves to them who calls comes from the configuration alone; nothing that a client
// sends as its key goes there (core/services/headers.h). One per I/O thread.
class ServiceApi final : public ApiKindHandler {
public:
    struct Parts {
        SnapshotCell& snapshot;
        http::Upstream& network;
        policy::Ledger& ledger;
        telemetry::CallSink& sink;
        const Clock& clock;
        RequestBounds bounds;
        KeySlots* slots = nullptr;
        const std::atomic<bool>* paused = nullptr;
        routing::Dice* dice = nullptr; // null: no draws, the first group
        std::shared_ptr<RunningCalls> running;
        services::AnswerCache* answers = nullptr; // null: none is kept
    };
    explicit ServiceApi(Parts parts) : m_parts(std::move(parts)) {}

    Task<void> serve(ApiCall& api) override;
    Task<bool> answerOptions(http::Exchange& exchange, const config::ApiVersion& version) override;

private:
    // How an attempt ended.
    enum class Step { Done, Again };

    StageResult find(ServiceVisit& visit);
    Task<StageResult> readRequest(ServiceVisit& visit);
    StageResult check(ServiceVisit& visit);
    Task<void> ask(ServiceVisit& visit);
    Task<bool> answerFromCache(ServiceVisit& visit);

    Task<Step> attempt(ServiceVisit& visit, const services::Group& group, const services::Server& server,
                       bool mayRepeat, Error& failed);
    http::UpstreamRequest requestFor(const ServiceVisit& visit, const services::Group& group,
                                     const services::Server& server, const http::Endpoint& endpoint) const;

    Task<Step> deliver(ServiceVisit& visit, const services::Group& group, const services::Server& server,
                       http::UpstreamCall& answer, bool mayRepeat, Error& failed);
    Task<ServiceAnswer> readUpTo(ServiceVisit& visit, http::UpstreamCall& answer, std::size_t most,
                                 config::SnapshotPtr& seen);
    Task<void> sendWhole(ServiceVisit& visit, services::Incoming incoming, std::string body);
    Task<void> sendOn(ServiceVisit& visit, services::Incoming incoming, http::UpstreamCall& answer, ServiceAnswer begun,
                      config::SnapshotPtr& seen);
    std::optional<Error> whyNotOn(ServiceVisit& visit, config::SnapshotPtr& seen) const;
    void addServed(const ServiceVisit& visit, http::ResponseHead& head) const;
    void keep(const ServiceVisit& visit, const services::Incoming& incoming, const std::string& body,
              std::chrono::seconds fresh, std::chrono::seconds age);
    void noteOutcome(ServiceVisit& visit, int status) const;
    MonotonicTime now() const { return m_parts.clock.monotonic(); }

    Parts m_parts;
};

} // namespace gatehouse::pipeline
