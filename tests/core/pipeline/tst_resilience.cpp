// SPDX-License-Identifier: Apache-2.0
// How a call finds its way past failures: keys, targets, routes, second calls, streams that break off.
#include "core/base/digest.h"
#include "core/pipeline/gateway_handler.h"
#include "core/policy/local_ledger.h"
#include "tests/core/pipeline/scripted_upstream.h"

#include <QtTest>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

using namespace gatehouse;
using namespace gatehouse::pipeline;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view whole =
    R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":)"
    R"({"role":"assistant","content":"hello"},"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":3,"completion_tokens":8,"total_tokens":11}})";

Scripted good() {
    Scripted one;
    one.pieces = {std::string(whole)};
    return one;
}

Scripted refusal(int status, const char* body) {
    Scripted one;
    one.status = status;
    one.pieces = {body};
    return one;
}

Scripted down() {
    Scripted one;
    one.error = "upstream_connect";
    return one;
}

std::string chunk(const std::string& text, const char* finish = nullptr) {
    return R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":)"
           R"({"role":"assistant","content":")" +
           text + R"("},"finish_reason":)" + (finish != nullptr ? '"' + std::string(finish) + '"' : "null") + "}]}\n\n";
}

std::string usageChunk(int in, int out) {
    return R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":)"
           R"({"prompt_tokens":)" +
           std::to_string(in) + R"(,"completion_tokens":)" + std::to_string(out) + R"(,"total_tokens":0}})" + "\n\n";
}

Scripted stream(std::vector<std::string> pieces, bool cut) {
    Scripted one;
    one.type = "text/event-stream";
    one.pieces = std::move(pieces);
    one.cut = cut;
    return one;
}

class Records final : public telemetry::CallSink {
public:
    void finished(telemetry::CallRecord&& record) override { all.push_back(std::move(record)); }
    bool watched() const override { return false; }
    void started(telemetry::CallStarted&&) override {}
    void progress(telemetry::CallProgress&&) override {}
    std::vector<telemetry::CallRecord> all;
};

class Client final : public http::Exchange {
public:
    Client(Executor executor, std::string path, std::string body)
        : m_executor(executor), m_path(std::move(path)), m_body(std::move(body)) {
        m_head.method = http::Method::Post;
        m_head.target = m_head.path = m_path;
        m_head.fields.push_back({"authorization", "Bearer key"});
        m_head.fields.push_back({"content-type", "application/json"});
    }
    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return "127.0.0.1"; }
    std::string_view requestId() const override { return "01TESTREQUEST0000000000000"; }
    bool secure() const override { return false; }
    Executor executor() const override { return m_executor; }
    Task<Result<std::string_view>> readBody(std::size_t) override { co_return std::string_view(m_body); }
    Task<Result<std::string_view>> readBodyPiece(std::size_t) override { co_return std::string_view(); }
    void releaseBody() override { m_body.clear(); }
    std::optional<std::uint64_t> bodyLength() const override { return m_body.size(); }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override {
        take(head);
        answer = std::move(body);
        ended = true;
        co_return Result<void>();
    }
    Task<Result<void>> beginStream(http::ResponseHead head) override {
        take(head);
        co_return Result<void>();
    }
    Task<Result<void>> write(std::string_view bytes) override {
        answer += bytes;
        co_return Result<void>();
    }
    Task<Result<void>> endStream() override {
        ended = true;
        co_return Result<void>();
    }
    bool headSent() const override { return status != 0; }
    bool left() const override { return false; }
    bool timedOut() const override { return false; }
    void setDeadline(std::chrono::steady_clock::time_point) override {}
    Task<void> clearTimeout() override { co_return; }

    int status = 0;
    std::string code;
    std::string answer;
    bool ended = false;

private:
    void take(const http::ResponseHead& head) {
        status = head.status;
        for (const auto& field : head.fields) {
            if (field.name == "x-gatehouse-error")
                code = field.value;
        }
    }
    Executor m_executor;
    std::string m_path;
    std::string m_body;
    http::RequestHead m_head;
};

} // namespace

class tst_resilience : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aRejectedKeyRestsAndTheNextServes();
    void everyKeyRestsAndTheClientHearsWhen();
    void aLimitedKeyRestsAsLongAsItSays();
    void aLargerModelTakesWhatIsTooLong();
    void aWrongRequestGoesNowhereElse();
    void fallbacksFollowEachOther();
    void theSecondCallAnswersWhenTheFirstIsLate();
    void notEveryCallIsDoubled();
    void aCutStreamIsGoneOnWith();
    void aCutStreamEndsHonestlyWhereNobodyGoesOn();
    void whatAnAttemptTookIsPaid();

