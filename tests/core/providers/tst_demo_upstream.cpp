// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"
#include "core/providers/demo_upstream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

using namespace gatehouse;
using namespace gatehouse::providers;
using namespace std::chrono_literals;

namespace {

struct Outcome {
    int status = 0;
    std::string body;
    std::vector<std::string> pieces;
    std::vector<http::Field> fields;
    std::string code;
    bool whole = false;
    bool finished = false;

    QJsonObject json() const { return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object(); }
    QByteArray field(std::string_view name) const {
        for (const auto& each : fields) {
            if (each.name == name)
                return QByteArray::fromStdString(each.value);
        }
        return {};
    }
    // The data of each event, read as any client would.
    std::vector<std::pair<std::string, QByteArray>> events() const {
        std::vector<std::pair<std::string, QByteArray>> found;
        SseReader reader;
        reader.feed(body);
        while (const SseFrame* frame = reader.next())
            found.emplace_back(frame->type, QByteArray(frame->data.data(), static_cast<int>(frame->data.size())));
        return found;
    }
};

Task<void> fetch(http::Upstream& upstream, http::UpstreamRequest request, Outcome& outcome) {
    auto call = co_await upstream.open(std::move(request));
    if (!call) {
        outcome.code = call.error().code;
        co_return;
    }
    outcome.status = (*call)->head().status;
    for (const auto& field : (*call)->head().fields)
        outcome.fields.push_back({std::string(field.name), std::string(field.value)});
    while (!outcome.whole) {
        const auto piece = co_await (*call)->next();
        if (!piece) {
            outcome.code = piece.error().code;
            co_return;
        }
        outcome.whole = piece->empty();
        outcome.body.append(*piece);
        if (!piece->empty())
            outcome.pieces.emplace_back(*piece);
    }
}

class Demo {
public:
    explicit Demo(DemoOptions options = {})
        : m_upstream(m_context.get_executor(), std::make_shared<DemoState>(), options) {}

    Outcome post(std::string target, std::string_view body) {
        http::UpstreamRequest request;
        request.target = std::move(target);
        request.body = {body};
        return run(std::move(request));
    }

    Outcome run(http::UpstreamRequest request) {
        Outcome outcome;
        start(std::move(request), outcome);
        m_context.restart();
        m_context.run_for(10s);
        return outcome;
    }

    void start(http::UpstreamRequest request, Outcome& outcome) {
        asio::co_spawn(m_context, fetch(m_upstream, std::move(request), outcome),
                       asio::bind_cancellation_slot(
                           m_cancel.slot(), [&outcome](const std::exception_ptr&) { outcome.finished = true; }));
    }
    void cancel() { m_cancel.emit(asio::cancellation_type::terminal); }
    asio::io_context& context() { return m_context; }

private:
    asio::io_context m_context{1};
    DemoUpstream m_upstream;
    asio::cancellation_signal m_cancel;
};

QString text(const QJsonValue& value) {
    return value.toString();
}
QString word(const char* latin) {
    return QString::fromLatin1(latin);
}
QJsonValue member(const QJsonValue& value, const char* name) {
    return value.toObject()[QLatin1String(name)];
}
QJsonValue first(const QJsonValue& value) {
    return value.toArray().first();
}

constexpr const char* chatTarget = "/chat/completions";
constexpr const char* messagesTarget = "/v1/messages";

} // namespace

class DemoUpstreamTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void echoesTheLastUserText();
    void echoesAsAnAnthropicMessage();
    void answersTheSameRequestTheSame();
    void streamsAChatInSeveralDeltas_data();
    void streamsAChatInSeveralDeltas();
    void streamsAnAnthropicMessage();
    void callsAToolThatTheTextAsksFor_data();
    void callsAToolThatTheTextAsksFor();
    void streamsAToolCall();
    void answersAToolResultWithText();
    void stopsAtTheMostTokens();
    void answersCompletions();
    void embedsDeterministicallyInBothEncodings();
    void moderates();
    void countsTokens();
    void listsItsModels();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void limitsInTheDialectsForm();
    void failsAboutOneCallInThree();
    void cutsAStreamInTheMiddle();
    void isSlowButEnds();
    void isSlowerThanTheTimeouts();
    void canBeCancelledWhileItWaits();
};

