// SPDX-License-Identifier: Apache-2.0
// What the stages see of a call to a published API, and what its client gets.
#include "core/pipeline/apis/api_exchange.h"
#include "core/pipeline/apis/wishes.h"

#include <QTest>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

using namespace gatehouse;
using namespace gatehouse::pipeline;

namespace {

class Client final : public http::Exchange {
public:
    explicit Client(Executor executor) : m_executor(executor) {
        m_head.method = http::Method::Post;
        m_head.target = m_head.path = "/apis/mood/1";
        m_head.query = "key=gh_secret&stream=true";
    }
    void field(std::string_view name, std::string_view value) { m_head.fields.push_back({name, value}); }

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return "127.0.0.1"; }
    bool secure() const override { return false; }
    Executor executor() const override { return m_executor; }
    std::string_view requestId() const override { return "01CALL"; }
    Task<Result<std::string_view>> readBody(std::size_t) override { co_return std::string_view("{}"); }
    Task<Result<std::string_view>> readBodyPiece(std::size_t) override { co_return std::string_view(); }
    std::optional<std::uint64_t> bodyLength() const override { return 2; }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override {
        answered = std::move(head);
        written = std::move(body);
        co_return Result<void>();
    }
    Task<Result<void>> beginStream(http::ResponseHead head) override {
        answered = std::move(head);
        co_return Result<void>();
    }
    Task<Result<void>> write(std::string_view bytes) override {
        written.append(bytes);
        co_return Result<void>();
    }
    Task<Result<void>> endStream() override {
        ended = true;
        co_return Result<void>();
    }
    bool headSent() const override { return !answered.fields.empty(); }
    bool left() const override { return false; }
    bool timedOut() const override { return false; }
    void setDeadline(std::chrono::steady_clock::time_point) override {}
    Task<void> clearTimeout() override { co_return; }

    std::string told(std::string_view name) const {
        for (const auto& one : answered.fields) {
            if (equalsIgnoringCase(one.name, name))
                return one.value;
        }
        return {};
    }
    http::ResponseHead answered;
    std::string written;
    bool ended = false;

private:
    Executor m_executor;
    http::RequestHead m_head;
};

http::ResponseHead answerHead(int status, std::string type) {
    http::ResponseHead head;
    head.status = status;
    head.fields.push_back({"content-type", std::move(type)});
    return head;
}

const std::string good = "{'choices':[{'message':{'content':'Good'},'finish_reason':'stop'}]}";

std::string plain(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

} // namespace

