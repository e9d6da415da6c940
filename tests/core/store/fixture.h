// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/store/reader.h"
#include "core/store/store.h"
#include "tests/core/telemetry/fakes.h"
#include "tests/support/postgres.h"

#include <QTemporaryDir>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace gatehouse::store {

// The tests of this folder run on each backend: GATEHOUSE_TEST_STORE says on which (tests/core/store/CMakeLists.txt).
inline bool onPostgres() {
    static const bool asked = qgetenv("GATEHOUSE_TEST_STORE") == "postgres";
    if (asked && test::PostgresServer::programs().empty()) {
        std::fputs("skipped: PostgreSQL is not installed (package postgresql)\n", stderr);
        std::exit(77);
    }
    return asked;
}

// A store in a folder, and on PostgreSQL in a schema, of its own.
class TemporaryStore {
public:
    explicit TemporaryStore(std::int64_t mostPages = 0, std::chrono::milliseconds patience = std::chrono::seconds(4)) {
        options.dataDirectory = folder.filePath(QStringLiteral("data")).toStdString();
        options.mostPages = mostPages;
        options.patience = patience;
        if (onPostgres())
            options.url = test::PostgresServer::shared().freshUrl();
        reopen();
    }
    void reopen() {
        store.reset();
        store = std::move(Store::open(options).value());
    }
    std::unique_ptr<Reader> reader() const { return std::move(store->reader().value()); }
    // A connection of its own, as another process would have it.
    std::unique_ptr<Connection> stranger(ConnectionOptions::Role role = ConnectionOptions::Role::Control) const {
        ConnectionOptions given;
        given.file = options.dataDirectory + "/gatehouse.db";
        if (onPostgres())
            given.postgres = std::make_shared<const Secret>(options.url);
        given.role = role;
        given.patience = std::chrono::seconds(5);
        return std::move(Connection::open(given).value());
    }
    // One that keeps every other writer out until it rolls back.
    std::unique_ptr<Connection> holder() const {
        auto connection = stranger();
        const auto locks = QStringLiteral("LOCK TABLE calls, book, rollups IN EXCLUSIVE MODE");
        if (!connection->begin() || (onPostgres() && !connection->execute(locks)))
            qFatal("the store cannot be locked");
        return connection;
    }
    std::int64_t count(const char* sql) const {
        return stranger()->value(QString::fromLatin1(sql)).value().toLongLong();
    }

    QTemporaryDir folder;
    StoreOptions options;
    std::unique_ptr<Store> store;
};

inline telemetry::RecordBatch batchOf(const std::vector<telemetry::CallRecord>& calls, std::uint64_t firstSequence) {
    telemetry::RecordBatch batch;
    for (const auto& call : calls)
        batch.calls.push_back({firstSequence++, std::make_unique<telemetry::CallRecord>(call)});
    return batch;
}

// Calls of every sort, the same for the same seed.
class CallMaker {
public:
    explicit CallMaker(std::uint64_t seed, WallMicros from = 1'790'000'000'000'000,
                       std::int64_t spanMicros = 3 * telemetry::microsPerHour)
        : m_random(seed), m_from(from), m_span(spanMicros) {}

    telemetry::CallRecord next() {
        using telemetry::ErrorClass;
        using telemetry::Outcome;
        telemetry::CallRecord call;
        const auto number = m_count++;
        call.id = "call-" + std::to_string(number);
        call.startedAt = m_from + below(m_span);
        call.totalMicros = 200 + below(5'000'000);
        call.provider = one({"openai", "anthropic", "demo"});
        call.pretend = call.provider == "demo";
        call.modelAsked = one({"gpt-4o-mini", "claude", "50%_off\\model", "Größe"});
        call.modelServed = call.modelAsked + one({"", "-2026"});
        call.route = one({"gpt-4o-mini", ""});
        call.team = one({"research", "sales"});
        call.app = call.team + one({"-a", "-b"});
        call.key = one({"k1", "k2", "k3"});
        call.dialect = one({"openai", "anthropic"});
        call.operation = one({"chat", "messages", "embeddings"});
        call.client = one({"python/1.2", "curl", "it's \"quoted\"; DROP TABLE calls; --"});
        call.address = one({"127.0.0.1", "::1"});
        call.tags = one({"", "nightly", "nightly, eval", "a_b,c%d"});
        call.session = one({"", "s-1"});
        call.cache = one({"off", "hit"});
        call.streamed = below(2) == 1;
        call.attempts = static_cast<int>(below(4));
        call.bytesIn = below(10'000);
        call.bytesOut = below(100'000);
        switch (below(4)) {
        case 0:
            call.status = 429;
            call.outcome = Outcome::Refused;
            call.errorClass = ErrorClass::Limit;
            call.errorCode = "rate_limit_exceeded";
            return call;
        case 1:
            call.status = 502;
            call.outcome = Outcome::Failed;
            call.errorClass = ErrorClass::Connect;
            call.errorCode = "provider_unreachable";
            break;
        default:
            call.status = 200;
            call.firstByteMicros = 1 + below(call.totalMicros);
            call.tokens.input = below(3'000);
            call.tokens.cachedInput = below(500);
            call.tokens.cacheWrite = below(100);
            call.tokens.output = below(2'000);
            call.tokens.reasoning = below(100);
            call.tokens.estimated = below(5) == 0;
        }
        if (below(4) != 0)
            call.cost = Money::fromPico(below(90'000'000'000));
        if (below(5) == 0)
            call.explain.losses = {{"seed", "dropped", "It has no such field."}};
        return call;
    }
    std::vector<telemetry::CallRecord> many(int count) {
        std::vector<telemetry::CallRecord> out;
        for (int i = 0; i < count; ++i)
            out.push_back(next());
        return out;
    }

private:
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(bound));
    }
    std::string one(std::initializer_list<const char*> choices) {
        return *(choices.begin() + below(static_cast<std::int64_t>(choices.size())));
    }

    std::mt19937_64 m_random;
    WallMicros m_from;
    std::int64_t m_span;
    int m_count = 0;
};

} // namespace gatehouse::store