void DemoUpstreamTest::echoesTheLastUserText() {
    Demo demo;
    const Outcome outcome = demo.post(
        chatTarget,
        R"({"model":"echo","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"no"},)"
        R"({"role":"assistant","content":"x"},{"role":"user","content":[{"type":"text","text":"gr\u00fc\u00df \"dich\"\n"}]}]})");
    QCOMPARE(outcome.status, 200);
    QVERIFY(outcome.whole);
    QCOMPARE(outcome.field("content-type"), QByteArray("application/json"));
    const QJsonObject json = outcome.json();
    const auto choice = first(json[word("choices")]);
    QCOMPARE(text(member(member(choice, "message"), "content")), QString::fromUtf8("gr\xC3\xBC\xC3\x9F \"dich\"\n"));
    QCOMPARE(text(member(choice, "finish_reason")), word("stop"));
    const auto usage = json[word("usage")];
    QCOMPARE(member(usage, "prompt_tokens").toInt(), 2 + 1 + 1 + 2 + 4 * 3);
    QCOMPARE(member(usage, "completion_tokens").toInt(), 2);
}

void DemoUpstreamTest::echoesAsAnAnthropicMessage() {
    Demo demo;
    const Outcome outcome = demo.post(
        messagesTarget,
        R"({"model":"echo","max_tokens":100,"system":"s","messages":[{"role":"user","content":"hello there"}]})");
    const QJsonObject json = outcome.json();
    QCOMPARE(text(json[word("type")]), word("message"));
    QCOMPARE(text(member(first(json[word("content")]), "text")), word("hello there"));
    QCOMPARE(text(json[word("stop_reason")]), word("end_turn"));
    QCOMPARE(member(json[word("usage")], "input_tokens").toInt(), 1 + 2 + 3);
    QCOMPARE(member(json[word("usage")], "output_tokens").toInt(), 2);
}

void DemoUpstreamTest::answersTheSameRequestTheSame() {
    Demo one;
    Demo other;
    const char* body = R"({"model":"echo","messages":[{"role":"user","content":"hi"}],"stream":true})";
    QCOMPARE(one.post(chatTarget, body).body, other.post(chatTarget, body).body);
    QVERIFY(
        one.post(chatTarget, R"({"model":"echo","messages":[{"role":"user","content":"ho"}],"stream":true})").body !=
        other.post(chatTarget, body).body);
}

void DemoUpstreamTest::streamsAChatInSeveralDeltas_data() {
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("usage");
    QTest::newRow("usage asked") << QByteArray(R"(,"stream_options":{"include_usage":true})") << true;
    QTest::newRow("not asked") << QByteArray() << false;
}

void DemoUpstreamTest::streamsAChatInSeveralDeltas() {
    QFETCH(QByteArray, options);
    QFETCH(bool, usage);
    Demo demo;
    const Outcome outcome = demo.post(
        chatTarget, R"({"model":"echo","messages":[{"role":"user","content":" one  two\nthree "}],"stream":true)" +
                        options.toStdString() + "}");
    QVERIFY(outcome.field("content-type").startsWith("text/event-stream"));
    const auto events = outcome.events();
    QVERIFY(events.size() >= 6);
    QCOMPARE(outcome.pieces.size(), events.size());
    QCOMPARE(events.back().second, QByteArray("[DONE]"));
    QString content;
    int usages = 0;
    QString finish;
    for (std::size_t i = 0; i + 1 < events.size(); ++i) {
        const QJsonObject chunk = QJsonDocument::fromJson(events[i].second).object();
        QCOMPARE(text(chunk[word("object")]), word("chat.completion.chunk"));
        QCOMPARE(chunk.contains(word("usage")), usage);
        usages += chunk[word("usage")].isObject() ? 1 : 0;
        const auto choice = first(chunk[word("choices")]);
        content += text(member(member(choice, "delta"), "content"));
        if (!text(member(choice, "finish_reason")).isEmpty())
            finish = text(member(choice, "finish_reason"));
    }
    QCOMPARE(usages, usage ? 1 : 0);
    QCOMPARE(content, word(" one  two\nthree "));
    QCOMPARE(finish, word("stop"));
}