class TestApiExchange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_context = std::make_unique<asio::io_context>();
        m_client = std::make_unique<Client>(m_context->get_executor());
        m_exchange = std::make_unique<ApiExchange>(*m_client);
    }
    void showsTheStagesARequestOfTheirOwn() {
        m_client->field("Anthropic-Beta", "all");
        m_client->field("Content-Encoding", "gzip");
        m_client->field("Prefer", "respond-async");
        m_client->field("X-Tenant", "blue");
        m_client->field("X-Gatehouse-Cache", "only");
        m_exchange->forbidCaching();
        m_exchange->replaceRequest("/v1/chat/completions", "", "body");
        const auto& head = m_exchange->head();
        QCOMPARE(head.path, std::string_view("/v1/chat/completions"));
        QVERIFY(head.query.empty()); // a key, or a secret value, goes to no provider
        QVERIFY(!head.has("anthropic-beta") && !head.has("content-encoding") && !head.has("prefer"));
        QCOMPARE(head.field("x-tenant"), std::string_view("blue"));
        QCOMPARE(head.field("x-gatehouse-cache"), std::string_view("off"));
        QCOMPARE(m_exchange->bodyLength(), std::optional<std::uint64_t>(4));
    }
    void bringsTheTextOfAWholeAnswer() {
        m_exchange->addFields({{"sunset", "then"}});
        m_exchange->setForm(AnswerForm::Text, false);
        respond(answerHead(200, "application/json"), plain(good));
        QCOMPARE(m_client->written, std::string("Good"));
        QCOMPARE(m_client->told("content-type"), std::string("text/plain; charset=utf-8"));
        QCOMPARE(m_client->told("x-gatehouse-stop"), std::string("stop"));
        QCOMPARE(m_client->told("sunset"), std::string("then"));
    }
    void streamsAWholeAnswerToWhomAskedForAStream() {
        m_exchange->setForm(AnswerForm::Text, true);
        respond(answerHead(200, "application/json"), plain(good));
        QCOMPARE(m_client->written,
                 std::string("data: {\"text\":\"Good\"}\n\nevent: done\ndata: {\"stop\":\"stop\"}\n\n"));
    }
    void tellsErrorsAsProblemsUnlessADialectIsSpoken() {
        m_exchange->setForm(AnswerForm::Text, false);
        respond(answerHead(429, "application/json"), plain("{'error':{'message':'Wait.','code':'slow_down'}}"));
        const auto problem = boost::json::parse(m_client->written).as_object();
        QCOMPARE(problem.at("code").as_string(), boost::json::string("slow_down"));
        QCOMPARE(problem.at("detail").as_string(), boost::json::string("Wait."));
        QCOMPARE(problem.at("request_id").as_string(), boost::json::string("01CALL"));
        QCOMPARE(m_client->told("content-type"), std::string("application/problem+json"));
        m_exchange->tellProblems(false);
        respond(answerHead(429, "application/json"), "{}");
        QCOMPARE(m_client->written, std::string("{}"));
    }
    void doesNotTakeAnUnreadableAnswerForText() {
        m_exchange->setForm(AnswerForm::Text, false);
        respond(answerHead(200, "application/json"), "{}");
        QCOMPARE(m_client->answered.status, 502);
        QVERIFY(m_client->written.find("upstream_invalid") != std::string::npos);
    }
    void holdsAnAnswerThatSomebodyElseGives() {
        m_exchange->setForm(AnswerForm::Held, false);
        respond(answerHead(200, "application/json"), "held");
        QVERIFY(m_exchange->headSent());
        QVERIFY(m_client->written.empty());
        QCOMPARE(m_exchange->heldBody(), std::string("held"));
        m_exchange->dropHeld();
        QVERIFY(!m_exchange->headSent());
    }
    void endsAStreamThatBrokeWithoutAnEnd() {
        m_exchange->setForm(AnswerForm::Text, true);
        run([](ApiExchange& exchange) -> Task<void> {
            auto head = answerHead(200, "text/event-stream");
            head.length = 9;
            (void)co_await exchange.beginStream(std::move(head));
            (void)co_await exchange.write("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
            (void)co_await exchange.write("data: {\"error\":{\"message\":\"m\",\"code\":\"c\"}}\n\n");
        });
        QVERIFY(!m_client->answered.length); // of other bytes than those that go out
        QVERIFY(m_client->written.ends_with("event: error\ndata: {\"code\":\"c\",\"detail\":\"m\"}\n\n"));
        QVERIFY(!m_client->ended);
    }
    void readsWhatAHeadWishesFor() {
        Client asking(m_context->get_executor());
        QVERIFY(!asksForJob(asking.head()) && !acceptsEvents(asking.head()));
        asking.field("Prefer", "wait=10, Respond-Async");
        asking.field("Accept", "application/json;q=0.5, text/event-stream;q=1");
        QVERIFY(asksForJob(asking.head()) && acceptsEvents(asking.head()));
    }

private:
    void run(Task<void> (*work)(ApiExchange&)) {
        asio::co_spawn(*m_context, work(*m_exchange), [](const std::exception_ptr& thrown) {
            if (thrown)
                std::rethrow_exception(thrown);
        });
        m_context->run();
        m_context->restart();
    }
    static Task<void> respondNow(ApiExchange& exchange, http::ResponseHead head, std::string body) {
        (void)co_await exchange.respond(std::move(head), std::move(body));
    }
    void respond(http::ResponseHead head, std::string body) {
        asio::co_spawn(*m_context, respondNow(*m_exchange, std::move(head), std::move(body)),
                       [](const std::exception_ptr&) {});
        m_context->run();
        m_context->restart();
    }

    std::unique_ptr<asio::io_context> m_context;
    std::unique_ptr<Client> m_client;
    std::unique_ptr<ApiExchange> m_exchange;
};

QTEST_GUILESS_MAIN(TestApiExchange)
#include "tst_api_exchange.moc"
