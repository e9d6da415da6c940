// SPDX-License-Identifier: Apache-2.0
// Walks the router's own table: no address may be reached past key, limits, budgets and lists of models.
#include "core/base/digest.h"
#include "core/dialects/errors.h"
#include "core/pipeline/gateway_handler.h"
#include "core/policy/local_ledger.h"

#include <QtTest>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

using namespace gatehouse;
using namespace gatehouse::pipeline;
using dialects::Dialect;
using dialects::Operation;

namespace {

constexpr WallMicros startOfTime = 1'795'000'000'000'000;

class StillClock final : public Clock {
public:
    WallMicros wall() const override { return startOfTime; }
    MonotonicTime monotonic() const override { return MonotonicTime{} + std::chrono::hours(1); }
};

class Request final : public http::Exchange {
public:
    Request(Executor executor, http::Method method, std::string path, std::string key)
        : m_executor(executor), m_path(std::move(path)), m_authorization("Bearer " + std::move(key)) {
        m_head.method = method;
        m_head.target = m_head.path = m_path;
        m_head.fields.push_back({"authorization", m_authorization});
    }
    void setBody(std::string type, std::string body) {
        m_type = std::move(type);
        m_body = std::move(body);
        m_head.fields.push_back({"content-type", m_type});
    }

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return "127.0.0.1"; }
    std::string_view requestId() const override { return "01TESTREQUEST0000000000000"; }
    bool secure() const override { return false; }
    Executor executor() const override { return m_executor; }
    Task<Result<std::string_view>> readBody(std::size_t) override { co_return std::string_view(m_body); }
    Task<Result<std::string_view>> readBodyPiece(std::size_t) override {
        co_return std::exchange(m_given, true) ? std::string_view() : std::string_view(m_body);
    }
    std::optional<std::uint64_t> bodyLength() const override { return m_body.size(); }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override {
        status = head.status;
        for (const auto& field : head.fields) {
            if (field.name == "x-gatehouse-error")
                code = field.value;
        }
        answer = std::move(body);
        co_return Result<void>();
    }
    Task<Result<void>> beginStream(http::ResponseHead head) override {
        co_return co_await respond(std::move(head), {});
    }
    Task<Result<void>> write(std::string_view) override { co_return Result<void>(); }
    Task<Result<void>> endStream() override { co_return Result<void>(); }
    bool headSent() const override { return status != 0; }
    bool left() const override { return false; }
    bool timedOut() const override { return false; }
    void setDeadline(std::chrono::steady_clock::time_point) override {}
    Task<void> clearTimeout() override { co_return; }

    int status = 0;
    std::string code;
    std::string answer;

private:
    Executor m_executor;
    std::string m_path;
    std::string m_authorization;
    std::string m_type;
    std::string m_body;
    http::RequestHead m_head;
    bool m_given = false;
};

// Counts who came so far, and lets nobody on.
class Wall final : public http::Upstream {
public:
    Task<Result<std::unique_ptr<http::UpstreamCall>>> open(http::UpstreamRequest request) override {
        targets.push_back(request.target);
        co_return failure(ErrorKind::Unavailable, "upstream_connect", "Nobody is there.");
    }
    std::vector<std::string> targets;
};

class Records final : public telemetry::CallSink {
public:
    void finished(telemetry::CallRecord&& record) override { all.push_back(std::move(record)); }
    bool watched() const override { return false; }
    void started(telemetry::CallStarted&&) override {}
    void progress(telemetry::CallProgress&&) override {}
    std::vector<telemetry::CallRecord> all;
};

