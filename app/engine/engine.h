// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/feedback_desk.h"
#include "app/engine/foundation.h"
#include "app/engine/listen_address.h"
#include "app/engine/notice_desk.h"
#include "core/access/failure_budget.h"
#include "core/admin/admin_handler.h"
#include "core/admin/canary_keeper.h"
#include "core/admin/experiment_keeper.h"
#include "core/admin/metrics.h"
#include "core/admin/qt_runner.h"
#include "core/admin/query_threads.h"
#include "core/admin/test_runner.h"
#include "core/apis/experiment_board.h"
#include "core/async/io_threads.h"
#include "core/cache/cache.h"
#include "core/config/document.h"
#include "core/http/client/http_upstream.h"
#include "core/http/client/network_watch.h"
#include "core/http/server/server.h"
#include "core/jobs/job_desk.h"
#include "core/pipeline/apis/api_shelf.h"
#include "core/pipeline/apis/chain_shelf.h"
#include "core/pipeline/apis/chain_tester.h"
#include "core/pipeline/apis/job_runner.h"
#include "core/pipeline/key_slots.h"
#include "core/policy/limits/token_estimator.h"
#include "core/policy/local_ledger.h"
#include "core/providers/auth/file_reader.h"
#include "core/providers/auth/token_store.h"
#include "core/providers/demo_upstream.h"
#include "core/routing/breaker.h"
#include "core/routing/capacity/capacity_board.h"
#include "core/routing/capacity/health_board.h"
#include "core/routing/first_byte_times.h"
#include "core/routing/meters.h"
#include "core/routing/response_homes.h"
#include "core/routing/selection/cache_homes.h"
#include "core/services/answer_cache.h"
#include "core/telemetry/event_hub.h"
#include "core/telemetry/recorder.h"

#include <QTimer>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::app {

struct EngineOptions {
    ListenAddress gateway{"127.0.0.1", 8642};
    ListenAddress admin{"127.0.0.1", 8643};
    std::size_t threads = 0; // 0 = one per core
    SharedSecret adminToken;
};

// A running gateway: the I/O threads with their pipelines, both listeners, the recorder, the control service. Made,
// used and destroyed on the control thread, which runs a Qt event loop. The console embeds one, the daemon is one.
class Engine {
public:
    // Binds both addresses and starts everything but serving. Errors: cannot_bind, those of the store.
    static Result<std::unique_ptr<Engine>> start(Foundation& foundation, EngineOptions options);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    admin::ControlService& control() { return *m_control; }
    // Budgets from the book, then open the doors.
    Result<void> serve();
    const std::string& gatewayUrl() const { return m_gatewayUrl; }
    const std::string& adminUrl() const { return m_adminUrl; }

    // Reads certificate files again; new handshakes use them.
    Result<void> reloadCertificates();

    // No new work; running calls may end. stopped() tells when they have.
    void drain();
    bool idle() const;
    std::uint64_t running() const; // calls
    // New calls are refused while paused; those that run go on.
    void setPaused(bool paused, std::string_view actor);
    // Ends what is left, writes every record, stops all threads.
    void stop();

private:
    struct PerThread;
    class Publisher;
    class HealthNews;

    Engine(Foundation& foundation, EngineOptions options);
    Result<void> startRecorder();
    Result<void> makeThreads();
    void watchNetwork();
    void makeDesks();
    void startDesks();
    void stopDesks();
    void runJob(jobs::Job job);
    void runChainTest(chains::ChainTestPtr test); // any thread
    Result<void> makeServers();
    Result<void> makeSelfTestPlace();
    Result<void> restoreSpend();
    Result<void> restoreNewBudgets();
    Result<void> restoreNewLimits(const config::Snapshot& snapshot);
    void keepEstimates();
    void restoreEstimates();
    void watchStore();
    Result<void> loadPeople();
    void registerMetrics();
    admin::ProcessState processState() const;
    const Clock& clock() const { return m_foundation.clock(); }
    // Asks every I/O thread; not from one of them.
    bool cancelCall(const std::string& id);

