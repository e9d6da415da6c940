// SPDX-License-Identifier: Apache-2.0
#include "app/engine/engine.h"

#include "app/engine/engine_metrics.h"
#include "app/engine/health_news.h"
#include "app/engine/server_settings.h"
#include "app/engine/version.h"
#include "core/access/gateway_key.h"
#include "core/async/watchdog.h"
#include "core/base/digest.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/http/transport.h"
#include "core/pipeline/apis/service_checks.h"
#include "core/pipeline/apis/service_pages.h"
#include "core/pipeline/gateway_handler.h"
#include "core/pipeline/health_checks.h"
#include "core/portal/portal_handler.h"
#include "core/providers/auth/provider_authorizer.h"
#include "core/store/retention.h"
#include "core/telemetry/masker.h"
#include "core/telemetry/sequence_counter.h"

#include <QTimer>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace gatehouse::app {
namespace {

constexpr std::size_t queryThreads = 2;
constexpr std::chrono::seconds snapshotPatience{5};

std::size_t threadCount(std::size_t asked) {
    return asked != 0 ? asked : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

http::HttpUpstreamOptions upstreamOptions(std::shared_ptr<http::NameService> names) {
    http::HttpUpstreamOptions options;
    options.nameService = std::move(names);
    return options;
}

std::uint64_t randomSeed() {
    std::uint64_t seed = 0;
    fillRandom(&seed, sizeof(seed));
    return seed;
}

// A way to providers for one test: no connection, name or session of earlier calls hides a step of it.
class FreshUpstream final : public http::Upstream {
public:
    FreshUpstream(Executor executor, http::TlsTrustPtr trust, std::shared_ptr<http::NameService> names)
        : m_watchdog(executor),
          m_network(executor, m_watchdog, std::move(trust), std::make_shared<http::UpstreamCounters>(),
                    upstreamOptions(std::move(names))) {}

    Task<Result<std::unique_ptr<http::UpstreamCall>>> open(http::UpstreamRequest request) override {
        return m_network.open(std::move(request));
    }

private:
    Watchdog m_watchdog;
    http::HttpUpstream m_network;
};

} // namespace

// What lives on one I/O thread. Made before the thread starts, destroyed after it has stopped.
struct Engine::PerThread {
    PerThread(IoThread& thread, Engine& engine, http::TlsTrustPtr trust)
        : watchdog(thread.executor()), network(thread.executor(), watchdog, std::move(trust), engine.m_upstreamCounters,
                                               upstreamOptions(engine.m_names)),
          demo(thread.executor(), engine.m_demoState), executor(thread.executor()),
          authorizer(thread.executor(), network, engine.m_tokens, engine.m_files, engine.m_foundation.clock()),
          handler({.snapshot = snapshot,
                   .failureBudget = engine.m_failureBudget,
                   .ledger = engine.m_ledger,
                   .ways = waysOf(engine),
                   .sink = *engine.m_recorder,
                   .clock = engine.m_foundation.clock(),
                   .bounds = requestBounds(engine.m_foundation.process().server.limits),
                   .slots = &engine.m_keySlots,
                   .paused = &engine.m_paused,
                   .cache = &engine.m_cache,
                   .homes = &engine.m_responseHomes,
                   .estimator = &engine.m_estimator,
                   .feedback = &engine.m_feedback,
                   .apis = &engine.m_apiShelf,
                   .chains = &engine.m_chainShelf,
                   .jobs = engine.m_jobDesk.get(),
                   .answers = &engine.m_serviceAnswers}),
          portal(handler) {}