private:
    std::shared_ptr<config::Snapshot> makeSnapshot();
    config::Route& route(const std::string& model) { return m_snapshot->routes[m_snapshot->routeByModel.at(model)]; }
    std::unique_ptr<Client> ask(const std::string& model, bool stream = false,
                                const std::string& path = "/v1/chat/completions");
    const telemetry::CallRecord& record() const { return m_records->all.back(); }

    SystemClock m_clock;
    std::shared_ptr<config::Snapshot> m_snapshot;
    std::unique_ptr<asio::io_context> m_context;
    std::optional<SnapshotCell> m_cell;
    std::optional<access::FailureBudget> m_failures;
    std::optional<policy::LocalLedger> m_ledger;
    std::optional<routing::BreakerBoard> m_breakers;
    std::unique_ptr<routing::FirstByteTimes> m_times;
    std::unique_ptr<ScriptedUpstream> m_upstream;
    providers::NoAuthorizer m_authorizer;
    std::unique_ptr<Records> m_records;
    std::unique_ptr<GatewayHandler> m_handler;
};

std::shared_ptr<config::Snapshot> tst_resilience::makeSnapshot() {
    auto snapshot = std::make_shared<config::Snapshot>();
    catalog::ModelPrice price;
    price.input = Money::parse("1000000"); // a dollar a token
    price.output = Money::parse("2000000");
    for (const char* id : {"a", "b", "keys"}) {
        config::Provider provider;
        provider.id = provider.host = id;
        provider.auth = config::AuthStyle::Bearer;
        for (const char* key : {"one", "two", "three"}) {
            config::ProviderKey made;
            made.reference = std::string("env:") + key;
            made.secret = std::make_shared<const Secret>(key);
            provider.keys.push_back(made);
            if (provider.id != "keys")
                break;
        }
        snapshot->providerById[id] = snapshot->providers.size();
        snapshot->providers.push_back(provider);
    }
    const auto add = [&](const std::string& model, const std::vector<std::size_t>& providers) {
        config::Route made;
        made.model = model;
        made.retry.attempts = 1;
        for (const auto index : providers) {
            config::Target target;
            target.provider = index;
            target.model = "m";
            target.price = price;
            made.targets.push_back(target);
        }
        snapshot->routeByModel[model] = snapshot->routes.size();
        snapshot->routes.push_back(made);
    };
    add("one", {0});
    add("other", {1});
    add("both", {0, 1});
    add("pool", {2});
    snapshot->teams.resize(1);
    auto& app = snapshot->apps.emplace_back();
    app.id = "app";
    app.access.models = {"*"};
    config::Key key;
    key.id = "key";
    key.digest = sha256("key");
    snapshot->keyByDigest[key.digest] = 0;
    snapshot->keys.push_back(key);
    return snapshot;
}

void tst_resilience::init() {
    m_handler.reset();
    m_upstream.reset();
    m_snapshot = makeSnapshot();
    m_context = std::make_unique<asio::io_context>(1);
    m_cell.emplace();
    m_cell->set(m_snapshot);
    m_failures.emplace(m_clock);
    m_ledger.emplace(m_clock);
    m_breakers.emplace(m_clock);
    m_times = std::make_unique<routing::FirstByteTimes>();
    m_upstream = std::make_unique<ScriptedUpstream>(m_context->get_executor());
    m_records = std::make_unique<Records>();
    m_handler = std::make_unique<GatewayHandler>(
        GatewayHandler::Parts{*m_cell, *m_failures, *m_ledger,
                              Ways{*m_upstream, *m_upstream, m_authorizer, *m_breakers, nullptr, m_times.get()},
                              *m_records, m_clock, RequestBounds{}});
}

std::unique_ptr<Client> tst_resilience::ask(const std::string& model, bool stream, const std::string& path) {
    const std::string body = R"({"model":")" + model + R"(","max_tokens":20,"stream":)" + (stream ? "true" : "false") +
                             R"(,"messages":[{"role":"user","content":"x"}]})";
    auto client = std::make_unique<Client>(m_context->get_executor(), path, body);
    m_context->restart();
    asio::co_spawn(*m_context, m_handler->handle(*client), [](const std::exception_ptr& thrown) {
        if (thrown)
            std::rethrow_exception(thrown);
    });
    m_context->run();
    return client;
}