config::SnapshotPtr makeSnapshot() {
    auto snapshot = std::make_shared<config::Snapshot>();
    const auto price = [] {
        catalog::ModelPrice made;
        made.input = made.output = Money::parse("1000000");
        return made;
    }();
    config::Provider openAi;
    openAi.id = "openai";
    openAi.auth = config::AuthStyle::None;
    config::Provider claude = openAi;
    claude.id = "claude";
    claude.form = dialects::ProviderForm::Anthropic;
    snapshot->providers = {openAi, claude};
    snapshot->providerById = {{"openai", 0}, {"claude", 1}};
    for (const char* model : {"m", "allowed"}) {
        config::Route route;
        route.model = model;
        config::Target target;
        target.provider = 0;
        target.model = model;
        target.price = price;
        route.targets.push_back(target);
        snapshot->routeByModel[model] = snapshot->routes.size();
        snapshot->routes.push_back(route);
    }
    snapshot->teams.resize(1);
    snapshot->teams[0].id = "team";
    const auto add = [&snapshot](const std::string& id) -> config::App& {
        config::Key key;
        key.id = id;
        key.app = snapshot->apps.size();
        key.digest = sha256("key-" + id);
        snapshot->keyByDigest[key.digest] = snapshot->keys.size();
        snapshot->keys.push_back(key);
        auto& app = snapshot->apps.emplace_back();
        app.id = id;
        app.access.models = {"*"};
        app.passthrough = {"*"};
        return app;
    };
    add("free");
    add("revoked");
    snapshot->keys.back().revoked = true;
    add("spent").budget = config::Budget{*Money::parse("1"), config::BudgetPeriod::Total};
    add("busy").limits.concurrent = 1;
    add("listed").access.models = {"allowed"};
    add("unlisted").passthrough.clear();
    const auto here = config::networksOf({"127.0.0.0/8"});
    const auto elsewhere = config::networksOf({"10.0.0.0/8", "::/0"});
    add("denied").access.denyFrom = here;
    add("elsewhere").access.allowFrom = elsewhere;
    add("denied-key");
    snapshot->keys.back().access.denyFrom = here;
    add("listed-key");
    snapshot->keys.back().access.models = {"allowed"};
    add("small").access.maxBody = 10;
    snapshot->teams.resize(3);
    snapshot->teams[1].id = "denied-team";
    snapshot->teams[1].access.denyFrom = here;
    snapshot->teams[2].id = "listed-team";
    snapshot->teams[2].access.models = {"allowed"};
    add("of-denied-team").team = 1;
    add("of-listed-team").team = 2;
    for (std::size_t measure = 0; measure < config::measureCount; ++measure) {
        for (std::size_t span = 0; span < config::spanCount; ++span) {
            const auto name = config::nameOf(static_cast<config::Measure>(measure), static_cast<config::Span>(span));
            add(std::string(name)).limits.rates[measure][span] = 10;
        }
    }
    return snapshot;
}

std::string replaced(std::string text, const std::string& place, const std::string& with) {
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + with.size()))
        text.replace(at, place.size(), with);
    return text;
}

std::string pathOf(const AddressRow& row) {
    std::string path = replaced(std::string(row.pattern), "publishers/{id}",
                                row.dialect == Dialect::VertexAnthropic ? "publishers/anthropic" : "publishers/google");
    for (const auto& [place, with] : {std::pair("{id}", "x-1"), std::pair("{model}", "m"),
                                      std::pair("{provider}", "openai"), std::pair("{rest}", "anything")})
        path = replaced(std::move(path), place, with);
    return path;
}

// What an error of that dialect holds.
std::string markOf(Dialect dialect) {
    switch (dialect) {
    case Dialect::Anthropic:
        return "\"type\":\"error\"";
    case Dialect::VertexAnthropic:
        return "\"type\":\"error\"";
    case Dialect::KServe:
    case Dialect::Ollama:
        return "{\"error\":\"";
    case Dialect::Bedrock:
    case Dialect::BedrockInvoke:
    case Dialect::Cohere:
        return "\"message\":\"";
    default:
        return "\"code\":";
    }
}

// AWS and nobody else says 403 of a wrong key.
int statusOfWrongKey(Dialect dialect) {
    return dialect == Dialect::Bedrock || dialect == Dialect::BedrockInvoke ? 403 : 401;
}

