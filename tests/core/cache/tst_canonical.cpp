// SPDX-License-Identifier: Apache-2.0
#include "core/cache/canonical.h"

#include "core/cache/canonical_json.h"
#include "core/cache/request_key.h"

#include <QTest>
#include <boost/json.hpp>
#include <random>

using namespace gatehouse;
using namespace gatehouse::cache;
using dialects::Operation;

namespace json = boost::json;

namespace {

Canonical of(Operation operation, std::string_view body) {
    auto canonical = canonicalRequest(operation, body);
    return canonical ? std::move(*canonical) : Canonical();
}

std::string whole(Operation operation, std::string_view body) {
    return of(operation, body).whole;
}

// The same value, its members in another order.
json::value shuffled(const json::value& value, std::minstd_rand& random) {
    if (const auto* array = value.if_array()) {
        json::array out;
        for (const auto& element : *array)
            out.push_back(shuffled(element, random));
        return out;
    }
    const auto* object = value.if_object();
    if (object == nullptr)
        return value;
    std::vector<std::pair<std::string, json::value>> members;
    for (const auto& [name, member] : *object)
        members.emplace_back(name, shuffled(member, random));
    std::shuffle(members.begin(), members.end(), random);
    json::object out;
    for (auto& [name, member] : members)
        out[name] = std::move(member);
    return out;
}

// Every request that differs from this one in one leaf.
void mutate(json::value& here, const json::value& root, std::vector<std::string>& out, std::string_view name) {
    if (name == "model" || name == "stream" || name == "stream_options" || name == "cache_control")
        return;
    const auto tell = [&out, &root, &here](json::value other) {
        std::swap(here, other);
        out.push_back(json::serialize(root));
        std::swap(here, other);
    };
    if (auto* array = here.if_array()) {
        for (auto& element : *array)
            mutate(element, root, out, {});
        auto longer = *array;
        longer.push_back(array->empty() ? json::value("x") : array->back());
        tell(longer);
    } else if (auto* object = here.if_object()) {
        for (auto& [key, member] : *object)
            mutate(member, root, out, key);
        auto larger = *object;
        larger["made_up"] = 1;
        tell(larger);
    } else if (here.is_string()) {
        tell(json::value(std::string(here.get_string()) + "x"));
        tell(json::value("x"));
    } else if (here.is_bool()) {
        tell(!here.get_bool());
    } else if (here.is_int64()) {
        tell(here.get_int64() + 2);
    } else if (here.is_double()) {
        tell(here.get_double() + 0.125);
    }
}

const char* const openAi = R"({"model":"m","messages":[{"role":"system","content":"Be short."},
  {"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},{"role":"user","content":"What is 2+2?"}],
  "temperature":0,"top_p":0.5,"max_tokens":100,"seed":7,"stop":["END"],"stream":false})";
const char* const withTools = R"({"model":"m","messages":[{"role":"user","content":"What is the weather?"}],
  "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"c":{"type":
  "string"}}}}}],"tool_choice":"auto","parallel_tool_calls":true,"user":"u1","metadata":{"a":"b"},"logit_bias":{"1":2},
  "response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}}})";
const char* const anthropic = R"({"model":"m","max_tokens":100,"system":[{"type":"text","text":"Be short."}],
  "messages":[{"role":"user","content":[{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]},
  {"role":"assistant","content":"Hi"},{"role":"user","content":"What is 2+2?"}],"thinking":{"type":"enabled",
  "budget_tokens":1024}})";
const char* const gemini = R"({"contents":[{"role":"user","parts":[{"text":"Hello"}]}],
  "generationConfig":{"temperature":0.5,"thinkingConfig":{"thinkingBudget":5}},"safetySettings":[{"category":"c"}]})";
const char* const responses = R"({"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]}],
  "instructions":"Be short.","temperature":0,"store":false,"text":{"format":{"type":"text"}}})";

} // namespace

class TestCanonical : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersHaveOneSpelling_data();
    void numbersHaveOneSpelling();
    void orderAndBlanksDoNotMatter_data();
    void orderAndBlanksDoNotMatter();
    void anyOtherChangeMatters_data() { orderAndBlanksDoNotMatter_data(); }
    void anyOtherChangeMatters();
    void whatSaysNothingDoesNotMatter();
    void dialectsShareConversationsOfText();
    void textsCannotPassForOthers();
    void findsTheLastWords();
    void findsToolResults_data();
    void findsToolResults();
    void noOtherTenantHasTheSameKey();
};