    Foundation& m_foundation;
    EngineOptions m_options;
    WallMicros m_startedAt = 0;
    std::atomic<bool> m_ready{false};
    bool m_spendRestored = false; // control thread
    std::atomic<bool> m_paused{false};
    std::atomic<WallMicros> m_pausedSince{0};
    bool m_stopped = false;

    std::shared_ptr<telemetry::EventHub> m_hub;
    std::unique_ptr<telemetry::Recorder> m_recorder;
    policy::LocalLedger m_ledger;
    apis::ExperimentBoard m_experiments;
    pipeline::ApiShelf m_apiShelf{m_experiments};
    policy::TokenEstimator m_estimator;
    cache::Cache m_cache;
    services::AnswerCache m_serviceAnswers{std::size_t{32} << 20U};
    access::FailureBudget m_failureBudget;
    pipeline::KeySlots m_keySlots;
    routing::ResponseHomes m_responseHomes;
    std::shared_ptr<http::MemoryWatch> m_memory;
    routing::BreakerBoard m_breakers;
    routing::CapacityBoard m_capacity;
    routing::HealthBoard m_healthBoard;
    routing::FirstByteTimes m_firstBytes;
    routing::MeterBoard m_meters;
    routing::CacheHomes m_cacheHomes;
    std::shared_ptr<http::UpstreamCounters> m_upstreamCounters = std::make_shared<http::UpstreamCounters>();
    std::shared_ptr<providers::DemoState> m_demoState = std::make_shared<providers::DemoState>();
    IoThreads m_threads;
    http::TlsTrustPtr m_trust; // the system's
    std::shared_ptr<http::NameService> m_names = http::makeNameService();
    std::shared_ptr<providers::TokenStore> m_tokens = std::make_shared<providers::TokenStore>(clock());
    providers::FileReader m_files;
    pipeline::ChainShelf m_chainShelf;
    std::unique_ptr<post::Courier> m_courier;
    std::unique_ptr<NoticeDesk> m_noticeDesk;
    std::unique_ptr<jobs::JobDesk> m_jobDesk;
    std::vector<std::unique_ptr<PerThread>> m_perThread;
    std::vector<std::unique_ptr<pipeline::JobRunner>> m_jobRunners;     // one for each I/O thread
    std::vector<std::unique_ptr<pipeline::ChainTester>> m_chainTesters; // one for each I/O thread
    std::atomic<std::size_t> m_nextTester{0};
    std::size_t m_nextRunner = 0;                       // the desk's thread
    std::unique_ptr<http::NetworkWatch> m_networkWatch; // on the first I/O thread
    std::unique_ptr<Publisher> m_publisher;
    std::unique_ptr<HealthNews> m_healthNews;
    std::unique_ptr<admin::ControlService> m_control;
    std::unique_ptr<admin::SignInDesk> m_people;
    QTimer m_sweep; // of what expired with people
    std::unique_ptr<admin::CanaryKeeper> m_canaries;
    std::unique_ptr<admin::ExperimentKeeper> m_experimentKeeper;
    admin::TestRunner m_testRunner; // of prompts
    admin::QtRunner m_controlThread;
    std::unique_ptr<admin::QueryThreads> m_queries;
    telemetry::FeedbackBox m_feedback;
    std::unique_ptr<FeedbackDesk> m_feedbackDesk;
    std::atomic<bool> m_refreshAsked{false};
    std::unique_ptr<store::ChangeNotices> m_notices;
    admin::MetricsRegistry m_metrics;
    std::unique_ptr<admin::AdminHandler> m_adminHandler;
    std::unique_ptr<http::Server> m_gatewayServer;
    std::unique_ptr<http::Server> m_adminServer;
    std::unique_ptr<http::Server> m_selfTestServer; // null: the gateway's own listener speaks without TLS
    SharedSecret m_selfTestKey;
    std::shared_ptr<const conformance::GatewayPlace> m_selfTestPlace; // null until it listens
    std::string m_gatewayUrl;
    std::string m_adminUrl;
};

} // namespace gatehouse::app