std::string bodyOf(const AddressRow& row) {
    const std::string content = "{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}";
    if (row.dialect == Dialect::Gemini)
        return "{\"contents\":[" + content + "],\"content\":" + content +
               ",\"requests\":[{\"model\":\"models/m\",\"content\":" + content + "}]}";
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"prompt\":\"x\",\"input\":\"x\","
           "\"texts\":[\"x\"],\"input_type\":\"search_query\",\"query\":\"x\",\"documents\":[\"x\"],\"max_tokens\":5,"
           "\"inputs\":[{\"name\":\"i\",\"shape\":[1],\"datatype\":\"INT32\",\"data\":[1]}]}";
}

bool isUnpriced(Operation operation) {
    return dialects::isMedia(operation) || operation == Operation::Infer;
}

} // namespace

class tst_all_addresses : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void refusesWhomItMustNotServe_data();
    void refusesWhomItMustNotServe();
    void servesWhomItMay_data() { rows(); }
    void servesWhomItMay();

private:
    void rows();
    // Ten calls that took a token each way: whatever the window counts, it is full.
    void fill(std::size_t app) {
        for (int i = 0; i < 10; ++i) {
            auto taken = m_ledger->reserveNow({*m_cell.current(), app}, policy::Estimate{});
            if (taken)
                taken->ticket.settle({1, 1, Money()});
        }
    }
    void ask(const AddressRow& row, const std::string& key);
    static bool isList(const AddressRow& row) {
        return row.operation == Operation::Models || row.operation == Operation::Model;
    }

    static bool isSocket(const AddressRow& row) {
        return row.operation == Operation::Responses && row.method == http::Method::Get;
    }

    asio::io_context m_context;
    StillClock m_clock;
    SnapshotCell m_cell;
    std::optional<access::FailureBudget> m_failures;
    std::optional<policy::LocalLedger> m_ledger;
    std::optional<routing::BreakerBoard> m_breakers;
    Wall m_wall;
    providers::NoAuthorizer m_authorizer;
    Records m_records;
    std::optional<Request> m_request;
};

void tst_all_addresses::initTestCase() {
    m_cell.set(makeSnapshot());
    QVERIFY(addressTable().size() > 40);
}

void tst_all_addresses::init() {
    m_failures.emplace(m_clock);
    m_ledger.emplace(m_clock);
    m_breakers.emplace(m_clock);
    m_wall.targets.clear();
    m_records.all.clear();
}

void tst_all_addresses::rows() {
    QTest::addColumn<int>("row");
    const auto table = addressTable();
    for (std::size_t i = 0; i < table.size(); ++i) {
        const std::string name = std::string(http::nameOf(table[i].method)) + " " + std::string(table[i].pattern);
        QTest::newRow(name.c_str()) << int(i);
    }
}

void tst_all_addresses::ask(const AddressRow& row, const std::string& key) {
    const auto method = row.method == http::Method::Other ? http::Method::Post : row.method;
    m_request.emplace(m_context.get_executor(), method, pathOf(row), key);
    if (dialects::onlyForm(row.operation))
        m_request->setBody("multipart/form-data; boundary=b",
                           "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--b--\r\n");
    else if (method == http::Method::Post)
        m_request->setBody("application/json", bodyOf(row));
    GatewayHandler handler(GatewayHandler::Parts{m_cell, *m_failures, *m_ledger,
                                                 Ways{m_wall, m_wall, m_authorizer, *m_breakers}, m_records, m_clock,
                                                 RequestBounds{}});
    m_context.restart();
    asio::co_spawn(m_context, handler.handle(*m_request), [](const std::exception_ptr& thrown) {
        if (thrown)
            std::rethrow_exception(thrown);
    });
    m_context.run();
}

void tst_all_addresses::refusesWhomItMustNotServe_data() {
    rows();
}

