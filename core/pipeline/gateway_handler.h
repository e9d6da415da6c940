// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/digest.h"
#include "core/http/exchange.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/api_jobs.h"
#include "core/pipeline/apis/api_shelf.h"
#include "core/pipeline/apis/chain_api.h"
#include "core/pipeline/apis/chain_tester.h"
#include "core/pipeline/apis/job_runner.h"
#include "core/pipeline/apis/mcp_server.h"
#include "core/pipeline/apis/model_api.h"
#include "core/pipeline/apis/prompt_api.h"
#include "core/pipeline/apis/service_api.h"
#include "core/pipeline/cache_stage.h"
#include "core/pipeline/call_leader.h"
#include "core/pipeline/dispatch.h"
#include "core/pipeline/key_slots.h"
#include "core/pipeline/running_calls.h"
#include "core/pipeline/snapshot_cell.h"
#include "core/pipeline/stages.h"
#include "core/policy/ledger.h"
#include "core/routing/response_homes.h"
#include "core/telemetry/feedback.h"
#include "core/telemetry/recorder.h"

#include <atomic>
#include <memory>

namespace gatehouse::pipeline {

class SocketConversation;
struct ShadowCall;

// The gateway's listener: finds out what a request is and leads it through the stages
// (accept → authenticate → decode → resolve → admit → cache → dispatch → account → record). One per I/O thread.
class GatewayHandler final : public http::Handler, public CallLeader {
public:
    struct Parts {
        SnapshotCell& snapshot;
        access::FailureBudget& failureBudget;
        policy::Ledger& ledger;
        Ways ways;
        telemetry::CallSink& sink;
        const Clock& clock;
        RequestBounds bounds;
        KeySlots* slots = nullptr;                   // null: no limits by key
        const std::atomic<bool>* paused = nullptr;   // null: it cannot be paused
        cache::Cache* cache = nullptr;               // null: nothing is cached
        routing::ResponseHomes* homes = nullptr;     // null: no state of providers can be found again
        policy::TokenEstimator* estimator = nullptr; // null: nothing is learned
        telemetry::FeedbackBox* feedback = nullptr;  // null: none is taken
        ApiShelf* apis = nullptr;                    // null: no prompt is published
        ChainShelf* chains = nullptr;                // null: no chain is published
        jobs::JobDesk* jobs = nullptr;               // null: nothing is answered later
        services::AnswerCache* answers = nullptr;    // of services; null: none is kept
    };
    explicit GatewayHandler(Parts parts);

    Task<void> handle(http::Exchange& exchange) override;

    // Ends a call that runs on this thread: its client is told in its dialect, nothing is tried again. False where no
    // such call runs here. On the handler's own thread.
    bool cancel(std::string_view id) { return m_running->cancel(id, m_parts.clock.monotonic()); }

    // Makes the calls of jobs on this handler's thread. The runner must go before the handler.
    std::unique_ptr<JobRunner> makeJobRunner(Executor executor) {
        return std::make_unique<JobRunner>(JobRunner::Parts{executor, m_parts.snapshot, *this, m_apis});
    }

    // Makes the calls of chains' tests on this handler's thread; null where no chain is served. It must go before the
    // handler.
    std::unique_ptr<ChainTester> makeChainTester(Executor executor) {
        return m_chainApi
                   ? std::make_unique<ChainTester>(ChainTester::Parts{executor, m_parts.snapshot, *this, *m_chainApi})
                   : nullptr;
    }

private:
    ApiKinds kindsOf();
    ServiceApi::Parts servicePartsOf() const;
    Task<void> serve(Call& call);
    Task<void> leadBehindKey(Call& call, StageResult passed, Leading how);
    // CallLeader
    void begin(Call& call) override;
    StageResult authenticate(Call& call) override;
    Task<void> lead(Call& call, Leading how) override;
    void settle(Call& call) override;
    void record(Call& call) override;
    const Clock& clock() const override { return m_parts.clock; }
    Task<http::WebSocket*> openSocket(http::Exchange& exchange, const Address& address, Digest& digest);
    Task<void> serveSocket(http::Exchange& exchange);
    Task<bool> serveMessage(http::Exchange& exchange, http::WebSocket& socket, const Address& address,
                            SocketConversation& conversation, std::string message);
    static Task<void> tellSocket(http::WebSocket& socket, Error error);
    bool asksModel(Call& call);
    Task<bool> answerWithoutModel(Call& call);
    void castShadow(const Call& call);
    Task<void> runShadow(std::shared_ptr<ShadowCall> shadow, std::shared_ptr<void> place);
    Task<void> answerModels(Call& call);
    void announce(const Call& call);
    void finish(Call& call);

    Parts m_parts;
    Dispatcher m_dispatcher;
    CacheStage m_cacheStage;
    std::shared_ptr<int> m_shadows = std::make_shared<int>(0); // that run; shared with what outlives the handler
    std::shared_ptr<RunningCalls> m_running = std::make_shared<RunningCalls>();
    std::unique_ptr<PromptApi> m_promptApi; // null: none is served
    ModelApi m_modelApi;
    ServiceApi m_serviceApi;
    std::unique_ptr<ChainApi> m_chainApi; // null: none is served
    std::unique_ptr<ApiJobs> m_apiJobs;   // null: nothing is answered later
    ApiHandler m_apis;
    McpServer m_mcp;
};

} // namespace gatehouse::pipeline