    pipeline::Ways waysOf(Engine& engine) {
        return {network,
                demo,
                authorizer,
                engine.m_breakers,
                engine.m_healthNews.get(),
                &engine.m_firstBytes,
                &engine.m_foundation.clock(),
                &dice,
                &engine.m_cacheHomes,
                &engine.m_capacity,
                &engine.m_healthBoard};
    }
    // Asks providers by themselves, from the thread's own; each provider on one of the threads.
    void beginHealthChecks(Engine& engine, std::size_t index) {
        const auto checks = std::make_shared<pipeline::HealthChecks>(
            pipeline::HealthChecks::Parts{.snapshot = snapshot,
                                          .ways = waysOf(engine),
                                          .board = engine.m_healthBoard,
                                          .sink = *engine.m_recorder,
                                          .clock = engine.m_foundation.clock(),
                                          .executor = executor,
                                          .thread = index,
                                          .threads = engine.m_threads.size(),
                                          .changed = [&engine](std::string_view provider, bool well) {
                                              engine.m_healthNews->providerChanged(provider, well);
                                          }});
        const auto services =
            std::make_shared<pipeline::ServiceChecks>(snapshot, network, engine.m_foundation.clock(), executor);
        engine.m_threads.at(index).post([checks, services] {
            checks->start();
            services->start();
        });
    }

    pipeline::SnapshotCell snapshot;
    pipeline::ServicePages pages{snapshot};
    Watchdog watchdog;
    http::HttpUpstream network;
    providers::DemoUpstream demo;
    Executor executor;
    routing::Dice dice{randomSeed()};
    providers::ProviderAuthorizer authorizer;
    pipeline::GatewayHandler handler;
    portal::PortalHandler portal; // before it
};

class Engine::Publisher final : public admin::SnapshotPublisher {
public:
    explicit Publisher(Engine& engine) : m_engine(engine) {}

