// SPDX-License-Identifier: Apache-2.0
// How limits are told to clients, and how a cap is written into their requests.
#include "core/dialects/output_cap.h"
#include "core/pipeline/limit_fields.h"

#include <QTest>
#include <map>

using namespace gatehouse;
using namespace gatehouse::pipeline;
using config::Measure;
using config::Span;
using dialects::Dialect;
using dialects::Operation;
using namespace std::chrono_literals;

namespace {

const std::vector<policy::CountReading> counts{
    {"app", "requests_per_day", Measure::Requests, Span::Day, 1000, 100},
    {"key", "requests_per_minute", Measure::Requests, Span::Minute, 10, 9},
    {"team", "tokens_per_hour", Measure::Tokens, Span::Hour, 5000, 5200},
};

std::map<std::string, std::string> told(Dialect dialect, std::chrono::milliseconds wait = 0ms) {
    std::vector<http::Field> fields{{"x-ratelimit-limit-requests", "of the provider"}};
    addLimitFields(counts, dialect, 1'795'000'000'000'000, wait, fields);
    std::map<std::string, std::string> map;
    for (const auto& field : fields)
        map[field.name] = field.value;
    return map;
}

} // namespace

class TestLimitFields : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsTheTightestAsOpenAiDoes() {
        const auto fields = told(Dialect::OpenAi);
        QCOMPARE(fields.at("x-ratelimit-limit-requests"), std::string("10"));
        QCOMPARE(fields.at("x-ratelimit-remaining-requests"), std::string("1"));
        QCOMPARE(fields.at("x-ratelimit-reset-requests"), std::string("1m0s"));
        QCOMPARE(fields.at("x-ratelimit-limit-tokens"), std::string("5000"));
        QCOMPARE(fields.at("x-ratelimit-remaining-tokens"), std::string("0"));
        QCOMPARE(fields.at("x-ratelimit-reset-tokens"), std::string("1h0m0s"));
        QCOMPARE(told(Dialect::Gemini, 1'250ms).at("x-ratelimit-reset-tokens"), std::string("1.25s"));
    }
    void tellsThemAsAnthropicDoes() {
        const auto fields = told(Dialect::Anthropic, 90s);
        QCOMPARE(fields.at("anthropic-ratelimit-requests-remaining"), std::string("1"));
        QCOMPARE(fields.at("anthropic-ratelimit-tokens-limit"), std::string("5000"));
        const auto reset = fields.at("anthropic-ratelimit-tokens-reset");
        QVERIFY(reset.size() == 20 && reset.ends_with('Z') && reset[10] == 'T');
        QVERIFY(!fields.contains("anthropic-ratelimit-input-tokens-limit"));
    }
    void writesTheCapWhereTheDialectHasIt_data() {
        QTest::addColumn<int>("operation");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("capped");
        const auto row = [](const char* name, Operation operation, const char* body, const char* capped) {
            QTest::newRow(name) << int(operation) << QByteArray(body) << QByteArray(capped);
        };
        const char* chat = R"({"model":"m","messages":[{"role":"user","content":"x"}]})";
        row("chat", Operation::ChatCompletions, chat,
            R"({"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":7})");
        row("null", Operation::ChatCompletions,
            R"({"model":"m","max_tokens":null,"messages":[{"role":"user","content":"x"}]})",
            R"({"model":"m","max_tokens":7,"messages":[{"role":"user","content":"x"}]})");
        row("responses", Operation::Responses, R"({"model":"m","input":"x" })",
            R"({"model":"m","input":"x" ,"max_output_tokens":7})");
        row("gemini", Operation::GenerateContent, R"({"contents":[{"role":"user","parts":[{"text":"x"}]}]})",
            R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"maxOutputTokens":7}})");
        row("gemini with settings", Operation::GenerateContent,
            R"({"generationConfig":{"topK":1},"contents":[{"role":"user","parts":[{"text":"x"}]}]})",
            R"({"generationConfig":{"maxOutputTokens":7,"topK":1},"contents":[{"role":"user","parts":[{"text":"x"}]}]})");
        row("converse with empty settings", Operation::Converse,
            R"({"inferenceConfig":{ },"messages":[{"role":"user","content":[{"text":"x"}]}]})",
            R"({"inferenceConfig":{"maxTokens":7 },"messages":[{"role":"user","content":[{"text":"x"}]}]})");
        row("ollama without end", Operation::OllamaChat,
            R"({"model":"m","options":{"num_predict":-1},"messages":[{"role":"user","content":"x"}]})",
            R"({"model":"m","options":{"num_predict":7},"messages":[{"role":"user","content":"x"}]})");
        row("cohere", Operation::CohereChat, chat,
            R"({"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":7})");
    }
    void writesTheCapWhereTheDialectHasIt() {
        QFETCH(int, operation);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, capped);
        const auto which = static_cast<Operation>(operation);
        const std::string text = body.toStdString();
        const bool inAddress = which == Operation::GenerateContent || which == Operation::Converse;
        const dialects::RequestAddress address{inAddress ? "m" : "", {}};
        const auto facts = dialects::scanRequest(which, text, {}, address);
        QVERIFY2(facts.has_value(), facts ? "" : facts.error().message.c_str());
        QVERIFY(!facts->maxOutputTokens);
        std::string made;
        const auto edits = dialects::outputCapEdits(which, *facts, text, "m", 7);
        for (const auto piece : dialects::applyEdits(text, edits))
            made += piece;
        QCOMPARE(QByteArray::fromStdString(made), capped);
        const auto again = dialects::scanRequest(which, made, {}, address);
        QVERIFY(again.has_value());
        QCOMPARE(again->maxOutputTokens.value_or(0), std::uint64_t(7));
    }
    void findsTheEndUser_data() {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<QByteArray>("user");
        QTest::newRow("user") << QByteArray(R"("user":"ann")") << QByteArray("ann");
        QTest::newRow("safety_identifier first")
            << QByteArray(R"("safety_identifier":"bob","user":"ann")") << QByteArray("bob");
        QTest::newRow("metadata") << QByteArray(R"("metadata":{"user_id":"cat"})") << QByteArray("cat");
        QTest::newRow("labels") << QByteArray(R"("labels":{"user":"dan"})") << QByteArray("dan");
        QTest::newRow("nobody") << QByteArray(R"("user":5)") << QByteArray();
    }
    void findsTheEndUser() {
        QFETCH(QByteArray, members);
        QFETCH(QByteArray, user);
        const std::string body =
            R"({"model":"m",)" + members.toStdString() + R"(,"messages":[{"role":"user","content":"x"}]})";
        const auto facts = dialects::scanRequest(Operation::ChatCompletions, body);
        QVERIFY(facts.has_value());
        QCOMPARE(QByteArray::fromStdString(facts->user), user);
    }
};

QTEST_GUILESS_MAIN(TestLimitFields)
#include "tst_limit_fields.moc"