void TestCanonical::numbersHaveOneSpelling_data() {
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("equal");
    QTest::newRow("zeros behind") << QByteArray("0.70") << QByteArray("0.7") << true;
    QTest::newRow("exponent") << QByteArray("7e-1") << QByteArray("0.7") << true;
    QTest::newRow("whole") << QByteArray("1.0") << QByteArray("1") << true;
    QTest::newRow("zero") << QByteArray("-0.0") << QByteArray("0") << true;
    QTest::newRow("hundred") << QByteArray("1e2") << QByteArray("100") << true;
    QTest::newRow("sign") << QByteArray("-1") << QByteArray("1") << false;
    QTest::newRow("beyond a double") << QByteArray("9007199254740993") << QByteArray("9007199254740992") << false;
    QTest::newRow("endless exponent") << QByteArray("1e99999999") << QByteArray("1e99999998") << false;
}

void TestCanonical::numbersHaveOneSpelling() {
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(bool, equal);
    QCOMPARE(canonicalNumber(one.toStdString()) == canonicalNumber(other.toStdString()), equal);
}

void TestCanonical::orderAndBlanksDoNotMatter_data() {
    QTest::addColumn<int>("operation");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("OpenAI") << int(Operation::ChatCompletions) << QByteArray(openAi);
    QTest::newRow("OpenAI with tools") << int(Operation::ChatCompletions) << QByteArray(withTools);
    QTest::newRow("Anthropic") << int(Operation::Messages) << QByteArray(anthropic);
    QTest::newRow("Gemini") << int(Operation::GenerateContent) << QByteArray(gemini);
    QTest::newRow("Responses") << int(Operation::Responses) << QByteArray(responses);
    QTest::newRow("embeddings") << int(Operation::Embeddings) << QByteArray(R"({"model":"m","input":["a","b"],
        "dimensions":12,"encoding_format":"float"})");
}

void TestCanonical::orderAndBlanksDoNotMatter() {
    QFETCH(int, operation);
    QFETCH(QByteArray, body);
    const auto kind = static_cast<Operation>(operation);
    const auto expected = whole(kind, body.toStdString());
    QVERIFY(!expected.empty());
    const auto value = json::parse(body.toStdString());
    std::minstd_rand random(7);
    for (int i = 0; i < 200; ++i) {
        QCOMPARE(whole(kind, json::serialize(shuffled(value, random))), expected);
    }
}

void TestCanonical::anyOtherChangeMatters() {
    QFETCH(int, operation);
    QFETCH(QByteArray, body);
    const auto kind = static_cast<Operation>(operation);
    auto value = json::parse(body.toStdString());
    std::vector<std::string> others;
    mutate(value, value, others, {});
    QVERIFY(others.size() > 5);
    const auto unchanged = whole(kind, body.toStdString());
    for (const auto& other : others)
        QVERIFY2(whole(kind, other) != unchanged, other.c_str());
}

void TestCanonical::whatSaysNothingDoesNotMatter() {
    const auto plain =
        whole(Operation::ChatCompletions, R"({"model":"a","messages":[{"role":"user","content":"Hi"}]})");
    for (const auto* more :
         {R"("stream":true)", R"("stream":true,"stream_options":{"include_usage":true})", R"("temperature":null)",
          R"("n":1)", R"("tools":[])", R"("frequency_penalty":0.0)", R"("stop":null)"}) {
        const auto body = std::string(R"({"messages":[{"role":"user","content":"Hi"}],"model":"b",)") + more + "}";
        // A list of no tools is no plain conversation any more, but means the same to every other request of its kind.
        if (std::string_view(more) != R"("tools":[])")
            QCOMPARE(whole(Operation::ChatCompletions, body), plain);
    }
    QCOMPARE(
        whole(Operation::ChatCompletions, R"({"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]})"),
        plain);
}

void TestCanonical::dialectsShareConversationsOfText() {
    const auto asOpenAi =
        whole(Operation::ChatCompletions,
              R"({"model":"m","max_tokens":9,"temperature":0.0,"messages":[{"role":"system","content":"S"},
                 {"role":"user","content":"Hi"}]})");
    QCOMPARE(whole(Operation::Messages, R"({"model":"m","max_tokens":9,"temperature":0,"system":"S",
                 "messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"stream":true})"),
             asOpenAi);
    QCOMPARE(whole(Operation::GenerateContent, R"({"systemInstruction":{"parts":[{"text":"S"}]},
                 "contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":9,"temperature":0}})"),
             asOpenAi);
    // Thinking is a matter of its dialect.
    QVERIFY(whole(Operation::Messages, R"({"max_tokens":9,"temperature":0,"system":"S","thinking":{"type":"disabled"},
                 "messages":[{"role":"user","content":"Hi"}]})") != asOpenAi);
}