void tst_all_addresses::refusesWhomItMustNotServe() {
    QFETCH(int, row);
    const auto& address = addressTable()[static_cast<std::size_t>(row)];
    const bool relayed = dialects::isRelayed(address.operation);
    const auto refused = [&](const std::string& key, int status, const std::string& code) {
        m_records.all.clear();
        ask(address, key);
        QCOMPARE(m_request->status, status);
        QCOMPARE(m_request->code, code);
        QVERIFY(m_request->answer.find(markOf(address.dialect)) != std::string::npos);
        QVERIFY(m_wall.targets.empty());
        if (!isList(address)) {
            QCOMPARE(m_records.all.size(), std::size_t{1});
            QCOMPARE(m_records.all[0].operation, std::string(dialects::nameOf(address.operation)));
            QCOMPARE(m_records.all[0].status, status);
            QCOMPARE(m_records.all[0].errorCode, code);
            QVERIFY(!m_records.all[0].explain.note.empty());
        }
    };
    refused("key-nobody", statusOfWrongKey(address.dialect), "invalid_key");
    refused("key-revoked", statusOfWrongKey(address.dialect), "invalid_key");
    for (const char* key : {"key-denied", "key-elsewhere", "key-denied-key", "key-of-denied-team"})
        refused(key, 403, "address_not_allowed");
    if (isList(address))
        return; // they cost nothing and name only what the key may use
    if (isSocket(address)) {
        refused("key-free", 400, "bad_upgrade");
        return; // each message is a call of its own
    }
    for (const char* key : {"key-listed", "key-listed-key", "key-of-listed-team"})
        refused(key, 403, "model_not_allowed");
    ask(address, "key-free");
    m_wall.targets.clear();
    if (m_request->bodyLength() != std::uint64_t{0}) {
        const auto tooLarge = failure(ErrorKind::TooLarge, "body_too_large", "").value();
        refused("key-small", dialects::statusOf(tooLarge, address.dialect), "body_too_large");
    }
    if (relayed) {
        refused("key-spent", 403, "unpriceable");
        refused("key-unlisted", 403, "passthrough_not_allowed");
    } else {
        m_ledger->budgets().restore(policy::BudgetScope::App, "spent", config::BudgetPeriod::Total, *Money::parse("1"));
        refused("key-spent", 429, isUnpriced(address.operation) ? "price_unknown" : "budget_exceeded");
    }
    const auto held = m_ledger->reserveNow({*m_cell.current(), 3}, policy::Estimate{});
    QVERIFY(held.has_value());
    refused("key-busy", 429, "concurrency_limit_exceeded");
    const auto& apps = m_cell.current()->apps;
    for (std::size_t app = 0; app < apps.size(); ++app) {
        if (apps[app].limits.any() && apps[app].id != "busy") {
            fill(app);
            refused("key-" + apps[app].id, 429, "rate_limit_exceeded");
        }
    }
}

void tst_all_addresses::servesWhomItMay() {
    QFETCH(int, row);
    const auto& address = addressTable()[static_cast<std::size_t>(row)];
    if (isSocket(address))
        return;
    ask(address, "key-free");
    if (isList(address)) {
        QCOMPARE(m_request->status, 200);
        return;
    }
    const auto& record = m_records.all.at(0);
    if (!dialects::isRelayed(address.operation)) {
        QCOMPARE(record.explain.rule, std::string("route m"));
        return;
    }
    QCOMPARE(m_request->status, 502);
    QCOMPARE(m_wall.targets.size(), std::size_t{1}); // never sent twice
    const std::string expected = address.operation == Operation::Passthrough ? "/anything" : pathOf(address);
    QVERIFY(expected.ends_with(m_wall.targets[0]));
    QCOMPARE(record.provider, std::string(address.dialect == Dialect::Anthropic ? "claude" : "openai"));
    QVERIFY(record.explain.rule.ends_with(m_wall.targets[0]));
}

QTEST_GUILESS_MAIN(tst_all_addresses)
#include "tst_all_addresses.moc"
