// SPDX-License-Identifier: Apache-2.0
#include "support/admin_house.h"

#include "core/async/watchdog.h"
#include "core/base/text.h"
#include "core/http/client/http_upstream.h"
#include "core/store/backup.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace gatehouse::admin::test {
namespace {

Task<void> serve(http::Handler* handler, std::shared_ptr<FakeExchange> exchange) {
    co_await handler->handle(*exchange);
}

std::unique_ptr<store::Store> openStore(const std::string& folder) {
    store::StoreOptions options;
    options.dataDirectory = folder;
    auto opened = store::Store::open(std::move(options));
    if (!opened) {
        std::fprintf(stderr, "store: %s\n", opened.error().message.c_str());
        std::abort();
    }
    return std::move(*opened);
}

secrets::VaultKey vaultKey(const std::string& folder) {
    secrets::VaultKey key;
    key.keyFile = folder + "/vault.key";
    key.makeKeyFile = true;
    return key;
}

// Nothing leaves this process.
class CannedUpstream final : public http::Upstream {
    struct Call final : http::UpstreamCall {
        http::UpstreamHead m_head{200, {{"content-type", "application/json"}}};
        bool m_given = false;
        const http::UpstreamHead& head() const override { return m_head; }
        Task<Result<std::string_view>> next() override {
            const bool given = std::exchange(m_given, true);
            co_return given ? std::string_view() : std::string_view(R"({"data": [{"id": "small"}, {"id": "large"}]})");
        }
    };

public:
    Task<Result<std::unique_ptr<http::UpstreamCall>>> open(http::UpstreamRequest) override {
        co_return std::make_unique<Call>();
    }
};

class RealUpstream final : public http::Upstream {
public:
    RealUpstream(Executor executor, http::TlsTrustPtr trust)
        : m_watchdog(executor),
          m_network(executor, m_watchdog, std::move(trust), std::make_shared<http::UpstreamCounters>()) {}
    Task<Result<std::unique_ptr<http::UpstreamCall>>> open(http::UpstreamRequest request) override {
        return m_network.open(std::move(request));
    }

private:
    Watchdog m_watchdog;
    http::HttpUpstream m_network;
};

void orAbort(const Result<void>& result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::abort();
    }
}

} // namespace

std::string Reply::field(std::string_view name) const {
    for (const auto& known : fields) {
        if (equalsIgnoringCase(known.name, name))
            return known.value;
    }
    return {};
}

boost::json::value Reply::json() const {
    boost::json::error_code error;
    auto value = boost::json::parse(body, error);
    return error ? boost::json::value() : value;
}