void tst_resilience::aRejectedKeyRestsAndTheNextServes() {
    m_upstream->special = [](const ScriptedUpstream::Seen& seen) -> std::optional<Scripted> {
        if (seen.key != "Bearer one")
            return good();
        return refusal(401, R"({"error":{"message":"Incorrect API key","code":"invalid_api_key"}})");
    };
    QCOMPARE(ask("pool")->status, 200);
    QCOMPARE(record().attempts, 2);
    QCOMPARE(record().explain.attempts[0].decision, std::string("next key"));
    QCOMPARE(record().explain.attempts[1].keyReference, std::string("env:two"));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(ask("pool")->status, 200);
    QCOMPARE(record().attempts, 1); // the first is not asked again for now
    QCOMPARE(m_upstream->seen.size(), std::size_t{12});
}

void tst_resilience::everyKeyRestsAndTheClientHearsWhen() {
    m_upstream->script["keys"] = {
        refusal(429, R"({"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}})")};
    QCOMPARE(ask("pool")->status, 429);
    QCOMPARE(m_upstream->seen.size(), std::size_t{3}); // each key once
    const auto refused = ask("pool");
    QCOMPARE(refused->status, 503);
    QCOMPARE(refused->code, std::string("circuit_open"));
    QCOMPARE(m_upstream->seen.size(), std::size_t{3});
    QCOMPARE(record().cost, std::optional(Money()));
}

void tst_resilience::aLimitedKeyRestsAsLongAsItSays() {
    auto limited = refusal(429, R"({"error":{"message":"slow down","code":"rate_limit_exceeded"}})");
    limited.fields = {{"retry-after", "60"}};
    m_upstream->special = [&](const ScriptedUpstream::Seen& seen) {
        return std::optional(seen.key == "Bearer one" ? limited : good());
    };
    QCOMPARE(ask("pool")->status, 200);
    const auto circuit = m_breakers->look("keys", "m", "env:one");
    QVERIFY(circuit.state == routing::BreakerBoard::Circuit::State::Open);
    QVERIFY(circuit.wait > 50s && circuit.wait <= 60s);
}

void tst_resilience::aLargerModelTakesWhatIsTooLong() {
    route("one").fallbacks = {{{"context"}, "other"}};
    m_upstream->script["a"] = {refusal(400, R"({"error":{"message":"too long","code":"context_length_exceeded"}})")};
    m_upstream->script["b"] = {good()};
    QCOMPARE(ask("one")->status, 200);
    QCOMPARE(record().provider, std::string("b"));
    QCOMPARE(record().explain.attempts[0].decision, std::string("fallback to route other"));
    QVERIFY(record().explain.rule.ends_with("then route other"));
    // What is no matter of length stays.
    m_upstream->script["a"] = {refusal(500, "{}")};
    QCOMPARE(ask("one")->status, 500);
}

void tst_resilience::aWrongRequestGoesNowhereElse() {
    route("both").fallbacks = {{{"any"}, "other"}};
    m_upstream->script["a"] = {refusal(400, R"({"error":{"message":"what?","code":"unknown_parameter"}})")};
    m_upstream->script["b"] = {good()};
    QCOMPARE(ask("both")->status, 400);
    QCOMPARE(m_upstream->countOf("b"), std::size_t{0});
}

void tst_resilience::fallbacksFollowEachOther() {
    route("one").fallbacks = {{{"connect"}, "other"}};
    route("other").fallbacks = {{{"refused"}, "both"}, {{"5xx"}, "pool"}};
    m_upstream->script["a"] = {down()};
    m_upstream->script["b"] = {refusal(503, "{}")};
    m_upstream->script["keys"] = {good()};
    QCOMPARE(ask("one")->status, 200);
    QCOMPARE(record().provider, std::string("keys"));
    QCOMPARE(record().attempts, 3);
}

void tst_resilience::theSecondCallAnswersWhenTheFirstIsLate() {
    route("both").hedge = config::Hedge{90, 300ms};
    m_upstream->script["a"] = {good()};
    m_upstream->script["b"] = {good()};
    for (int i = 0; i < 30; ++i)
        QCOMPARE(ask("both")->status, 200);
    QCOMPARE(m_upstream->countOf("b"), std::size_t{0}); // nothing was late
    auto late = good();
    late.delay = 10s;
    m_upstream->script["a"] = {late};
    const auto client = ask("both");
    QCOMPARE(client->status, 200);
    QCOMPARE(record().provider, std::string("b"));
    QCOMPARE(record().attempts, 2);
    QVERIFY(record().explain.attempts[0].decision.starts_with("ended: another attempt answered first"));
    QCOMPARE(record().explain.attempts[1].decision, std::string("served"));
    QVERIFY(!m_upstream->seen[30].ended);        // the late one was cancelled, not waited for
    QCOMPARE(record().cost, Money::parse("19")); // 3 + 8 * 2, once
    QCOMPARE(m_breakers->open(), std::size_t{0});
}