void TestCanonical::textsCannotPassForOthers() {
    const auto ask = [](std::string_view first, std::string_view second) {
        return whole(Operation::ChatCompletions, R"({"messages":[{"role":"user","content":)" + std::string(first) +
                                                     R"(},{"role":"user","content":)" + std::string(second) + "}]}");
    };
    QVERIFY(ask(R"("a1:b")", R"("c")") != ask(R"("a")", R"("b1:c")"));
    QVERIFY(ask(R"("au1:b")", R"("")") != ask(R"("a")", R"("b")"));
    // Lone surrogates: none of them is U+FFFD, and none is another.
    QVERIFY(ask(R"("\ud800")", R"("")") != ask(R"("\ud801")", R"("")"));
    QVERIFY(ask(R"("\ud800")", R"("")") != ask(R"("\ufffd")", R"("")"));
    QCOMPARE(ask(R"("\u0041")", R"("")"), ask(R"("A")", R"("")"));
}

void TestCanonical::findsTheLastWords() {
    const auto one = of(Operation::ChatCompletions, openAi);
    QCOMPARE(one.lastText, std::string("What is 2+2?"));
    std::string changed = openAi;
    changed.replace(changed.find("2+2"), 3, "3+3");
    const auto other = of(Operation::ChatCompletions, changed);
    QCOMPARE(other.lastText, std::string("What is 3+3?"));
    QVERIFY(one.rest && other.rest && one.whole != other.whole);
    QCOMPARE(*one.rest, *other.rest);
    changed = openAi;
    changed.replace(changed.find("Be short"), 8, "Be loud!");
    QVERIFY(*of(Operation::ChatCompletions, changed).rest != *one.rest);
    // With tools, in the request's own dialect.
    const auto tools = of(Operation::ChatCompletions, withTools);
    QCOMPARE(tools.lastText, std::string("What is the weather?"));
    QVERIFY(tools.rest && tools.rest->find("weather?") == std::string::npos);
    // An answer that is to be continued has no last words of a user's.
    QVERIFY(!of(Operation::Messages, R"({"max_tokens":5,"messages":[{"role":"user","content":"a"},{"role":"assistant",
        "content":"b"}]})")
                 .rest);
    QVERIFY(!of(Operation::Embeddings, R"({"input":"a"})").rest);
}

void TestCanonical::findsToolResults_data() {
    QTest::addColumn<int>("operation");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("OpenAI") << int(Operation::ChatCompletions)
                            << QByteArray(R"({"messages":[{"role":"tool","tool_call_id":"1","content":"x"}]})");
    QTest::newRow("Anthropic")
        << int(Operation::Messages)
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"x"}]}]})");
    QTest::newRow("Gemini")
        << int(Operation::GenerateContent)
        << QByteArray(R"({"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}]})");
    QTest::newRow("Responses") << int(Operation::Responses)
                               << QByteArray(
                                      R"({"input":[{"type":"function_call_output","call_id":"1","output":"x"}]})");
    QTest::newRow("Bedrock")
        << int(Operation::Converse)
        << QByteArray(R"({"messages":[{"role":"user","content":[{"toolResult":{"toolUseId":"1","content":[]}}]}]})");
}

void TestCanonical::findsToolResults() {
    QFETCH(int, operation);
    QFETCH(QByteArray, body);
    QVERIFY(of(static_cast<Operation>(operation), body.toStdString()).toolResults);
    QVERIFY(!of(Operation::ChatCompletions, withTools).toolResults);
}

void TestCanonical::noOtherTenantHasTheSameKey() {
    config::Snapshot snapshot;
    snapshot.teams = {config::Team{}, config::Team{}};
    snapshot.teams[0].id = "one";
    snapshot.teams[1].id = "two";
    for (const auto* name : {"a", "b", "c"}) {
        config::App app;
        app.id = name;
        app.team = std::string_view(name) == "c" ? 1 : 0;
        snapshot.apps.push_back(std::move(app));
    }
    const auto canonical = of(Operation::ChatCompletions, openAi);
    config::Route route;
    route.model = "m";
    const auto key = [&](std::size_t app) { return keyOf({snapshot, route, app, {}}, canonical); };
    const auto partition = [&](std::size_t app) { return partitionOf({snapshot, route, app, {}}, canonical); };
    route.cache.sharing = config::CacheSharing::App;
    QVERIFY(key(0) != key(1) && partition(0) != partition(1));
    route.cache.sharing = config::CacheSharing::Team;
    QVERIFY(key(0) == key(1) && key(0) != key(2) && partition(0) != partition(2));
    route.cache.sharing = config::CacheSharing::Organisation;
    QVERIFY(key(0) == key(2) && partition(0) == partition(2));
    const auto before = key(0);
    QVERIFY(keyOf({snapshot, route, 0, {"anthropic-beta: x"}}, canonical) != before);
    route.cache.identity = "other targets";
    QVERIFY(key(0) != before);
    route.cache.identity = {};
    route.model = "n";
    QVERIFY(key(0) != before);
}

QTEST_APPLESS_MAIN(TestCanonical)
#include "tst_canonical.moc"