std::string Reply::text(std::string_view name) const {
    const auto value = json();
    const auto* object = value.if_object();
    const auto* member = object == nullptr ? nullptr : object->if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

std::string KeptLog::lines() const {
    const std::scoped_lock lock(m_mutex);
    return m_lines;
}

void KeptLog::line(std::string_view text) {
    const std::scoped_lock lock(m_mutex);
    m_lines += text;
}

Result<void> KeptPublisher::publish(config::SnapshotPtr snapshot) {
    if (failing.load())
        return failure(ErrorKind::Unavailable, "snapshot_not_taken", "A thread did not take the configuration.");
    const std::scoped_lock lock(m_mutex);
    m_last = std::move(snapshot);
    published.fetch_add(1);
    return {};
}

config::SnapshotPtr KeptPublisher::last() const {
    const std::scoped_lock lock(m_mutex);
    return m_last;
}

AdminHouse::AdminHouse(telemetry::EventHubOptions hub)
    : store(openStore(folder())), vault(folder() + "/vault", vaultKey(folder())), events(hub, clock) {
    index.emplace(store->secrets(), clock);
    stash.emplace(nullptr, vault, *index, clock);
    resolver.emplace(nullptr, vault);
    ControlDependencies with{
        store->objects(), store->audit(), *index, *stash, *resolver, presets, std::make_shared<catalog::PriceList>(),
        &publisher,       &events,        clock,  log};
    with.newSecrets = secrets::Place::Vault;
    service.emplace(std::move(with));
    orAbort(service->load());
    people.emplace(SignInParts{store->people(), *service, *stash, *resolver, clock, log});
    service->watch([this](const Configuration& standing) { people->look(standing); });
    orAbort(people->load());
    queries.emplace(2, [this] { return store->reader(); });
    AdminDependencies admin{*service, control, *queries, events, metrics, catalogue, clock, log};
    admin.token = std::make_shared<const Secret>(adminToken);
    admin.process = [this] {
        ProcessState state;
        state.ready = ready.load();
        state.pause = {paused.load(), clock.wall()};
        state.counters["unwritten_rows"] = 0;
        return state;
    };
    admin.settings = &store->settings();
    admin.people = &*people;
    admin.cancelCall = [](const std::string& id) { return id == "RUNNING"; };
    admin.setPaused = [this](bool on, std::string_view) {
        paused = on;
        if (on && pauseEndsAtOnce)
            QTimer::singleShot(0, QCoreApplication::instance(), [this] { paused = false; });
    };
    admin.backup = [this]() -> Result<SpooledFile> {
        auto file = SpooledFile::make(folder());
        if (!file)
            return file;
        store::BackupOptions options;
        options.now = clock.wall();
        options.version = "0.1.0";
        const auto made = store->backup(options, [&](std::string_view bytes) { return file->append(bytes); });
        if (!made)
            return tl::unexpected(made.error());
        return file;
    };
    auto trust = http::trustSystemRoots();
    admin.freshUpstream = [this,
                           trust = trust ? *trust : nullptr](Executor executor) -> std::unique_ptr<http::Upstream> {
        if (realNetwork)
            return std::make_unique<RealUpstream>(executor, trust);
        return std::make_unique<CannedUpstream>();
    };
    admin.version = "0.1.0";
    admin.startedAt = clock.wall();
    admin.eventComment = std::chrono::milliseconds(200);
    handler.emplace(std::move(admin));
    io.start();
}

AdminHouse::~AdminHouse() {
    handler->closeStreams();
    waitFor([this] { return handler->openStreams() == 0; });
    people->passwords().stop();
    queries->stop();
    io.stop();
}

bool AdminHouse::waitFor(const std::function<bool()>& condition) {
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > 10'000)
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    return true;
}

AdminHouse::Running AdminHouse::start(FakeRequest request, Door door) {
    Running running{std::make_shared<FakeExchange>(io.executor(), std::move(request)),
                    std::make_shared<std::atomic<bool>>(false)};
    http::Handler* served = door == Door::Portal ? &handler->portal() : &*handler;
    auto spawn = [running, served, executor = io.executor()] {
        auto finished = [running](std::exception_ptr) { running.done->store(true); };
        asio::co_spawn(executor, serve(served, running.exchange),
                       asio::bind_cancellation_slot(running.exchange->signal().slot(), std::move(finished)));
    };
    io.post(std::move(spawn));
    return running;
}

void AdminHouse::leave(const Running& running) {
    io.post([exchange = running.exchange] { exchange->leave(); });
}

Reply AdminHouse::callPlain(FakeRequest request, Door door) {
    const auto running = start(std::move(request), door);
    if (!waitFor([&] { return running.done->load(); }))
        return {};
    auto head = running.exchange->answered();
    return {head.status, std::move(head.fields), running.exchange->body()};
}

Reply AdminHouse::callAs(const std::string& token, http::Method method, std::string target, std::string body,
                         Door door) {
    FakeRequest request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.fields = {{"Host", "127.0.0.1:8643"}, {"Authorization", "Bearer " + token}};
    if (!request.body.empty())
        request.fields.push_back({"Content-Type", "application/json"});
    return callPlain(std::move(request), door);
}

std::string AdminHouse::signedIn(const std::string& id, const std::vector<std::string>& grants) {
    std::string list;
    for (const auto& grant : grants) {
        const auto at = grant.find('@');
        list += (list.empty() ? "" : ", ") + std::string("{\"role\": \"") + grant.substr(0, at) + '"' +
                (at == std::string::npos ? "" : ", \"team\": \"" + grant.substr(at + 1) + '"') + '}';
    }
    const auto password = "a long password of " + id;
    if (put("/admin/v1/users/" + id, "{\"email\": \"" + id + "@example.org\", \"grants\": [" + list + "]}").status >=
            300 ||
        put("/admin/v1/users/" + id + "/password", "{\"password\": \"" + password + "\"}").status != 204)
        return {};
    return post("/admin/v1/sessions", "{\"email\": \"" + id + "@example.org\", \"password\": \"" + password + "\"}")
        .text("token");
}

Reply AdminHouse::call(http::Method method, std::string target, std::string body, std::vector<http::Field> fields) {
    FakeRequest request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.fields = std::move(fields);
    request.fields.push_back({"Host", "127.0.0.1:8643"});
    request.fields.push_back({"Authorization", "Bearer " + std::string(adminToken)});
    bool typed = false;
    for (const auto& field : request.fields)
        typed = typed || equalsIgnoringCase(field.name, "content-type");
    if (!typed && !request.body.empty())
        request.fields.push_back({"Content-Type", "application/json"});
    return callPlain(std::move(request));
}

} // namespace gatehouse::admin::test
