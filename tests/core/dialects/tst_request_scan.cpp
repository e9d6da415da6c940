// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/dialects/request_scan.h"
#include "tests/core/dialects/recorded.h"

#include <QtTest>
#include <chrono>
#include <random>

using namespace gatehouse;
using namespace gatehouse::dialects;

namespace {

const std::string chatHead = R"({"model":"m","messages":[{"role":"user","content":"x"}])";

Operation operationOf(std::string_view dialect) {
    if (dialect == "openai-completions")
        return Operation::Completions;
    if (dialect == "openai-embeddings")
        return Operation::Embeddings;
    if (dialect == "openai-moderations")
        return Operation::Moderations;
    if (dialect == "anthropic-messages")
        return Operation::Messages;
    if (dialect == "anthropic-count-tokens")
        return Operation::CountTokens;
    return Operation::ChatCompletions;
}

std::string codeOf(Operation operation, std::string_view body, const ScanLimits& limits = {}) {
    const auto facts = scanRequest(operation, body, limits);
    return facts ? "ok" : facts.error().code;
}

std::string nested(int depth) {
    // The outermost object and "x" are around the arrays.
    return chatHead + ",\"x\":" + std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}";
}

QByteArray withModel(int length) {
    return R"({"messages":[{"role":"user"}],"model":")" + QByteArray(length, 'a') + "\"}";
}

// The best of several, so that other load on the machine does not count.
double millisecondsFor(const std::string& body) {
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
        const auto start = std::chrono::steady_clock::now();
        (void)scanRequest(Operation::ChatCompletions, body);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count());
    }
    return best;
}

std::string manyNames(std::size_t count) {
    std::string body = chatHead + ",\"x\":{";
    for (std::size_t i = 0; i < count; ++i)
        body += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":0";
    return body + "}}";
}

} // namespace

class TestRequestScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesWhatIsJson_data() {
        QTest::addColumn<QByteArray>("tail"); // behind the messages
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char* name, const QByteArray& tail, const char* code) {
            QTest::newRow(name) << tail << QByteArray(code);
        };
        row("plain", "}", "ok");
        row("blanks around", " \t\r\n} \n", "ok");
        row("numbers of every form", R"(,"a":[0,-0,1.5,-1e9,1E+9,2e-3,99999999999999999999999999,1e400]})", "ok");
        row("words", R"(,"a":[true,false,null]})", "ok");
        row("escapes", ",\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}", "ok");
        row("lone surrogate", R"(,"a":"\ud800 x"})", "ok");
        row("text beyond ASCII", ",\"a\":\"\xC3\xA9 \xE4\xB8\xAD \xF0\x9F\x98\x80\"}", "ok");
        row("empty containers", R"(,"a":{},"b":[],"c":[{}]})", "ok");
        row("cut", "", "invalid_json");
        row("text behind", "} trailing", "invalid_json");
        row("two documents", R"(}{"model":"y"})", "invalid_json");
        row("NUL behind", QByteArray("}\0", 2), "invalid_json");
        row("NUL in a string", QByteArray(",\"a\":\"\0\"}", 9), "invalid_json");
        row("line end in a string", ",\"a\":\"x\ny\"}", "invalid_json");
        row("comma at the end", ",}", "invalid_json");
        row("comma at an array's end", ",\"a\":[1,]}", "invalid_json");
        row("no comma", R"( "a":1})", "invalid_json");
        row("no colon", R"(,"a" 1})", "invalid_json");
        row("no value", R"(,"a":})", "invalid_json");
        row("name without quotes", ",a:1}", "invalid_json");
        row("name in single quotes", ",'a':1}", "invalid_json");
        row("comment", ",/**/\"a\":1}", "invalid_json");
        row("leading zero", ",\"a\":01}", "invalid_json");
        row("leading plus", ",\"a\":+1}", "invalid_json");
        row("point without digits", ",\"a\":1.}", "invalid_json");
        row("point first", ",\"a\":.5}", "invalid_json");
        row("exponent without digits", ",\"a\":1e}", "invalid_json");
        row("minus alone", ",\"a\":-}", "invalid_json");
        row("NaN", ",\"a\":NaN}", "invalid_json");
        row("half a word", ",\"a\":tru}", "invalid_json");
        row("word in capitals", ",\"a\":True}", "invalid_json");
        row("unknown escape", R"(,"a":"\x"})", "invalid_json");
        row("short escape", R"(,"a":"\u12"})", "invalid_json");
        row("escape at the end", ",\"a\":\"\\", "invalid_json");
        row("wrong bracket", ",\"a\":[1}}", "invalid_json");
        row("byte FF", ",\"a\":\"\xFF\"}", "invalid_json");
        row("continuation alone", ",\"a\":\"\x80\"}", "invalid_json");
        row("overlong slash", ",\"a\":\"\xC0\xAF\"}", "invalid_json");
        row("overlong of three", ",\"a\":\"\xE0\x80\xAF\"}", "invalid_json");
        row("surrogate in UTF-8", ",\"a\":\"\xED\xA0\x80\"}", "invalid_json");
        row("beyond Unicode", ",\"a\":\"\xF4\x90\x80\x80\"}", "invalid_json");
        row("character cut by the quote", ",\"a\":\"\xE4\xB8\"}", "invalid_json");
        row("not UTF-8 in a name", ",\"\xFF\":1}", "invalid_json");
        row("not UTF-8 outside strings", ",\xC3\xA9}", "invalid_json");
    }
    void judgesWhatIsJson() {
        QFETCH(QByteArray, tail);
        QFETCH(QByteArray, code);
        const std::string body = chatHead + tail.toStdString();
        QCOMPARE(codeOf(Operation::ChatCompletions, body), code.toStdString());
    }

    void refusesAByteOrderMark() {
        QCOMPARE(codeOf(Operation::ChatCompletions, "\xEF\xBB\xBF" + chatHead + "}"), std::string("invalid_json"));
        QCOMPARE(codeOf(Operation::ChatCompletions, ""), std::string("invalid_json"));
        QCOMPARE(codeOf(Operation::ChatCompletions, "model=x&messages=y"), std::string("invalid_json"));
        QCOMPARE(codeOf(Operation::ChatCompletions, "[1]"), std::string("invalid_request"));
        QCOMPARE(codeOf(Operation::ChatCompletions, "\"x\""), std::string("invalid_request"));
    }

    void refusesEveryPrefix() {
        const std::string body = chatHead + R"(,"a":{"b":[1.5e3,true,null,"é\u00e9"]},"n":1})";
        QCOMPARE(codeOf(Operation::ChatCompletions, body), std::string("ok"));
        for (std::size_t length = 0; length < body.size(); ++length)
            QCOMPARE(codeOf(Operation::ChatCompletions, body.substr(0, length)), std::string("invalid_json"));
    }

    void saysWhereTheJsonIsWrong() {
        const auto facts = scanRequest(Operation::ChatCompletions, R"({"model":"m",})");
        QVERIFY(!facts);
        QCOMPARE(facts.error().kind, ErrorKind::Invalid);
        QVERIFY(facts.error().message.find("at byte 13") != std::string::npos);
        QCOMPARE(facts.error().found, std::string("'}'"));
    }

    void refusesNamesThatStandTwice_data() {
        QTest::addColumn<QByteArray>("tail");
        QTest::addColumn<QByteArray>("name"); // empty: taken
        const auto row = [](const char* name, const QByteArray& tail, const char* twice) {
            QTest::newRow(name) << tail << QByteArray(twice);
        };
        row("model", R"(,"model":"gh-admin-only"})", "model");
        row("messages", R"(,"messages":[]})", "messages");
        row("escaped", R"(,"\u006dodel":"y"})", "model");
        row("escaped both", R"(,"\u0061":1,"a":2})", "a");
        row("surrogate pair and its bytes", ",\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":2}", "\xF0\x9F\x98\x80");
        row("deep", R"(,"a":[{"b":{"c":1,"d":2,"c":3}}]})", "c");
        row("empty name", R"(,"":1,"":2})", "");
        row("same name in different objects", R"(,"a":{"b":1},"c":{"b":2,"a":3}})", nullptr);
        row("lone surrogates that differ", R"(,"\ud800":1,"\ud801":2})", nullptr);
        row("lone surrogates that do not", R"(,"\ud800":1,"\uD800":2})", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
        row("case differs", R"(,"Model":1})", nullptr);
        row("same beginning", R"(,"abcdefgh":1,"abcdefghi":2,"abcdefg":3})", nullptr);
    }
    void refusesNamesThatStandTwice() {
        QFETCH(QByteArray, tail);
        QFETCH(QByteArray, name);
        const auto facts = scanRequest(Operation::ChatCompletions, chatHead + tail.toStdString());
        QCOMPARE(facts.has_value(), name.isNull());
        if (!facts) {
            QCOMPARE(facts.error().code, std::string("duplicate_name"));
            QCOMPARE(facts.error().field, name.toStdString());
            QVERIFY(isValidUtf8(facts.error().message));
        }
    }

    // Whatever becomes of a body: what is taken is JSON to another parser as well.
    void takesNothingThatAnotherParserRefuses() {
        const std::string body = chatHead + ",\"a\":{\"b\":[1.5e3,-0,true,null,\"\xC3\xA9\\n\"],\"c\":{}},\"n\":1}";
        std::minstd_rand random(11);
        int taken = 0;
        for (int i = 0; i < 50'000; ++i) {
            std::string changed = body;
            for (unsigned k = 0, count = 1 + random() % 3; k < count; ++k) {
                const std::size_t at = random() % changed.size();
                switch (random() % 4) {
                case 0:
                    changed[at] = static_cast<char>(random());
                    break;
                case 1:
                    changed.erase(at, 1 + random() % 4);
                    break;
                case 2:
                    changed.insert(at, 1, "{}[]\",:\\ue0-."[random() % 13]);
                    break;
                default:
                    changed.insert(at, changed.substr(random() % changed.size(), 1 + random() % 8));
                    break;
                }
                if (changed.empty())
                    break;
            }
            if (!scanRequest(Operation::ChatCompletions, changed))
                continue;
            ++taken;
            boost::json::error_code code;
            boost::json::parse(changed, code);
            QVERIFY2(!code || code == boost::json::error::illegal_leading_surrogate ||
                         code == boost::json::error::illegal_trailing_surrogate ||
                         code == boost::json::error::expected_utf16_escape,
                     changed.c_str());
        }
        QVERIFY(taken > 100);
    }

    void findsARepeatedNameAmongMany() {
        std::string body = manyNames(1000);
        QCOMPARE(codeOf(Operation::ChatCompletions, body), std::string("ok"));
        body.insert(body.size() - 2, ",\"k500\":1");
        QCOMPARE(codeOf(Operation::ChatCompletions, body), std::string("duplicate_name"));
    }

    void takesManyNamesInLittleMoreThanLinearTime() {
        const double small = std::max(millisecondsFor(manyNames(20'000)), 1.0);
        const double large = millisecondsFor(manyNames(200'000));
        QVERIFY2(large < 40 * small, qPrintable(QString::number(large / small)));
    }

    void boundsTheDepth() {
        QCOMPARE(codeOf(Operation::ChatCompletions, nested(63)), std::string("ok"));
        QCOMPARE(codeOf(Operation::ChatCompletions, nested(64)), std::string("too_deep"));
        QCOMPARE(codeOf(Operation::ChatCompletions, std::string(500'000, '[')), std::string("too_deep"));
        ScanLimits limits;
        limits.depth = 4;
        QCOMPARE(codeOf(Operation::ChatCompletions, nested(4), limits), std::string("too_deep"));
        QCOMPARE(codeOf(Operation::ChatCompletions, nested(3), limits), std::string("ok"));
    }

    void holdsBodiesAgainstTheirShape_data() {
        QTest::addColumn<int>("operation");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](Operation operation, const QByteArray& body, const char* code, const char* field) {
            const QByteArray name = nameOf(operation).data() + QByteArray(" ") + body.left(120);
            QTest::newRow(name.constData())
                << static_cast<int>(operation) << body << QByteArray(code) << QByteArray(field);
        };
        const auto chat = Operation::ChatCompletions;
        row(chat, "{}", "model_missing", "model");
        row(chat, R"({"messages":[{"role":"user"}]})", "model_missing", "model");
        row(chat, R"({"model":null,"messages":[{"role":"user"}]})", "model_missing", "model");
        row(chat, R"({"model":"","messages":[{"role":"user"}]})", "model_missing", "model");
        row(chat, R"({"model":7,"messages":[{"role":"user"}]})", "invalid_request", "model");
        row(chat, R"({"model":"\ud800","messages":[{"role":"user"}]})", "invalid_request", "model");
        row(chat, R"({"model":"a\nb","messages":[{"role":"user"}]})", "invalid_request", "model");
        row(chat, withModel(257), "invalid_request", "model");
        row(chat, withModel(256), "ok", "");
        row(chat, R"({"model":"m"})", "invalid_request", "messages");
        row(chat, R"({"model":"m","messages":[]})", "invalid_request", "messages");
        row(chat, R"({"model":"m","messages":{"role":"user"}})", "invalid_request", "messages");
        row(chat, R"({"model":"m","messages":"hi"})", "invalid_request", "messages");
        row(chat, R"({"model":"m","messages":["hi"]})", "invalid_request", "messages[0]");
        row(chat, R"({"model":"m","messages":[{"role":"user"},{"content":"x"}]})", "invalid_request",
            "messages[1].role");
        row(chat, R"({"model":"m","messages":[{"role":5}]})", "invalid_request", "messages[0].role");
        row(chat, R"({"model":"m","messages":[{"role":"root"}]})", "ok", "");
        row(chat, R"({"model":"m","messages":[{"content":{"role":"x"}}]})", "invalid_request", "messages[0].role");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"stream":"yes"})", "invalid_request", "stream");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"stream":1})", "invalid_request", "stream");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"stream":null})", "ok", "");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"max_tokens":"9"})", "invalid_request", "max_tokens");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"max_tokens":null})", "ok", "");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"max_completion_tokens":[1]})", "invalid_request",
            "max_completion_tokens");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"n":"2"})", "invalid_request", "n");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"n":0})", "invalid_request", "n");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"n":1.5})", "invalid_request", "n");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"n":-1})", "invalid_request", "n");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"n":129})", "invalid_request", "n");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"n":99999999999999999999})", "invalid_request", "n");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"n":null})", "ok", "");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"stream_options":[]})", "invalid_request",
            "stream_options");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"stream_options":{"include_usage":"yes"}})",
            "invalid_request", "stream_options.include_usage");
        row(chat, R"({"model":"m","messages":[{"role":"user"}],"some_new_field":{"a":1}})", "ok", "");
        const auto completions = Operation::Completions;
        row(completions, R"({"model":"m"})", "invalid_request", "prompt");
        row(completions, R"({"model":"m","prompt":"x"})", "ok", "");
        row(completions, R"({"model":"m","prompt":["x","y"]})", "ok", "");
        row(completions, R"({"model":"m","prompt":null})", "ok", "");
        row(completions, R"({"model":"m","prompt":{}})", "invalid_request", "prompt");
        const auto embeddings = Operation::Embeddings;
        row(embeddings, R"({"model":"m"})", "invalid_request", "input");
        row(embeddings, R"({"model":"m","input":[]})", "invalid_request", "input");
        row(embeddings, R"({"model":"m","input":5})", "invalid_request", "input");
        row(embeddings, R"({"input":"x"})", "model_missing", "model");
        row(embeddings, R"({"model":"m","input":[[1,2],[3]]})", "ok", "");
        row(Operation::Moderations, R"({"input":"x"})", "ok", "");
        row(Operation::Moderations, R"({"model":4,"input":"x"})", "invalid_request", "model");
        row(Operation::Moderations, R"({"model":"m"})", "invalid_request", "input");
        const auto messages = Operation::Messages;
        row(messages, R"({"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}]})", "ok", "");
        row(messages, R"({"model":"m","messages":[{"role":"user","content":"x"}]})", "invalid_request", "max_tokens");
        row(messages, R"({"model":"m","max_tokens":null,"messages":[{"role":"user"}]})", "invalid_request",
            "max_tokens");
        row(messages, R"({"model":"m","max_tokens":5,"messages":[]})", "invalid_request", "messages");
        row(Operation::CountTokens, R"({"model":"m","messages":[{"role":"user","content":"x"}]})", "ok", "");
        row(Operation::CountTokens, R"({"model":"m"})", "invalid_request", "messages");
    }
    void holdsBodiesAgainstTheirShape() {
        QFETCH(int, operation);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, field);
        const auto facts = scanRequest(static_cast<Operation>(operation), body.toStdString());
        QCOMPARE(facts ? std::string("ok") : facts.error().code, code.toStdString());
        if (!facts) {
            QCOMPARE(facts.error().field, field.toStdString());
            QVERIFY(!facts.error().expected.empty());
            QVERIFY(!facts.error().found.empty());
        }
    }

    void refusesFieldsThatNameAHostOrACredential() {
        for (const char* name : {"api_base",
                                 "base_url",
                                 "api_key",
                                 "custom_host",
                                 "host",
                                 "endpoint",
                                 "API-Base",
                                 "baseUrl",
                                 "apiKey",
                                 "Custom-Host",
                                 "customHost",
                                 "custom_llm_provider",
                                 "aws_access_key_id",
                                 "aws_region_name",
                                 "awsSecretAccessKey",
                                 "vertex_credentials",
                                 "azure_ad_token",
                                 "openai_api_key",
                                 "extra_headers",
                                 "litellm_params",
                                 "api-key",
                                 "\\u0061pi_base"}) {
            const auto facts = scanRequest(Operation::ChatCompletions, chatHead + ",\"" + name + "\":\"x\"}");
            QVERIFY2(!facts, name);
            QCOMPARE(facts.error().code, std::string("forbidden_field"));
            QVERIFY(facts.error().message.find("\"x\"") == std::string::npos);
        }
        // At the top level only, and only those.
        for (const char* tail : {R"(,"metadata":{"host":"x","api_key":"y"}})", R"(,"provider":{"order":["a"]}})",
                                 R"(,"mcp_servers":[{"url":"x"}]})", R"(,"hosted":1,"user":"u"})"})
            QCOMPARE(codeOf(Operation::ChatCompletions, chatHead + tail), std::string("ok"));
    }

    void boundsTheNumberOfMessages() {
        ScanLimits limits;
        limits.messages = 2;
        const std::string message = R"({"role":"user","content":"x"})";
        const auto body = [&](int count) {
            std::string text = R"({"model":"m","messages":[)" + message;
            for (int i = 1; i < count; ++i)
                text += "," + message;
            return text + "]}";
        };
        QCOMPARE(codeOf(Operation::ChatCompletions, body(2), limits), std::string("ok"));
        const auto facts = scanRequest(Operation::ChatCompletions, body(3), limits);
        QVERIFY(!facts);
        QCOMPARE(facts.error().kind, ErrorKind::TooLarge);
        QCOMPARE(facts.error().code, std::string("too_many_messages"));
    }

    void gathersTheFactsOfAChat() {
        const std::string body =
            R"( {"messages":[{"role":"user","content":[{"type":"text","text":"h\u00e9llo"},)"
            R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},{"role":"user","content":"ok"}],)"
            R"("stream":true,"n":3,"max_tokens":10,"max_completion_tokens":20,"tools":[{"type":"function"}],)"
            R"("stream_options":{"include_usage":true,"x":[1]}, "model" : "gpt\u002d4o"} )";
        const auto facts = scanRequest(Operation::ChatCompletions, body);
        QVERIFY(facts);
        QCOMPARE(facts->model, std::string("gpt-4o"));
        QCOMPARE(body.substr(facts->modelValue.offset, facts->modelValue.length), std::string("\"gpt\\u002d4o\""));
        QVERIFY(facts->stream);
        QVERIFY(facts->usageAsked);
        QCOMPARE(body.substr(facts->streamOptions->offset, facts->streamOptions->length),
                 std::string(R"({"include_usage":true,"x":[1]})"));
        QCOMPARE(body.substr(facts->includeUsage->offset, facts->includeUsage->length), std::string("true"));
        QCOMPARE(facts->maxOutputTokens.value(), std::uint64_t{20});
        QCOMPARE(facts->choices, std::uint64_t{3});
        QCOMPARE(facts->messages, std::size_t{2});
        QCOMPARE(body.at(facts->topLevelEnd), '}');
        QCOMPARE(facts->topLevelEnd, body.size() - 2);
        QVERIFY(facts->tools);
        QVERIFY(facts->images);
        QCOMPARE(facts->mediaBytes, std::string_view("data:image/png;base64,AAAA").size());
        // user text h..llo image_url user ok function gpt..4o
        QCOMPARE(facts->textBytes, std::size_t{4 + 4 + 7 + 9 + 4 + 2 + 8 + 8});
    }

    void clampsNumbersOfAnySize() {
        const auto most = [](const char* number) {
            return scanRequest(Operation::ChatCompletions, chatHead + ",\"max_tokens\":" + number + "}")
                ->maxOutputTokens;
        };
        QCOMPARE(most("100").value(), std::uint64_t{100});
        QCOMPARE(most("1e2").value(), std::uint64_t{100});
        QCOMPARE(most("1e400").value(), std::uint64_t{1'000'000'000});
        QCOMPARE(most("1e-400").value(), std::uint64_t{0});
        QCOMPARE(most("99999999999999999999999999").value(), std::uint64_t{1'000'000'000});
        QVERIFY(!most("-1"));
        QVERIFY(!most("null"));
    }

    void countsInputs() {
        const auto inputs = [](Operation operation, const char* input) {
            return scanRequest(operation, std::string(R"({"model":"m","input":)") + input + "}")->inputs;
        };
        QCOMPARE(inputs(Operation::Embeddings, R"("x")"), std::size_t{1});
        QCOMPARE(inputs(Operation::Embeddings, R"(["x","y","z"])"), std::size_t{3});
        QCOMPARE(inputs(Operation::Embeddings, "[1,2,3]"), std::size_t{1});
        QCOMPARE(inputs(Operation::Embeddings, "[[1,2],[3]]"), std::size_t{2});
        QCOMPARE(inputs(Operation::Moderations, R"([{"type":"text","text":"x"},{"type":"image_url"}])"),
                 std::size_t{1});
    }

    void namesTheDefaultModelOfModerations() {
        const auto facts = scanRequest(Operation::Moderations, R"({"input":"x"})");
        QVERIFY(facts);
        QCOMPARE(facts->model, std::string("omni-moderation-latest"));
        QCOMPARE(facts->modelValue.length, std::size_t{0});
    }

    void takesEveryRecordedRequestThatAProviderTook() {
        if (!recorded::available())
            QSKIP("no recorded exchanges: GATEHOUSE_SHARED_DIR is not set or empty");
        int seen = 0;
        for (const auto& exchange :
             recorded::load({"openai-chat", "openai-completions", "openai-embeddings", "openai-moderations",
                             "anthropic-messages", "anthropic-count-tokens"})) {
            if (exchange.request.empty() || exchange.status != 200)
                continue;
            const auto parsed = boost::json::parse(exchange.request).as_object();
            // Azure's deployments stand in the address; such a call does not come in at ours.
            const auto facts = scanRequest(operationOf(exchange.dialect), exchange.request);
            QVERIFY2(facts, qPrintable(QString::fromStdString(exchange.id + ": " +
                                                              (facts ? std::string() : facts.error().message))));
            ++seen;
            if (const auto* model = parsed.if_contains("model"))
                QCOMPARE(facts->model, std::string(model->as_string()));
            const auto* stream = parsed.if_contains("stream");
            QCOMPARE(facts->stream, stream != nullptr && stream->is_bool() && stream->as_bool());
            if (const auto* messages = parsed.if_contains("messages"))
                QCOMPARE(facts->messages, messages->as_array().size());
            QCOMPARE(exchange.request.at(facts->topLevelEnd), '}');
        }
        QVERIFY(seen > 100);
    }
};

QTEST_APPLESS_MAIN(TestRequestScan)
#include "tst_request_scan.moc"
