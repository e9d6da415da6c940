// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/dialects/errors.h"
#include "tests/core/dialects/recorded.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::dialects;

namespace {

Error make(ErrorKind kind, std::string code, std::string message = "Do this.") {
    return failure(kind, std::move(code), std::move(message)).value();
}

} // namespace

class TestErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesEachErrorItsStatusAndWord_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("openAi");
        QTest::addColumn<QByteArray>("openAiType");
        QTest::addColumn<int>("anthropic");
        QTest::addColumn<QByteArray>("anthropicType");
        const auto row = [](ErrorKind kind, const char* code, int openAi, const char* openAiType, int anthropic,
                            const char* anthropicType) {
            QTest::newRow(code) << static_cast<int>(kind) << QByteArray(code) << openAi << QByteArray(openAiType)
                                << anthropic << QByteArray(anthropicType);
        };
        row(ErrorKind::Invalid, "invalid_json", 400, "invalid_request_error", 400, "invalid_request_error");
        row(ErrorKind::Unauthorized, "invalid_key", 401, "authentication_error", 401, "authentication_error");
        row(ErrorKind::Forbidden, "model_not_allowed", 403, "permission_error", 403, "permission_error");
        row(ErrorKind::NotFound, "model_not_found", 404, "invalid_request_error", 404, "not_found_error");
        row(ErrorKind::Invalid, "method_not_allowed", 405, "invalid_request_error", 405, "invalid_request_error");
        row(ErrorKind::Timeout, "body_timeout", 408, "invalid_request_error", 408, "invalid_request_error");
        row(ErrorKind::Conflict, "stale", 409, "invalid_request_error", 409, "invalid_request_error");
        row(ErrorKind::TooLarge, "body_too_large", 413, "invalid_request_error", 413, "request_too_large");
        row(ErrorKind::Invalid, "unsupported_media_type", 415, "invalid_request_error", 415, "invalid_request_error");
        row(ErrorKind::Limited, "rate_limit_exceeded", 429, "rate_limit_error", 429, "rate_limit_error");
        row(ErrorKind::Limited, "budget_exceeded", 429, "insufficient_quota", 429, "rate_limit_error");
        row(ErrorKind::Internal, "internal", 500, "server_error", 500, "api_error");
        row(ErrorKind::Unavailable, "upstream_connect", 502, "server_error", 502, "api_error");
        row(ErrorKind::Unavailable, "no_target", 503, "server_error", 503, "api_error");
        row(ErrorKind::Unavailable, "overloaded", 503, "server_error", 529, "overloaded_error");
        row(ErrorKind::Unavailable, "provider_overloaded", 503, "server_error", 529, "overloaded_error");
        row(ErrorKind::Timeout, "call_timeout", 504, "server_error", 504, "timeout_error");
    }
    void givesEachErrorItsStatusAndWord() {
        QFETCH(int, kind);
        QFETCH(QByteArray, code);
        QFETCH(int, openAi);
        QFETCH(QByteArray, openAiType);
        QFETCH(int, anthropic);
        QFETCH(QByteArray, anthropicType);
        const auto error = make(static_cast<ErrorKind>(kind), code.toStdString());
        QCOMPARE(statusOf(error, Dialect::OpenAi), openAi);
        QCOMPARE(statusOf(error, Dialect::Anthropic), anthropic);
        const auto ours = boost::json::parse(writeError(error, Dialect::OpenAi, "r1"));
        QCOMPARE(ours.at("error").at("type").as_string().c_str(), openAiType.constData());
        QCOMPARE(ours.at("error").at("code").as_string().c_str(), code.constData());
        QCOMPARE(ours.at("error").at("message").as_string().c_str(), "Do this.");
        QVERIFY(ours.at("error").at("param").is_null());
        const auto theirs = boost::json::parse(writeError(error, Dialect::Anthropic, "r1"));
        QCOMPARE(theirs.at("type").as_string().c_str(), "error");
        QCOMPARE(theirs.at("error").at("type").as_string().c_str(), anthropicType.constData());
        QCOMPARE(theirs.at("request_id").as_string().c_str(), "r1");
    }

    void writesWhateverTheMessageHolds() {
        auto error = make(ErrorKind::Invalid, "invalid_request", "A \"quote\", a\nline and a \xFF byte.");
        error.field = "messages[0].role";
        const auto body = boost::json::parse(writeError(error, Dialect::OpenAi, ""));
        QCOMPARE(body.at("error").at("message").as_string().c_str(), "A \"quote\", a\nline and a \xEF\xBF\xBD byte.");
        QCOMPARE(body.at("error").at("param").as_string().c_str(), "messages[0].role");
    }

    void endsAStreamWithOneEventAndNoDone() {
        const auto error = make(ErrorKind::Unavailable, "upstream_truncated", "It broke\noff.");
        QCOMPARE(writeStreamError(error, Dialect::OpenAi, "r1"),
                 "data: " + writeError(error, Dialect::OpenAi, "r1") + "\n\n");
        QCOMPARE(writeStreamError(error, Dialect::Anthropic, "r1"),
                 "event: error\ndata: " + writeError(error, Dialect::Anthropic, "r1") + "\n\n");
    }

    void readsWhatAProviderRefuses_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, int status, const char* body, const char* code, ErrorKind kind,
                            const char* text) {
            QTest::newRow(name) << status << QByteArray(body) << QByteArray(code) << static_cast<int>(kind)
                                << QByteArray(text);
        };
        row("OpenAI key", 401,
            "{\"error\":{\"message\":\"Incorrect API "
            "key\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}",
            "provider_auth", ErrorKind::Unauthorized, "Incorrect API key");
        row("xAI key", 400,
            "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided\"}",
            "provider_auth", ErrorKind::Unauthorized, "Incorrect API key provided");
        row("Mistral key", 401, "{\"detail\":\"Invalid API Key\"}", "provider_auth", ErrorKind::Unauthorized,
            "Invalid API Key");
        row("FastAPI detail", 422,
            "{\"detail\":[{\"loc\":[\"body\",\"x\"],\"msg\":\"Extra inputs\",\"type\":\"extra\"}]}",
            "provider_bad_request", ErrorKind::Invalid, "Extra inputs");
        row("Gemini in an array", 400,
            "[{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"status\":\"INVALID_ARGUMENT\"}}]",
            "provider_auth", ErrorKind::Unauthorized, "API key not valid.");
        row("model", 404, "{\"error\":{\"message\":\"no such\",\"code\":\"model_not_found\"}}", "provider_model",
            ErrorKind::NotFound, "no such");
        row("Responses model", 400, "{\"error\":{\"message\":\"no such\",\"code\":\"model_not_found\"}}",
            "provider_model", ErrorKind::NotFound, "no such");
        row("wrong address", 404, "<html>404</html>", "provider_error", ErrorKind::Unavailable, "");
        row("rate", 429, "{\"error\":{\"message\":\"slow\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
            "provider_rate_limit", ErrorKind::Limited, "slow");
        row("Mistral rate", 429,
            "{\"object\":\"error\",\"message\":\"Rate limit "
            "exceeded\",\"type\":\"rate_limited\",\"param\":null,\"code\":\"1300\"}",
            "provider_rate_limit", ErrorKind::Limited, "Rate limit exceeded");
        row("quota", 429,
            "{\"error\":{\"message\":\"pay\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}",
            "provider_quota", ErrorKind::Limited, "pay");
        row("Anthropic credit", 400,
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is "
            "too low\"}}",
            "provider_quota", ErrorKind::Limited, "Your credit balance is too low");
        row("context", 400,
            "{\"error\":{\"message\":\"This model's maximum context length is 8 "
            "tokens.\",\"code\":\"context_length_exceeded\"}}",
            "provider_context", ErrorKind::Invalid, "This model's maximum context length is 8 tokens.");
        row("Anthropic too large", 413,
            "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\"Request exceeds\"}}",
            "provider_context", ErrorKind::TooLarge, "Request exceeds");
        row("content", 400,
            "{\"error\":{\"code\":\"content_filter\",\"message\":\"no\",\"innererror\":{\"code\":"
            "\"ResponsibleAIPolicyViolation\"}}}",
            "provider_content", ErrorKind::Invalid, "no");
        row("Anthropic overloaded", 529,
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
            "provider_overloaded", ErrorKind::Unavailable, "Overloaded");
        row("server", 500, "{\"error\":{\"message\":\"broke\",\"type\":\"server_error\"}}", "provider_error",
            ErrorKind::Unavailable, "broke");
        row("gateway HTML", 502, "<html><h1>502 Bad Gateway</h1></html>", "provider_error", ErrorKind::Unavailable, "");
        row("empty", 500, "", "provider_error", ErrorKind::Unavailable, "");
        row("cut", 400, "{\"error\":{\"mess", "provider_bad_request", ErrorKind::Invalid, "");
        row("timeout", 504, "", "provider_error", ErrorKind::Timeout, "");
        row("Ollama", 404, "{\"error\":\"model 'x' not found\"}", "provider_model", ErrorKind::NotFound,
            "model 'x' not found");
    }
    void readsWhatAProviderRefuses() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        QFETCH(int, kind);
        QFETCH(QByteArray, text);
        const auto read = readProviderError(Dialect::OpenAi, status, body.toStdString());
        QCOMPARE(read.error.code, code.toStdString());
        QCOMPARE(static_cast<int>(read.error.kind), kind);
        QCOMPARE(read.providerText, text.toStdString());
        // The provider's words stay out of our message.
        QVERIFY(text.isEmpty() || read.error.message.find(text.toStdString()) == std::string::npos);
    }

    void cutsAndCleansTheProvidersText() {
        const std::string body =
            "{\"error\":{\"message\":\"a\\u0000b\\nc\\ud800" + std::string(1992, 'x') + "\xC3\xA9\xC3\xA9\"}}";
        const auto text = readProviderError(Dialect::OpenAi, 400, body).providerText;
        QVERIFY(text.size() <= 2000);
        QVERIFY(isValidUtf8(text));
        QVERIFY(text.starts_with("a b c\xEF\xBF\xBD"));
        QVERIFY(text.find_first_of(std::string("\0\n", 2)) == std::string::npos);
    }

    void survivesErrorsWithinErrors() {
        std::string body;
        for (int i = 0; i < 200'000; ++i)
            body += "{\"error\":";
        QCOMPARE(readProviderError(Dialect::OpenAi, 500, body).error.code, std::string("provider_error"));
    }

    void knowsEveryRecordedError() {
        if (!recorded::available())
            QSKIP("no recorded exchanges: GATEHOUSE_SHARED_DIR is not set or empty");
        int seen = 0;
        for (const auto& exchange : recorded::load({"openai-chat", "openai-completions", "openai-embeddings",
                                                    "anthropic-messages", "anthropic-count-tokens"})) {
            if (exchange.status < 400)
                continue;
            ++seen;
            const auto read = readProviderError(Dialect::OpenAi, exchange.status, exchange.answer);
            QVERIFY(read.error.code.starts_with("provider_"));
            QCOMPARE(read.providerText.empty(), exchange.answer.front() == '<');
            if (exchange.status == 401)
                QCOMPARE(read.error.code, std::string("provider_auth"));
            if (exchange.status == 404)
                QCOMPARE(read.error.code, std::string("provider_model"));
        }
        QVERIFY(seen > 20);
    }
};

QTEST_APPLESS_MAIN(TestErrors)
#include "tst_errors.moc"