    Result<void> publish(config::SnapshotPtr snapshot) override {
        m_engine.m_ledger.publish(*snapshot);
        if (auto restored = m_engine.restoreNewLimits(*snapshot); !restored)
            return restored;
        m_engine.m_apiShelf.publish(*snapshot);
        m_engine.m_capacity.publish(*snapshot);
        m_engine.m_healthBoard.publish(*snapshot);
        if (auto restored = m_engine.restoreNewBudgets(); !restored)
            return restored;
        m_engine.m_cache.configure(snapshot->cache);
        m_engine.m_chainShelf.publish(*snapshot);
        m_engine.m_noticeDesk->takeOver(config::productsOf(*snapshot));
        if (m_engine.m_canaries)
            m_engine.m_canaries->look(*snapshot);
        if (m_engine.m_experimentKeeper)
            m_engine.m_experimentKeeper->look(*snapshot);
        const auto& records = snapshot->records;
        m_engine.m_recorder->retain({.calls = records.keepCalls,
                                     .bodies = records.keepBodies,
                                     .minuteRollups = records.keepMinutes,
                                     .hourRollups = records.keepHours,
                                     .bytes = records.keepBytes});
        // Shared: a thread that answers late must still find it.
        struct Taken {
            std::mutex mutex;
            std::condition_variable all;
            std::size_t left = 0;
        };
        const auto taken = std::make_shared<Taken>();
        taken->left = m_engine.m_threads.size();
        for (std::size_t i = 0; i < m_engine.m_threads.size(); ++i) {
            auto& cell = m_engine.m_perThread[i]->snapshot;
            m_engine.m_threads.at(i).post([&cell, snapshot, taken] {
                cell.set(snapshot);
                const std::lock_guard lock(taken->mutex);
                if (--taken->left == 0)
                    taken->all.notify_one();
            });
        }
        std::unique_lock lock(taken->mutex);
        if (!taken->all.wait_for(lock, snapshotPatience, [&] { return taken->left == 0; }))
            return failure(ErrorKind::Unavailable, "snapshot_not_taken",
                           "The change is stored, but a thread of the gateway has not taken it yet.");
        return {};
    }

private:
    Engine& m_engine;
};

Engine::Engine(Foundation& foundation, EngineOptions options)
    : m_foundation(foundation), m_options(std::move(options)), m_startedAt(foundation.clock().wall()),
      m_hub(std::make_shared<telemetry::EventHub>(telemetry::EventHubOptions{}, foundation.clock())),
      m_ledger(foundation.clock()),
      m_cache(foundation.clock(), foundation.log(), [&foundation] { return foundation.store().cacheKeeper(); }),
      m_failureBudget(foundation.clock()), m_keySlots(keyLimits(foundation.process().server.limits)),
      m_memory(std::make_shared<http::MemoryWatch>(memoryBudget(foundation.process().server.limits))),
      m_breakers(foundation.clock()), m_capacity(foundation.clock()), m_threads(threadCount(m_options.threads)),
      m_selfTestKey(std::make_shared<const Secret>(access::makeGatewayKey().key)) {}

Result<std::unique_ptr<Engine>> Engine::start(Foundation& foundation, EngineOptions options) {
    std::unique_ptr<Engine> engine(new Engine(foundation, std::move(options)));
    for (const auto step : {&Engine::startRecorder, &Engine::makeThreads, &Engine::makeServers}) {
        if (auto done = (engine.get()->*step)(); !done)
            return tl::unexpected(std::move(done.error()));
    }
    engine->registerMetrics();
    if (auto loaded = engine->m_control->load(); !loaded)
        return tl::unexpected(std::move(loaded.error()));
    if (auto loaded = engine->loadPeople(); !loaded)
        return tl::unexpected(std::move(loaded.error()));
    engine->watchStore();
    return engine;
}

Engine::~Engine() {
    stop();
}

Result<void> Engine::startRecorder() {
    auto& store = m_foundation.store();
    auto sequence = telemetry::SequenceCounter::inFile(store.sequenceFile());
    if (!sequence)
        return tl::unexpected(std::move(sequence.error()));
    m_recorder = std::make_unique<telemetry::Recorder>(
        telemetry::RecorderOptions{}, store.recordWriter(store::RetentionSettings{}), std::move(*sequence), m_hub,
        m_foundation.clock(), m_foundation.log());
    auto masker = telemetry::makePatternMasker();
    if (!masker)
        return tl::unexpected(std::move(masker.error()));
    m_recorder->keepBodies(std::move(*masker));
    return m_recorder->start();
}

// Every thread drops its connections and names; each reads the change on its own thread.
void Engine::watchNetwork() {
    m_networkWatch = std::make_unique<http::NetworkWatch>(m_threads.at(0).executor(), [this] {
        m_foundation.log().info("network.changed", {});
        for (std::size_t i = 0; i < m_threads.size(); ++i)
            m_threads.at(i).post([this, i] { m_perThread[i]->network.networkChanged(); });
    });
    if (!m_networkWatch->active())
        m_foundation.log().warning("network.not_watched", {});
}

Result<void> Engine::makeThreads() {
    m_healthNews = std::make_unique<HealthNews>(*this);
    auto trust = http::trustSystemRoots();
    if (!trust)
        return tl::unexpected(std::move(trust.error()));
    m_trust = *trust;
    makeDesks();
    for (std::size_t i = 0; i < m_threads.size(); ++i)
        m_perThread.push_back(std::make_unique<PerThread>(m_threads.at(i), *this, m_trust));
    for (const auto& thread : m_perThread)
        m_jobRunners.push_back(thread->handler.makeJobRunner(thread->executor));
    for (const auto& thread : m_perThread)
        m_chainTesters.push_back(thread->handler.makeChainTester(thread->executor));
    m_testRunner.chains().setRunner([this](chains::ChainTestPtr test) { runChainTest(std::move(test)); });
    watchNetwork();
    m_threads.start();
    m_publisher = std::make_unique<Publisher>(*this);
    m_control = m_foundation.makeControl(m_publisher.get(), m_hub.get(), sha256(m_selfTestKey->reveal()), &m_meters);
    m_people = m_foundation.makePeople(*m_control);
    m_control->watch([this](const admin::Configuration& standing) { m_people->look(standing); });
    m_canaries = std::make_unique<admin::CanaryKeeper>(
        m_foundation.store().settings(), clock(),
        [this](std::string_view route, const routing::CanaryState& state) { m_healthNews->canary(route, state); });
    m_experimentKeeper =
        std::make_unique<admin::ExperimentKeeper>(m_foundation.store().settings(), m_experiments, clock());
    m_queries = std::make_unique<admin::QueryThreads>(queryThreads, [this] { return m_foundation.store().reader(); });
    m_feedbackDesk = std::make_unique<FeedbackDesk>(
        FeedbackDesk::Parts{m_feedback, *m_queries, m_controlThread, m_foundation.store().feedback(),
                            *m_experimentKeeper, [this] { return m_control->configuration()->snapshot; }, clock()});
    return {};
}

Result<void> Engine::makeServers() {
    const auto& process = m_foundation.process().server;
    http::ServerOptions options = gatewayOptions(process);
    options.memory = m_memory;
    options.log = &m_foundation.log();
    if (!process.tls.cert.empty()) {
        auto context = http::makeServerContext(process.tls.cert, process.tls.key);
        if (!context)
            return tl::unexpected(std::move(context.error()));
        options.tls = std::move(*context);
    }
    admin::AdminDependencies with{
        .control = *m_control,
        .controlThread = m_controlThread,
        .queries = *m_queries,
        .events = *m_hub,
        .metrics = m_metrics,
        .presets = m_foundation.presets(),
        .clock = m_foundation.clock(),
        .log = m_foundation.log(),
        .token = m_options.adminToken,
        .process = [this] { return processState(); },
        .setPaused = [this](bool paused, std::string_view actor) { setPaused(paused, actor); },
        .version = versionText,
        .startedAt = m_startedAt,
        .jobs = &m_recorder->jobs(),
        .backup = [this] { return m_foundation.spooledBackup(); },
        .origins = {},
        .freshUpstream = [this](Executor executor) -> std::unique_ptr<http::Upstream> {
            return std::make_unique<FreshUpstream>(executor, m_trust, m_names);
        },
        .authorizer = [this](Executor executor) -> providers::Authorizer* {
            for (const auto& thread : m_perThread) {
                if (thread->executor == executor)
                    return &thread->authorizer;
            }
            return nullptr;
        },
        .cancelCall = [this](const std::string& id) { return cancelCall(id); },
        .budgets = &m_ledger.budgets(),
        .cache = &m_cache,
        .breakers = &m_breakers,
        .capacity = &m_capacity,
        .health = &m_healthBoard,
        .limits = &m_ledger.limits(),
        .estimator = &m_estimator,
        .canaries = m_canaries.get(),
        .cacheHomes = &m_cacheHomes,
        .settings = &m_foundation.store().settings(),
        .gatewayPlace = [this] { return m_selfTestPlace; },
        .people = m_people.get(),
        .asyncJobs = m_jobDesk.get(),
        .webhooks = m_noticeDesk.get(),
        .experiments = m_experimentKeeper.get(),
        .tests = &m_testRunner,
        .notices = m_noticeDesk.get()};
    m_adminHandler = std::make_unique<admin::AdminHandler>(std::move(with));

    std::vector<http::Handler*> gatewayHandlers;
    for (const auto& thread : m_perThread) {
        thread->portal.setDoor(m_adminHandler->portal());
        gatewayHandlers.push_back(&thread->portal);
    }
    const std::vector<http::Handler*> adminHandlers(m_threads.size(), m_adminHandler.get());
    for (const auto& thread : m_perThread)
        options.pageGates.push_back(&thread->pages);
    m_gatewayServer = std::make_unique<http::Server>(m_threads, gatewayHandlers, options);
    options.pageGates.clear();
    if (options.tls != nullptr) {
        auto plain = options;
        plain.tls = nullptr;
        plain.proxyPeers.clear();
        m_selfTestServer = std::make_unique<http::Server>(m_threads, gatewayHandlers, std::move(plain));
    }
    // The door that must stay open: without load balancer, overload and compression (answers with secrets).
    options.refusals = http::RefusalForm::Problem; // as the admin API's own errors
    options.refusalWriter = {};
    options.proxyPeers.clear();
    options.compression = false;
    options.gated = false;
    options.hosts.pages.clear();
    m_adminServer = std::make_unique<http::Server>(m_threads, adminHandlers, options);

    const auto listen = [&](http::Server& server, ListenAddress address, std::string& url) -> Result<void> {
        auto port = server.listen(address.host, address.port);
        if (!port)
            return tl::unexpected(std::move(port.error()));
        address.port = *port;
        url = urlOf(address, options.tls != nullptr);
        return {};
    };
    if (auto done = listen(*m_gatewayServer, m_options.gateway, m_gatewayUrl); !done)
        return done;
    if (auto done = listen(*m_adminServer, m_options.admin, m_adminUrl); !done)
        return done;
    return makeSelfTestPlace();
}

// Where the self-test sends its calls. Its key is in memory only. A TLS listener's certificate need not hold for a
// loopback address, so beside such a one there is a plain one on the loopback interface.
Result<void> Engine::makeSelfTestPlace() {
    auto place = std::make_shared<conformance::GatewayPlace>();
    place->key = m_selfTestKey;
    place->endpoint.tls = false;
    if (m_selfTestServer) {
        auto port = m_selfTestServer->listen("127.0.0.1", 0);
        if (!port)
            return tl::unexpected(std::move(port.error()));
        place->endpoint.host = "127.0.0.1";
        place->endpoint.port = *port;
    } else {
        auto url = m_gatewayUrl.substr(m_gatewayUrl.find("://") + 3);
        const auto colon = url.rfind(':');
        place->endpoint.port = static_cast<std::uint16_t>(parseUnsigned(url.substr(colon + 1)).value_or(0));
        url.resize(colon);
        if (url.starts_with('['))
            url = url.substr(1, url.size() - 2);
        place->endpoint.host = std::move(url);
    }
    m_selfTestPlace = std::move(place);
    return {};
}

Result<void> Engine::serve() {
    if (auto restored = restoreSpend(); !restored)
        return restored;
    if (auto restored = restoreNewLimits(*m_control->configuration()->snapshot); !restored)
        return restored;
    restoreEstimates();
    m_cache.start();
    startDesks();
    m_healthNews->watchCanaries(); // their shares stand before the first call
    m_gatewayServer->start();
    if (m_selfTestServer)
        m_selfTestServer->start();
    m_adminServer->start();
    m_ready = true;
    m_healthNews->watchBudgets();
    for (std::size_t i = 0; i < m_threads.size(); ++i)
        m_perThread[i]->beginHealthChecks(*this, i);
    // Read now, off the I/O threads, rather than in the first call that asks for a provider's model directly.
    (void)m_queries->post([this](admin::QueryThreads::Connection&) { m_foundation.prices().warm(); });
    return {};
}

Result<void> Engine::loadPeople() {
    constexpr std::chrono::minutes pause{1};
    QObject::connect(&m_sweep, &QTimer::timeout, &m_sweep, [this] { m_people->sweep(); });
    m_sweep.start(pause);
    return m_people->load();
}

// Other gateways on the same store: what they change is taken over here, as soon as it is told.
void Engine::watchStore() {
    m_notices = m_foundation.store().changeNotices([this] {
        if (m_refreshAsked.exchange(true))
            return; // one that waits sees this news too
        const bool posted = m_controlThread.post([this] {
            m_refreshAsked = false;
            if (auto done = m_control->refresh(); !done) {
                m_foundation.log().warning("config.refresh_failed", {{"message", done.error().message}});
                if (m_notices)
                    m_notices->again();
            }
            if (auto done = m_people->load(); !done)
                m_foundation.log().warning("sign_in.store_failed", {{"message", done.error().message}});
        });
        if (!posted)
            m_refreshAsked = false;
    });
}

Result<void> Engine::reloadCertificates() {
    const auto& tls = m_foundation.process().server.tls;
    if (tls.cert.empty())
        return {};
    auto context = http::makeServerContext(tls.cert, tls.key);
    if (!context)
        return tl::unexpected(std::move(context.error()));
    m_gatewayServer->setTls(*context);
    m_adminServer->setTls(*context);
    return {};
}

void Engine::drain() {
    m_ready = false;
    m_jobDesk->pause();
    m_healthNews->gateway("stopping");
    m_gatewayServer->drain();
    if (m_selfTestServer)
        m_selfTestServer->drain();
}

bool Engine::idle() const {
    return running() == 0;
}

std::uint64_t Engine::running() const {
    return m_gatewayServer->running() + m_jobDesk->running();
}

void Engine::setPaused(bool paused, std::string_view actor) {
    m_pausedSince = m_foundation.clock().wall();
    m_paused = paused;
    m_foundation.log().info(paused ? "gateway.paused" : "gateway.resumed", {{"actor", actor}});
    m_healthNews->gateway(paused ? "paused" : "running");
}

void Engine::stop() {
    if (m_stopped)
        return;
    m_stopped = true;
    m_ready = false;
    if (m_healthNews)
        m_healthNews->stop();
    m_notices.reset();
    if (m_adminHandler)
        m_adminHandler->closeStreams();
    for (auto* server : {m_gatewayServer.get(), m_selfTestServer.get(), m_adminServer.get()}) {
        if (server != nullptr)
            server->closeAll();
    }
    if (m_people) {
        m_sweep.stop();
        m_people->passwords().stop();
        m_people->sweep();
    }
    if (m_queries)
        m_queries->stop();
    if (m_names)
        m_names->stop(); // its answers go to the threads
    m_capacity.close();  // nobody is woken on threads that stop
    m_threads.stop();
    stopDesks();
    m_cache.stop();
    m_tokens->close();
    if (m_recorder)
        m_recorder->stop();
}

bool Engine::cancelCall(const std::string& id) {
    // Shared: a thread that answers late must still find it.
    struct Asked {
        std::mutex mutex;
        std::condition_variable all;
        std::size_t left = 0;
        bool found = false;
    };
    const auto asked = std::make_shared<Asked>();
    asked->left = m_threads.size();
    for (std::size_t i = 0; i < m_threads.size(); ++i) {
        auto& handler = m_perThread[i]->handler;
        m_threads.at(i).post([&handler, asked, id] {
            const bool found = handler.cancel(id);
            const std::lock_guard lock(asked->mutex);
            asked->found = asked->found || found;
            if (--asked->left == 0 || found)
                asked->all.notify_one();
        });
    }
    std::unique_lock lock(asked->mutex);
    asked->all.wait_for(lock, snapshotPatience, [&] { return asked->found || asked->left == 0; });
    return asked->found;
}

admin::ProcessState Engine::processState() const {
    admin::ProcessState state;
    state.ready = m_ready;
    state.pause = {m_paused, m_pausedSince};
    const auto recorder = m_recorder->counters();
    if (recorder.failing)
        state.problems.push_back("Call records cannot be written: " + recorder.failure);
    state.counters["calls_finished"] = static_cast<std::int64_t>(recorder.finished);
    state.counters["rows_written"] = static_cast<std::int64_t>(recorder.written);
    state.counters["rows_folded"] = static_cast<std::int64_t>(recorder.foldedEver);
    state.counters["rows_waiting"] = static_cast<std::int64_t>(recorder.waiting);
    state.counters["unwritten_rows"] = static_cast<std::int64_t>(recorder.unwritten);
    state.counters["rows_lost_to_crashes"] = static_cast<std::int64_t>(recorder.lostToCrashes);
    state.counters["targets_resting"] = static_cast<std::int64_t>(m_breakers.open());
    state.counters["calls_running"] = static_cast<std::int64_t>(m_gatewayServer->running());
    return state;
}

void Engine::registerMetrics() {
    m_metrics.add([this](admin::MetricWriter& out) { writeRecorderMetrics(out, m_recorder->counters()); });
    m_metrics.add(
        [this](admin::MetricWriter& out) { writeServerMetrics(out, "gateway", m_gatewayServer->counters()); });
    m_metrics.add([this](admin::MetricWriter& out) { writeServerMetrics(out, "admin", m_adminServer->counters()); });
    m_metrics.add([this](admin::MetricWriter& out) { writeOverloadMetrics(out, *m_memory, m_keySlots); });
    m_metrics.add([this](admin::MetricWriter& out) { writeUpstreamMetrics(out, *m_upstreamCounters); });
    m_metrics.add([this](admin::MetricWriter& out) { writeBreakerMetrics(out, m_breakers); });
    m_metrics.add([this](admin::MetricWriter& out) { writeCacheMetrics(out, m_cache); });
    m_metrics.add([this](admin::MetricWriter& out) { writeCapacityMetrics(out, m_capacity, m_healthBoard); });
}

} // namespace gatehouse::app