void DemoUpstreamTest::streamsAnAnthropicMessage() {
    Demo demo;
    const Outcome outcome =
        demo.post(messagesTarget,
                  R"({"model":"echo","max_tokens":9,"messages":[{"role":"user","content":"a b c"}],"stream":true})");
    const auto events = outcome.events();
    std::vector<std::string> types;
    QString content;
    for (const auto& [type, data] : events) {
        types.push_back(type);
        const QJsonObject json = QJsonDocument::fromJson(data).object();
        QCOMPARE(text(json[word("type")]).toStdString(), type);
        content += text(member(json[word("delta")], "text"));
    }
    const std::vector<std::string> expected{"message_start",       "content_block_start", "ping",
                                            "content_block_delta", "content_block_delta", "content_block_delta",
                                            "content_block_stop",  "message_delta",       "message_stop"};
    QVERIFY(types == expected);
    QCOMPARE(content, word("a b c"));
}

void DemoUpstreamTest::callsAToolThatTheTextAsksFor_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("choice");
    QTest::addColumn<bool>("called");
    QTest::newRow("asks") << QByteArray("please call get_weather now") << QByteArray(R"("auto")") << true;
    QTest::newRow("asks for a longer name") << QByteArray("call get_weather_map") << QByteArray(R"("auto")") << false;
    QTest::newRow("does not ask") << QByteArray("how are you") << QByteArray(R"("auto")") << false;
    QTest::newRow("must") << QByteArray("how are you") << QByteArray(R"("required")") << true;
    QTest::newRow("must not") << QByteArray("call get_weather") << QByteArray(R"("none")") << false;
    QTest::newRow("named") << QByteArray("hi") << QByteArray(R"({"type":"function","function":{"name":"get_weather"}})")
                           << true;
}

void DemoUpstreamTest::callsAToolThatTheTextAsksFor() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, choice);
    QFETCH(bool, called);
    Demo demo;
    const std::string body = R"({"model":"echo","messages":[{"role":"user","content":")" + text.toStdString() +
                             R"("}],"tool_choice":)" + choice.toStdString() +
                             R"(,"tools":[{"type":"function","function":{"name":"get_weather","parameters":)"
                             R"({"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},)"
                             R"("unit":{"enum":["c","f"]}},"required":["city","days","unit"]}}}]})";
    const auto answer = first(demo.post(chatTarget, body).json()[word("choices")]);
    QCOMPARE(::text(member(answer, "finish_reason")), called ? word("tool_calls") : word("stop"));
    if (called) {
        const auto function = member(first(member(member(answer, "message"), "tool_calls")), "function");
        QCOMPARE(::text(member(function, "name")), word("get_weather"));
        QCOMPARE(::text(member(function, "arguments")), word(R"({"city":"demo","days":1,"unit":"c"})"));
    }
}

void DemoUpstreamTest::streamsAToolCall() {
    Demo demo;
    const Outcome outcome = demo.post(
        messagesTarget,
        R"({"model":"echo","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"call look_up"}],)"
        R"("tools":[{"name":"look_up","input_schema":{"type":"object","properties":{"q":{"type":"string"}},"required":["q"]}}]})");
    QString input;
    QString stop;
    for (const auto& [type, data] : outcome.events()) {
        const QJsonObject json = QJsonDocument::fromJson(data).object();
        input += text(member(json[word("delta")], "partial_json"));
        stop += text(member(json[word("delta")], "stop_reason"));
    }
    QCOMPARE(input, word(R"({"q":"demo"})"));
    QCOMPARE(stop, word("tool_use"));
}

void DemoUpstreamTest::answersAToolResultWithText() {
    Demo demo;
    const Outcome outcome = demo.post(
        messagesTarget,
        R"({"model":"echo","max_tokens":9,"messages":[{"role":"user","content":"call look_up"},{"role":"assistant","content":)"
        R"([{"type":"tool_use","id":"t","name":"look_up","input":{}}]},{"role":"user","content":[{"type":"tool_result",)"
        R"("tool_use_id":"t","content":[{"type":"text","text":"it rains"}]}]}],"tools":[{"name":"look_up","input_schema":{}}]})");
    QCOMPARE(text(member(first(outcome.json()[word("content")]), "text")), word("it rains"));
}

