// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/catalogue_presets.h"
#include "core/admin/control_service.h"
#include "core/admin/guard.h"
#include "core/admin/qt_runner.h"
#include "core/admin/sign_in_desk.h"
#include "core/async/io_threads.h"
#include "core/catalog/presets.h"
#include "core/catalog/price_list.h"
#include "core/secrets/resolver.h"
#include "core/secrets/stash.h"
#include "core/secrets/vault.h"
#include "core/store/reader.h"
#include "core/store/store.h"
#include "core/telemetry/event_hub.h"
#include "support/fake_exchange.h"

#include <QTemporaryDir>
#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin::test {

inline constexpr std::string_view adminToken = "test-admin-token-0123456789";

struct Reply {
    int status = 0;
    std::vector<http::Field> fields;
    std::string body;

    std::string field(std::string_view name) const;
    boost::json::value json() const;               // null where the body is none
    std::string text(std::string_view name) const; // of a member of the body
};

// Keeps the log's lines.
class KeptLog final : public Log {
public:
    KeptLog() : Log(LogLevel::Debug) {}
    std::string lines() const;

protected:
    void line(std::string_view text) override;

private:
    mutable std::mutex m_mutex;
    std::string m_lines;
};

// Keeps the last snapshot, or fails to hand it out.
class KeptPublisher final : public SnapshotPublisher {
public:
    Result<void> publish(config::SnapshotPtr snapshot) override;
    config::SnapshotPtr last() const;
    std::atomic<bool> failing{false};
    std::atomic<int> published{0};

private:
    mutable std::mutex m_mutex;
    config::SnapshotPtr m_last;
};

// A wall clock that tests move.
class MovedClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
    WallMicros wall() const override { return now.load(); }
    std::atomic<WallMicros> now{1'790'000'000'000'000};
};

// The admin API over a real store, vault and catalogue in a temporary folder; one I/O thread and two query threads.
// The test's thread is the control thread.
class AdminHouse {
public:
    explicit AdminHouse(telemetry::EventHubOptions events = {});
    ~AdminHouse();

    Reply call(http::Method method, std::string target, std::string body = {}, std::vector<http::Field> fields = {});
    // With nothing added: no token, no content type.
    Reply callPlain(FakeRequest request, Door door = Door::Admin);
    // By who has this token; through the portal's door with Door::Portal.
    Reply callAs(const std::string& token, http::Method method, std::string target, std::string body = {},
                 Door door = Door::Admin);
    // A user with these grants ("publisher", "publisher@research"), who is signed in: his token.
    std::string signedIn(const std::string& id, const std::vector<std::string>& grants);
    Reply get(std::string target) { return call(http::Method::Get, std::move(target)); }
    Reply post(std::string target, std::string body) {
        return call(http::Method::Post, std::move(target), std::move(body));
    }
    Reply put(std::string target, std::string body) {
        return call(http::Method::Put, std::move(target), std::move(body));
    }

    // Starts a request and comes back at once; "done" turns true when its handler has returned.
    struct Running {
        std::shared_ptr<FakeExchange> exchange;
        std::shared_ptr<std::atomic<bool>> done;
    };
    Running start(FakeRequest request, Door door = Door::Admin);
    void leave(const Running& running);
    // Serves the control thread until the condition holds; false after ten seconds.
    bool waitFor(const std::function<bool()>& condition);

    std::string folder() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;

public:
    MovedClock clock;
    KeptLog log;
    KeptPublisher publisher;
    std::unique_ptr<store::Store> store;
    secrets::Vault vault;
    std::optional<StoredSecretIndex> index;
    std::optional<secrets::SecretStash> stash;
    std::optional<secrets::SecretResolver> resolver;
    catalog::Presets catalogue;
    CataloguePresets presets{catalogue};
    telemetry::EventHub events;
    MetricsRegistry metrics;
    QtRunner control;
    std::optional<ControlService> service;
    std::optional<SignInDesk> people;
    std::optional<QueryThreads> queries;
    IoThread io{"test-io"};
    std::atomic<bool> ready{true};
    std::atomic<bool> realNetwork{false}; // else every provider answers with the same short list of models
    std::atomic<bool> paused{false};
    bool pauseEndsAtOnce = false; // so that /readyz does not answer 503 for the rest of a long run
    std::optional<AdminHandler> handler;
};

} // namespace gatehouse::admin::test