void tst_resilience::notEveryCallIsDoubled() {
    route("both").hedge = config::Hedge{50, 1ms};
    for (int i = 0; i < 30; ++i)
        m_times->note("a", "m", 1ms);
    auto late = good();
    late.delay = 8ms;
    m_upstream->script["a"] = {late};
    m_upstream->script["b"] = {late};
    for (int i = 0; i < 100; ++i)
        QCOMPARE(ask("both")->status, 200);
    QVERIFY(m_upstream->countOf("b") <= 12);
    QVERIFY(m_upstream->countOf("b") >= 1);
}

void tst_resilience::aCutStreamIsGoneOnWith() {
    route("both").continuesCutStreams = true;
    m_upstream->script["a"] = {stream({chunk("one "), chunk("two "), usageChunk(5, 2)}, true)};
    m_upstream->script["b"] = {
        stream({chunk("three"), chunk("", "stop"), usageChunk(7, 1), "data: [DONE]\n\n"}, false)};
    for (const char* path : {"/v1/chat/completions", "/anthropic/v1/messages"}) {
        m_upstream->seen.clear();
        const auto client = ask("both", true, path);
        QCOMPARE(client->status, 200);
        QVERIFY(client->ended);
        const QByteArray got = QByteArray::fromStdString(client->answer);
        QVERIFY2(got.indexOf("one ") < got.indexOf("two ") &&
                     got.indexOf("two ") < got.indexOf(": gatehouse: continued"),
                 got.constData());
        QVERIFY2(got.indexOf(": gatehouse: continued by b/m after upstream_truncated") < got.indexOf("three"),
                 got.constData());
        QCOMPARE(got.count("message_start") <= 2, true);
        QVERIFY(!got.contains("\"error\""));
        QVERIFY(m_upstream->seen[1].body.find("one two") != std::string::npos); // the words so far went over
        QCOMPARE(record().outcome, telemetry::Outcome::Ok);
        QCOMPARE(record().provider, std::string("b"));
        QCOMPARE(record().explain.attempts[0].decision, std::string("continued by b/m"));
        QCOMPARE(record().cost, Money::parse("18")); // 5 + 2 * 2 and 7 + 1 * 2
        QCOMPARE(record().tokens.input, std::int64_t{12});
        QCOMPARE(record().tokens.output, std::int64_t{3});
    }
}

void tst_resilience::aCutStreamEndsHonestlyWhereNobodyGoesOn() {
    route("both").continuesCutStreams = true;
    m_upstream->script["a"] = {stream({chunk("one "), chunk("two ")}, true)};
    m_upstream->script["b"] = {refusal(500, "{}")};
    const auto client = ask("both", true);
    QCOMPARE(client->status, 200);
    QVERIFY(!client->ended);
    QVERIFY(client->answer.find("\"error\"") != std::string::npos);
    QVERIFY(client->answer.find("[DONE]") == std::string::npos);
    QCOMPARE(record().outcome, telemetry::Outcome::Truncated);
    // Without the route's word nothing is asked for again.
    route("both").continuesCutStreams = false;
    const auto before = m_upstream->countOf("b");
    QVERIFY(!ask("both", true)->ended);
    QCOMPARE(m_upstream->countOf("b"), before);
}

// An attempt told usage and then failed before its first word: its provider bills it, and so do the books.
void tst_resilience::whatAnAttemptTookIsPaid() {
    m_upstream->script["a"] = {stream({usageChunk(5, 0)}, true)};
    m_upstream->script["b"] = {stream({chunk("x", "stop"), usageChunk(7, 1), "data: [DONE]\n\n"}, false)};
    const auto client = ask("both", true);
    QCOMPARE(client->status, 200);
    QVERIFY(client->ended);
    QCOMPARE(record().attempts, 2);
    QCOMPARE(record().cost, Money::parse("14")); // 5, and 7 + 1 * 2
    QCOMPARE(record().explain.attempts[0].cost, Money::parse("5"));
}

QTEST_APPLESS_MAIN(tst_resilience)
#include "tst_resilience.moc"