void DemoUpstreamTest::stopsAtTheMostTokens() {
    Demo demo;
    const Outcome outcome = demo.post(
        chatTarget, R"({"model":"echo","max_tokens":2,"messages":[{"role":"user","content":"one two three"}]})");
    const auto choice = first(outcome.json()[word("choices")]);
    QCOMPARE(text(member(member(choice, "message"), "content")), word("one two"));
    QCOMPARE(text(member(choice, "finish_reason")), word("length"));
}

void DemoUpstreamTest::answersCompletions() {
    Demo demo;
    const Outcome whole = demo.post("/completions", R"({"model":"echo","prompt":"say this","n":2})");
    QCOMPARE(whole.json()[word("choices")].toArray().size(), 2);
    QCOMPARE(text(member(first(whole.json()[word("choices")]), "text")), word("say this"));
    const Outcome stream = demo.post("/completions", R"({"model":"echo","prompt":["say this"],"stream":true})");
    QVERIFY(stream.body.ends_with("data: [DONE]\n\n"));
}

void DemoUpstreamTest::embedsDeterministicallyInBothEncodings() {
    Demo demo;
    const Outcome numbers = demo.post("/embeddings", R"({"model":"echo","input":["a b","c"],"dimensions":8})");
    const QJsonArray data = numbers.json()[word("data")].toArray();
    QCOMPARE(data.size(), 2);
    const QJsonArray vector = member(data[0], "embedding").toArray();
    QCOMPARE(vector.size(), 8);
    double square = 0;
    for (const auto& value : vector)
        square += value.toDouble() * value.toDouble();
    QVERIFY(std::abs(square - 1) < 0.001);
    QCOMPARE(member(numbers.json()[word("usage")], "prompt_tokens").toInt(), 3);

    const Outcome packed =
        demo.post("/embeddings", R"({"model":"echo","input":"a b","dimensions":8,"encoding_format":"base64"})");
    const QByteArray bytes =
        QByteArray::fromBase64(text(member(first(packed.json()[word("data")]), "embedding")).toLatin1());
    QCOMPARE(bytes.size(), 32);
    float value = 0;
    std::memcpy(&value, bytes.constData(), sizeof value);
    QVERIFY(std::abs(static_cast<double>(value) - vector[0].toDouble()) < 0.0001);
}

void DemoUpstreamTest::moderates() {
    Demo demo;
    const QJsonArray results = demo.post("/moderations", R"({"model":"echo","input":["fine","please flag me"]})")
                                   .json()[word("results")]
                                   .toArray();
    QCOMPARE(member(results[0], "flagged").toBool(), false);
    QCOMPARE(member(results[1], "flagged").toBool(), true);
}

void DemoUpstreamTest::countsTokens() {
    Demo demo;
    const Outcome outcome = demo.post("/v1/messages/count_tokens",
                                      R"({"model":"echo","messages":[{"role":"user","content":"one two three"}]})");
    QCOMPARE(outcome.body, std::string(R"({"input_tokens":6})"));
}

void DemoUpstreamTest::listsItsModels() {
    Demo demo;
    http::UpstreamRequest request;
    request.method = http::Method::Get;
    request.target = "/models";
    QCOMPARE(demo.run(request).json()[word("data")].toArray().size(), 4);
    request.target = "/v1/models";
    request.fields = {{"anthropic-version", "2023-06-01"}};
    QCOMPARE(text(demo.run(request).json()[word("first_id")]), word("echo"));
    request.target = "/models/slow";
    request.fields.clear();
    QCOMPARE(text(demo.run(request).json()[word("id")]), word("slow"));
}

void DemoUpstreamTest::refusesWhatItDoesNotKnow_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("model") << word(chatTarget)
                           << QByteArray(R"({"model":"gpt","messages":[{"role":"user","content":"x"}]})") << 404;
    QTest::newRow("path") << word("/nowhere") << QByteArray("{}") << 404;
    QTest::newRow("not JSON") << word(chatTarget) << QByteArray("{") << 400;
    QTest::newRow("no messages") << word(messagesTarget) << QByteArray(R"({"model":"echo"})") << 400;
    QTest::newRow("no input") << word("/embeddings") << QByteArray(R"({"model":"echo"})") << 400;
    QTest::newRow("a model to look at") << word("/models/none") << QByteArray() << 404;
}

