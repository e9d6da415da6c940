// SPDX-License-Identifier: Apache-2.0
// From a provider's words, in each dialect, to where the call may go next.
#include "core/dialects/errors.h"
#include "core/routing/retry.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::routing;
using dialects::Dialect;

class tst_failure_class : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatProvidersSay_data();
    void readsWhatProvidersSay();
    void goesOnWithTheNextKey();
    void takesTheFirstFallbackThatCovers();
};

void tst_failure_class::readsWhatProvidersSay_data() {
    QTest::addColumn<int>("dialect");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("expected");
    const auto row = [](const char* name, Dialect dialect, int status, const char* body, FailureClass expected) {
        QTest::newRow(name) << int(dialect) << status << QByteArray(body) << int(expected);
    };
    row("OpenAI: context", Dialect::OpenAi, 400,
        R"({"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error",)"
        R"("param":"messages","code":"context_length_exceeded"}})",
        FailureClass::Context);
    row("OpenAI: content", Dialect::OpenAi, 400,
        R"({"error":{"message":"rejected","type":"invalid_request_error","code":"content_policy_violation"}})",
        FailureClass::Refused);
    row("Azure: content", Dialect::OpenAi, 400,
        R"({"error":{"message":"filtered","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
        FailureClass::Refused);
    row("OpenAI: key", Dialect::OpenAiResponses, 401,
        R"({"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}})",
        FailureClass::Auth);
    row("OpenAI: quota", Dialect::OpenAi, 429,
        R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}})",
        FailureClass::Quota);
    row("OpenAI: rate", Dialect::OpenAi, 429,
        R"({"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}})",
        FailureClass::RateLimit);
    row("OpenAI: server", Dialect::OpenAi, 500, R"({"error":{"message":"boom","type":"server_error"}})",
        FailureClass::Server);
    row("OpenAI: wrong", Dialect::OpenAi, 400,
        R"({"error":{"message":"Unknown parameter","type":"invalid_request_error","code":"unknown_parameter"}})",
        FailureClass::Request);
    row("Anthropic: context", Dialect::Anthropic, 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000"}})",
        FailureClass::Context);
    row("Anthropic: key", Dialect::Anthropic, 401,
        R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})",
        FailureClass::Auth);
    row("Anthropic: credit", Dialect::Anthropic, 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}})",
        FailureClass::Quota);
    row("Anthropic: overloaded", Dialect::Anthropic, 529,
        R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", FailureClass::Server);
    row("Gemini: key", Dialect::Gemini, 400,
        R"({"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}})",
        FailureClass::Auth);
    row("Gemini: context", Dialect::Gemini, 400,
        R"({"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed",)"
        R"("status":"INVALID_ARGUMENT"}})",
        FailureClass::Context);
    row("Gemini: rate", Dialect::Gemini, 429,
        R"({"error":{"code":429,"message":"Resource exhausted","status":"RESOURCE_EXHAUSTED"}})",
        FailureClass::RateLimit);
    row("Bedrock: context", Dialect::Bedrock, 400,
        R"({"__type":"ValidationException","message":"Input is too long for requested model."})",
        FailureClass::Context);
    row("Bedrock: rate", Dialect::Bedrock, 429, R"({"__type":"ThrottlingException","message":"Too many tokens"})",
        FailureClass::RateLimit);
    row("Bedrock: key", Dialect::Bedrock, 403,
        R"({"__type":"UnrecognizedClientException","message":"The security token is invalid."})", FailureClass::Auth);
    row("Cohere: key", Dialect::Cohere, 401, R"({"message":"invalid api token"})", FailureClass::Auth);
    row("Cohere: context", Dialect::Cohere, 400,
        R"({"message":"too many tokens: total number of tokens in the request cannot exceed 4081"})",
        FailureClass::Context);
    row("Ollama: no model", Dialect::Ollama, 404, R"({"error":"model 'x' not found"})", FailureClass::Unfit);
    row("a web server's page", Dialect::OpenAi, 502, "<html>Bad gateway</html>", FailureClass::Server);
    row("its own time-out", Dialect::OpenAi, 504, "<html>slow</html>", FailureClass::Timeout);
}

void tst_failure_class::readsWhatProvidersSay() {
    QFETCH(int, dialect);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, expected);
    const auto read = dialects::readProviderError(static_cast<Dialect>(dialect), status, body.toStdString());
    QCOMPARE(int(classOf(read.error, status)), expected);
}

void tst_failure_class::goesOnWithTheNextKey() {
    using std::chrono::milliseconds;
    const Prospects more{1, true, true, milliseconds(60'000)};
    const Prospects none{1, false, true, milliseconds(60'000)};
    for (const auto what : {FailureClass::Auth, FailureClass::Quota, FailureClass::RateLimit}) {
        AttemptFailure failed;
        failed.status = 429;
        failed.what = what;
        failed.permanent = what != FailureClass::RateLimit;
        QCOMPARE(int(decide({}, failed, more)), int(Next::NextKey));
        QVERIFY(decide({}, failed, none) != Next::NextKey);
    }
    AttemptFailure server;
    server.status = 500;
    server.what = FailureClass::Server;
    QCOMPARE(int(decide({}, server, more)), int(Next::Retry));
}

void tst_failure_class::takesTheFirstFallbackThatCovers() {
    config::Route route;
    route.fallbacks = {{{"context"}, "large"}, {{"refused"}, "other"}, {{"any"}, "last"}};
    QCOMPARE(fallbackFor(route, FailureClass::Context)->route, std::string("large"));
    QCOMPARE(fallbackFor(route, FailureClass::Refused)->route, std::string("other"));
    QCOMPARE(fallbackFor(route, FailureClass::Server)->route, std::string("last"));
    QCOMPARE(fallbackFor(route, FailureClass::Unfit)->route, std::string("last"));
    QVERIFY(fallbackFor(route, FailureClass::Request) == nullptr); // wrong wherever it goes
    route.fallbacks.pop_back();
    QVERIFY(fallbackFor(route, FailureClass::Server) == nullptr);
}

QTEST_APPLESS_MAIN(tst_failure_class)
#include "tst_failure_class.moc"
