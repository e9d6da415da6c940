// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/conformance_board.h"
#include "core/admin/control_service.h"
#include "core/admin/metrics.h"
#include "core/admin/query_threads.h"
#include "core/admin/runner.h"
#include "core/admin/spooled_file.h"
#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/catalog/presets.h"
#include "core/conformance/gateway_call.h"
#include "core/http/exchange.h"
#include "core/http/upstream.h"
#include "core/policy/budgets/budget_book.h"
#include "core/providers/authorizer.h"
#include "core/routing/breaker.h"
#include "core/routing/capacity/capacity_board.h"
#include "core/routing/capacity/health_board.h"
#include "core/routing/selection/cache_homes.h"
#include "core/store/settings.h"
#include "core/telemetry/event_hub.h"
#include "core/telemetry/record_jobs.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::cache {
class Cache;
} // namespace gatehouse::cache

namespace gatehouse::policy {
class BudgetBook;
class LimitBook;
class TokenEstimator;
} // namespace gatehouse::policy

namespace gatehouse::jobs {
class JobDesk;
class WebhookDesk;
} // namespace gatehouse::jobs

namespace gatehouse::services {
class ServiceBoard;
} // namespace gatehouse::services

namespace gatehouse::admin {

class CanaryKeeper;
class ExperimentKeeper;
class SignInDesk;
class TestRunner;
class Notices;

// Whether the operator lets new calls begin.
struct PauseState {
    bool paused = false;
    WallMicros since = 0; // while paused
};

// How the process is, for /readyz and GET /status. Counters are named in lower case with underscores
// ("unwritten_rows").
struct ProcessState {
    bool ready = true; // false: starting, draining
    PauseState pause{};
    std::vector<std::string> problems; // sentences for the operator, without secrets
    std::map<std::string, std::int64_t> counters;
};

struct AdminDependencies {
    ControlService& control;
    Runner& controlThread;
    QueryThreads& queries;
    telemetry::EventHub& events;
    MetricsRegistry& metrics;
    const catalog::Presets& presets;
    const Clock& clock;
    Log& log;
    SharedSecret token{};                    // of "Authorization: Bearer"; never null or empty
    std::function<ProcessState()> process{}; // any thread; must not block
    // Pauses or resumes, and tells the watchers. Control thread; null where nothing is served.
    std::function<void(bool paused, std::string_view actor)> setPaused{};
    std::string version{};
    WallMicros startedAt = 0;
    telemetry::RecordJobs* jobs = nullptr;         // work on the records; null where nothing records
    std::function<Result<SpooledFile>()> backup{}; // of the store and the vault; any thread, takes its time
    std::vector<std::string> origins{};            // pages that may call (as HostRules::origins); nothing by default
    // A way to providers of its own, without open connections, to be used and destroyed on that I/O thread. Empty:
    // nothing is sent.
    std::function<std::unique_ptr<http::Upstream>(Executor)> freshUpstream{};
    // What proves to providers who calls, on that I/O thread. Empty: nothing but keys.
    std::function<providers::Authorizer*(Executor)> authorizer{};
    std::chrono::milliseconds eventComment{15'000}; // between comments on a silent event stream
    std::size_t mostEventStreams = 64;              // open at once; more are refused with 429
    // Ends a call that runs; false where none of that id does. Not on an I/O thread. Empty: there are no calls.
    std::function<bool(const std::string& id)> cancelCall{};
    const policy::BudgetBook* budgets = nullptr;      // by which calls are admitted; null: nothing is served
    cache::Cache* cache = nullptr;                    // null: nothing is served
    const routing::BreakerBoard* breakers = nullptr;  // the health of targets; null: nothing is served
    const routing::CapacityBoard* capacity = nullptr; // room and queues of providers; null: nothing is served
    const routing::HealthBoard* health = nullptr;     // what health checks found; null: there are none
    policy::LimitBook* limits = nullptr;              // null: nothing is limited
    const policy::TokenEstimator* estimator = nullptr;
    CanaryKeeper* canaries = nullptr;                // null: nothing is served
    const routing::CacheHomes* cacheHomes = nullptr; // where prompt caches are; null: nothing is served
    store::SettingsRepository* settings = nullptr;   // of the profile, such as saved filters; control thread
    // The gateway's own listener and the key of the self-test; null: it cannot be asked. Any thread.
    std::function<std::shared_ptr<const conformance::GatewayPlace>()> gatewayPlace{};
    std::shared_ptr<ConformanceBoard> conformance = std::make_shared<ConformanceBoard>();
    SignInDesk* people = nullptr;                     // passwords and sessions of users; null: nobody signs in
    jobs::JobDesk* asyncJobs = nullptr;               // calls that run later; null: nothing is served
    jobs::WebhookDesk* webhooks = nullptr;            // null: nothing is sent
    const services::ServiceBoard* services = nullptr; // how REST services are; null: nothing is served
    ExperimentKeeper* experiments = nullptr;          // between versions of prompts; null: nothing is served
    TestRunner* tests = nullptr;                      // of prompts; null: nothing can be asked
    Notices* notices = nullptr;                       // who is told of what; null: nobody
};

class AdminApi;

// The admin listener's handler: routes, checks and serves the admin API. One for all I/O threads; handle() runs on the
// connection's and never blocks it. Stop the listener, then the query threads and the control thread's runner, before
// it goes; call closeStreams() to end event streams when the process drains.
class AdminHandler final : public http::Handler {
public:
    explicit AdminHandler(AdminDependencies dependencies);
    ~AdminHandler() override;
    Task<void> handle(http::Exchange& exchange) override;

    // What of it is served to the developer portal, under /portal/api/v1/ of the gateway's listener: operations that
    // say so, to users who signed in.
    http::Handler& portal();

    // Ends all event streams soon; new ones are refused. Any thread.
    void closeStreams();
    std::size_t openStreams() const;

private:
    class Portal;
    std::unique_ptr<AdminApi> m_api;
    std::unique_ptr<Portal> m_portal;
};

// The OpenAPI 3.1 document of the operations that the handler serves, as GET /admin/v1/openapi.json answers it.
std::string openApiText(const std::string& version);

} // namespace gatehouse::admin