void DemoUpstreamTest::refusesWhatItDoesNotKnow() {
    QFETCH(QString, target);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    Demo demo;
    const Outcome outcome = demo.post(target.toStdString(), body.toStdString());
    QCOMPARE(outcome.status, status);
    QVERIFY(outcome.json()[word("error")].isObject());
}

void DemoUpstreamTest::limitsInTheDialectsForm() {
    Demo demo;
    const Outcome openAi = demo.post(chatTarget, R"({"model":"429","messages":[{"role":"user","content":"x"}]})");
    QCOMPARE(openAi.status, 429);
    QCOMPARE(openAi.field("retry-after"), QByteArray("2"));
    QCOMPARE(text(member(openAi.json()[word("error")], "code")), word("rate_limit_exceeded"));
    const Outcome anthropic =
        demo.post(messagesTarget, R"({"model":"429","max_tokens":1,"messages":[{"role":"user","content":"x"}]})");
    QCOMPARE(anthropic.status, 429);
    QCOMPARE(anthropic.field("retry-after"), QByteArray("2"));
    QCOMPARE(text(anthropic.json()[word("type")]), word("error"));
    QCOMPARE(text(member(anthropic.json()[word("error")], "type")), word("rate_limit_error"));
}

void DemoUpstreamTest::failsAboutOneCallInThree() {
    Demo demo;
    int failed = 0;
    for (int i = 0; i < 30; ++i) {
        const Outcome outcome =
            demo.post(chatTarget, R"({"model":"flaky","messages":[{"role":"user","content":"x"}]})");
        QVERIFY(outcome.status == 200 || outcome.status == 500);
        failed += outcome.status == 500 ? 1 : 0;
    }
    QCOMPARE(failed, 10);
}

void DemoUpstreamTest::cutsAStreamInTheMiddle() {
    Demo demo;
    int cut = 0;
    for (int i = 0; i < 9; ++i) {
        const Outcome outcome =
            demo.post(chatTarget,
                      R"({"model":"flaky","stream":true,"messages":[{"role":"user","content":"one two three four"}]})");
        QCOMPARE(outcome.status, 200);
        QCOMPARE(outcome.whole, outcome.code.empty());
        if (!outcome.whole) {
            QCOMPARE(outcome.code, std::string("upstream_reset"));
            QVERIFY(!outcome.body.empty());
            QVERIFY(outcome.body.find("[DONE]") == std::string::npos);
            ++cut;
        }
    }
    QCOMPARE(cut, 3);
}

void DemoUpstreamTest::isSlowButEnds() {
    Demo demo({20ms, 2ms, 1s});
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome =
        demo.post(chatTarget, R"({"model":"slow","stream":true,"messages":[{"role":"user","content":"one two"}]})");
    QVERIFY(outcome.whole);
    QVERIFY(outcome.body.ends_with("data: [DONE]\n\n"));
    QVERIFY(std::chrono::steady_clock::now() - start >= 28ms);
}

void DemoUpstreamTest::isSlowerThanTheTimeouts() {
    Demo demo({1h, 1h, 1s});
    const std::string body = R"({"model":"slow","stream":true,"messages":[{"role":"user","content":"one two"}]})";
    http::UpstreamRequest request;
    request.target = chatTarget;
    request.body = {body};
    request.firstByteTimeout = 5ms;
    QCOMPARE(demo.run(request).code, std::string("upstream_first_byte_timeout"));
    Demo stalling({1ms, 1h, 1s});
    request.firstByteTimeout = 5s;
    request.idleTimeout = 5ms;
    QCOMPARE(stalling.run(request).code, std::string("upstream_idle_timeout"));
}

void DemoUpstreamTest::canBeCancelledWhileItWaits() {
    Demo demo({1h, 1h, 1s});
    const std::string body = R"({"model":"slow","messages":[{"role":"user","content":"one two"}]})";
    http::UpstreamRequest request;
    request.target = chatTarget;
    request.body = {body};
    request.firstByteTimeout = 2h;
    Outcome outcome;
    demo.start(std::move(request), outcome);
    demo.context().poll();
    QVERIFY(!outcome.finished);
    demo.cancel();
    demo.context().run_for(1s);
    QVERIFY(outcome.finished);
    QCOMPARE(outcome.code, std::string("upstream_cancelled"));
}

QTEST_APPLESS_MAIN(DemoUpstreamTest)
#include "tst_demo_upstream.moc"
