// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"
#include "core/dialects/errors.h"
#include "core/dialects/request_scan.h"
#include "tests/core/dialects/codec_support.h"

#include <QtTest>

using namespace codec_support;
using gatehouse::Error;
using gatehouse::ErrorKind;

namespace {

std::string crossed(Dialect from, Dialect to, std::string_view body, std::string_view model, Losses& losses) {
    auto request = codecFor(from).readRequest(body, losses);
    if (!request)
        return "! " + request.error().code + " " + request.error().field;
    request->model = model;
    const auto written = codecFor(to).writeRequest(*request, from, losses);
    return written ? *written : "! " + written.error().code;
}

// An SSE stream of Cohere's, or lines.
std::string sse(const std::vector<std::string>& events) {
    std::string out;
    for (const auto& event : events)
        out += "data: " + event + "\n\n";
    return out;
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

// What recordings do not show of Cohere's and Ollama's own chats.
class NativeRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cohereRequestKeepsItsOwnWords();
    void cohereToolChoice_data();
    void cohereToolChoice();
    void cohereDocumentsAreForAll();
    void coherePlanIsTextBesideCalls();
    void cohereArgumentsThatAreNone();
    void cohereStreamsThatFail();
    void cohereThinksByBudget();
    void ollamaRequestKeepsItsOptions();
    void ollamaCallsWithoutIdsAreAnswered();
    void ollamaTakesPicturesAsDataOnly();
    void ollamaThinkingInTagsAndFields();
    void ollamaStreamsThatFail();
    void ollamaGenerateIsOneMessage();
    void errorsHaveTheDialectsForm();
    void scansWhatTheyAsk();
    void refusesWhatNobodyTakes_data();
    void refusesWhatNobodyTakes();
};

void NativeRules::cohereRequestKeepsItsOwnWords() {
    const std::string body =
        R"({"model":"m","messages":[{"role":"user","content":"a"}],"p":0.70,"k":5,"seed":1,"temperature":0.3,)"
        R"("frequency_penalty":0.1,"presence_penalty":0.2,"max_tokens":9,"stop_sequences":["x"],)"
        R"("safety_mode":"STRICT","response_format":{"type":"json_object"},"strict_tools":true})";
    Losses losses;
    const auto own = crossed(Dialect::Cohere, Dialect::Cohere, body, "m", losses);
    for (const char* part : {R"("p":0.70)", R"("k":5)", R"("safety_mode":"STRICT")", R"("stop_sequences":["x"])",
                             R"("response_format":{"type":"json_object"})"})
        QVERIFY2(holds(own, part), own.c_str());
    QVERIFY2(losses.empty(), listed(losses).c_str());
    const auto other = crossed(Dialect::Cohere, Dialect::OpenAi, body, "gpt-4o", losses);
    QVERIFY2(holds(other, R"("top_p":0.70)") && holds(other, R"("max_tokens":9)"), other.c_str());
    QCOMPARE(listed(losses), std::string("dropped k: The provider's dialect has no such parameter.\n"
                                         "dropped safety_mode: The provider's dialect has no such field.\n"));
}

void NativeRules::cohereToolChoice_data() {
    QTest::addColumn<QByteArray>("choice");
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<int>("tools");
    QTest::newRow("auto") << QByteArray(R"("auto")") << QByteArray() << 2;
    QTest::newRow("required") << QByteArray(R"("required")") << QByteArray(R"("tool_choice":"REQUIRED")") << 2;
    QTest::newRow("none") << QByteArray(R"("none")") << QByteArray(R"("tool_choice":"NONE")") << 2;
    QTest::newRow("named") << QByteArray(R"({"type":"function","function":{"name":"two"}})")
                           << QByteArray(R"("tool_choice":"REQUIRED")") << 1;
}

void NativeRules::cohereToolChoice() {
    QFETCH(QByteArray, choice);
    QFETCH(QByteArray, written);
    QFETCH(int, tools);
    const std::string body = R"({"messages":[{"role":"user","content":"a"}],"tools":[)"
                             R"({"type":"function","function":{"name":"one"}},)"
                             R"({"type":"function","function":{"name":"two"}}],"tool_choice":)" +
                             choice.toStdString() + "}";
    Losses losses;
    const auto out = QByteArray::fromStdString(crossed(Dialect::OpenAi, Dialect::Cohere, body, "command-a", losses));
    QCOMPARE(out.count("\"type\":\"function\""), tools);
    QVERIFY(written.isEmpty() ? !out.contains("tool_choice") : out.contains(written));
    const auto lines = QByteArray::fromStdString(crossed(Dialect::OpenAi, Dialect::Ollama, body, "m", losses));
    QVERIFY(!lines.contains("tool_choice"));
    QCOMPARE(lines.contains("\"tools\""), choice != R"("none")");
}

void NativeRules::cohereDocumentsAreForAll() {
    const std::string body =
        R"({"messages":[{"role":"user","content":"a"}],"documents":["plain",{"id":"d1","data":{"title":"T",)"
        R"("snippet":"S"}}]})";
    Losses losses;
    const auto anthropic = crossed(Dialect::Cohere, Dialect::Anthropic, body, "claude", losses);
    QVERIFY2(holds(anthropic, R"("type":"document")") && holds(anthropic, "plain") && holds(anthropic, "title: T"),
             anthropic.c_str());
    const auto again = crossed(Dialect::Anthropic, Dialect::Cohere, anthropic, "command-a", losses);
    QVERIFY2(holds(again, R"("documents":[{"data":{"text":"plain"}})"), again.c_str());
    const auto lines = crossed(Dialect::Cohere, Dialect::Ollama, body, "m", losses);
    QVERIFY2(holds(lines, "snippet: S"), lines.c_str());
    QVERIFY(std::any_of(losses.begin(), losses.end(), [](const Loss& loss) { return loss.field == "documents"; }));
}

void NativeRules::coherePlanIsTextBesideCalls() {
    const std::string body =
        R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"I look.","tool_calls":[)"
        R"({"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},)"
        R"({"role":"tool","tool_call_id":"c","content":"r"}]})";
    Losses losses;
    const auto out = crossed(Dialect::OpenAi, Dialect::Cohere, body, "command-a", losses);
    QVERIFY2(holds(out, R"("tool_plan":"I look.")"), out.c_str());
    QVERIFY2(losses.empty(), listed(losses).c_str());
    const auto back = crossed(Dialect::Cohere, Dialect::OpenAi, out, "gpt-4o", losses);
    QVERIFY2(holds(back, R"("content":"I look.")"), back.c_str());
}

void NativeRules::cohereArgumentsThatAreNone() {
    for (const char* arguments : {R"("")", R"("null")", "null", R"("{}")"}) {
        const std::string body = R"({"id":"a","message":{"role":"assistant","tool_calls":[{"id":"c","type":"function",)"
                                 R"("function":{"name":"f","arguments":)" +
                                 std::string(arguments) + R"(}}]},"finish_reason":"TOOL_CALL"})";
        const auto answer = codecFor(Dialect::Cohere).readAnswer(body);
        QVERIFY(answer);
        QCOMPARE(std::get<ToolUsePart>(answer->choices[0].parts[0].content).arguments, std::string("{}"));
    }
    // At the start of a stream they may be all there is, and calls may come as an array.
    const auto read = readStream(
        codecFor(Dialect::Cohere),
        {sse({R"({"id":"a","type":"message-start","delta":{"message":{"role":"assistant"}}})",
              R"({"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":[{"id":"c","type":"function",)"
              R"("function":{"name":"f","arguments":"{\"x\":1}"}}]}}})",
              R"({"type":"tool-call-end","index":0})",
              R"({"type":"message-end","delta":{"finish_reason":"TOOL_CALL"}})"})});
    QCOMPARE(read.end, StreamEnd::Whole);
    QCOMPARE(std::get<ToolUsePart>(read.answer.choices[0].parts[0].content).arguments, std::string(R"({"x":1})"));
}

void NativeRules::cohereStreamsThatFail() {
    const std::string begin = R"({"id":"a","type":"message-start","delta":{"message":{"role":"assistant"}}})";
    const std::string text = R"({"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Hi"}}}})";
    for (const char* end : {R"({"type":"message-end","delta":{"finish_reason":"ERROR"}})",
                            R"({"type":"message-end","delta":{"error":"too bad","finish_reason":"ERROR"}})",
                            R"({"message":"too many requests"})", "not json"}) {
        const auto read = readStream(codecFor(Dialect::Cohere), {sse({begin, text, end})});
        QVERIFY2(read.failed && read.end == StreamEnd::Cut, end);
    }
    const auto cut = readStream(codecFor(Dialect::Cohere), {sse({begin, text})});
    QVERIFY(!cut.failed && cut.end == StreamEnd::Cut);
    // A text, thoughts and a text again are three parts, whatever the indexes are.
    const auto mixed = readStream(
        codecFor(Dialect::Cohere),
        {sse({begin, text, R"({"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"Hm"}}}})",
              text, R"({"type":"message-end","delta":{"finish_reason":"COMPLETE"}})"})});
    QCOMPARE(mixed.answer.choices[0].parts.size(), std::size_t(3));
}

void NativeRules::cohereThinksByBudget() {
    const std::string body = R"({"messages":[{"role":"user","content":"a"}],"reasoning_effort":"high"})";
    Losses losses;
    QVERIFY(holds(crossed(Dialect::OpenAi, Dialect::Cohere, body, "command-a-reasoning-08-2025", losses),
                  R"("thinking":{"type":"enabled","token_budget":16384})"));
    QCOMPARE(losses.size(), std::size_t(1));
    losses.clear();
    QVERIFY(!holds(crossed(Dialect::OpenAi, Dialect::Cohere, body, "command-r", losses), "thinking"));
    QCOMPARE(listed(losses), std::string("dropped reasoning_effort: The model does not think.\n"));
}

void NativeRules::ollamaRequestKeepsItsOptions() {
    const std::string body =
        R"({"model":"m","messages":[{"role":"user","content":"a"}],"options":{"num_ctx":4096,"top_p":0.70,)"
        R"("num_predict":-1,"stop":"x"},"keep_alive":"5m","think":"low","stream":false})";
    Losses losses;
    const auto own = crossed(Dialect::Ollama, Dialect::Ollama, body, "m", losses);
    for (const char* part : {R"("num_ctx":4096)", R"("top_p":0.70)", R"("keep_alive":"5m")", R"("think":"low")",
                             R"("stream":false)", R"("stop":["x"])"})
        QVERIFY2(holds(own, part), own.c_str());
    QVERIFY2(losses.empty(), listed(losses).c_str());
    const auto other = crossed(Dialect::Ollama, Dialect::OpenAi, body, "gpt-5", losses);
    QVERIFY2(!holds(other, "max_"), other.c_str());
    QVERIFY(
        std::any_of(losses.begin(), losses.end(), [](const Loss& loss) { return loss.field == "options.num_ctx"; }));
}

void NativeRules::ollamaCallsWithoutIdsAreAnswered() {
    const std::string body =
        R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"","tool_calls":[)"
        R"({"function":{"name":"f","arguments":{"x":1}}},{"function":{"name":"g","arguments":{}}}]},)"
        R"({"role":"tool","content":"of g","tool_name":"g"},{"role":"tool","content":"of f"}]})";
    Losses losses;
    const auto request = codecFor(Dialect::Ollama).readRequest(body, losses);
    QVERIFY(request);
    const auto use = [&](std::size_t i) { return std::get<ToolUsePart>(request->messages[1].parts[i].content).id; };
    const auto result = [&](std::size_t m) {
        return std::get<ToolResultPart>(request->messages[m].parts[0].content).id;
    };
    QVERIFY(use(0) != use(1));
    QCOMPARE(result(2), use(1));
    QCOMPARE(result(3), use(0));
    const auto again = codecFor(Dialect::Ollama).readRequest(body, losses);
    QVERIFY(*again == *request); // the same ids each turn
}

void NativeRules::ollamaTakesPicturesAsDataOnly() {
    const std::string body = R"({"messages":[{"role":"user","content":[{"type":"text","text":"a"},)"
                             R"({"type":"image_url","image_url":{"url":"data:image/png;base64,iVBOR"}},)"
                             R"({"type":"image_url","image_url":{"url":"https:)"
                             "/"
                             R"(/x/y.png"}}]}]})";
    Losses losses;
    const auto out = crossed(Dialect::OpenAi, Dialect::Ollama, body, "llava", losses);
    QVERIFY2(holds(out, R"("content":"a","images":["iVBOR"])"), out.c_str());
    QCOMPARE(listed(losses),
             std::string("dropped messages[0].content[2]: The provider's dialect takes pictures as data only, no "
                         "addresses.\n"));
    const auto back = crossed(Dialect::Ollama, Dialect::OpenAi, out, "gpt-4o", losses);
    QVERIFY2(holds(back, "data:image/png;base64,iVBOR"), back.c_str());
}

void NativeRules::ollamaThinkingInTagsAndFields() {
    for (const char* message : {R"({"role":"assistant","content":"<think>Hm</think>Hi"})",
                                R"({"role":"assistant","thinking":"Hm","content":"Hi"})"}) {
        const std::string line = R"({"model":"m","created_at":"2026-01-01T00:00:00Z","message":)" +
                                 std::string(message) + R"(,"done":true,"done_reason":"stop","eval_count":2})";
        const auto answer = codecFor(Dialect::Ollama).readAnswer(line);
        QVERIFY(answer);
        QVERIFY(essence(*answer).starts_with("text:Hi\nthoughts:Hm\n"));
        const auto read = readStream(codecFor(Dialect::Ollama), {line}); // and its last line without an end
        QCOMPARE(read.end, StreamEnd::Whole);
        QCOMPARE(essence(read.answer), essence(*answer));
    }
}

void NativeRules::ollamaStreamsThatFail() {
    const std::string text = R"({"model":"m","message":{"role":"assistant","content":"Hi"},"done":false})";
    for (const char* end : {R"({"error":"too bad"})", "not json"}) {
        const auto read = readStream(codecFor(Dialect::Ollama), {text + "\n" + end + "\n"});
        QVERIFY2(read.failed && read.end == StreamEnd::Cut, end);
    }
    const auto cut = readStream(codecFor(Dialect::Ollama), {text + "\n" + text.substr(0, 20)});
    QVERIFY(!cut.failed && cut.end == StreamEnd::Cut);
    const auto tap = makeStreamTap(Dialect::Ollama, Operation::OllamaChat, false);
    std::string out;
    const std::string large = R"({"message":{"content":")" + std::string(200'000, 'x') + R"("},"done":false})";
    tap->feed(large.substr(0, 100'000), out);
    QVERIFY(tap->insideEvent());
    tap->feed(large.substr(100'000) + "\n" + R"({"done":true,"done_reason":"length"})", out);
    QVERIFY(!tap->insideEvent());
    QCOMPARE(tap->finish(out), StreamEnd::Whole);
    QCOMPARE(out, large + "\n" + R"({"done":true,"done_reason":"length"})");
    QCOMPARE(tap->facts().stop, StopReason::MaxTokens);
    QCOMPARE(tap->facts().textBytes, std::size_t(200'000));
}

void NativeRules::ollamaGenerateIsOneMessage() {
    const std::string body =
        R"({"model":"m","prompt":"a","system":"s","images":["iVBOR"],"context":[1],"options":{"seed":3}})";
    const auto& codec = codecFor(Operation::OllamaGenerate);
    Losses losses;
    const auto request = codec.readRequest(body, losses);
    QVERIFY(request && request->stream);
    const auto out = codecFor(Dialect::OpenAi).writeRequest(*request, Dialect::Ollama, losses);
    QVERIFY2(holds(*out, R"({"role":"system","content":"s"})") && holds(*out, R"("seed":3)"), out->c_str());
    QCOMPARE(listed(losses), std::string("dropped context: The provider's dialect has no such field.\n"));
    ChatAnswer answer;
    answer.model = "m";
    answer.choices.emplace_back();
    answer.choices[0].stop = StopReason::EndTurn;
    Part part;
    part.content = TextPart{"Hi", {}};
    answer.choices[0].parts.push_back(part);
    QCOMPARE(codec.writeAnswer(answer, losses),
             std::string(R"({"model":"m","created_at":"1970-01-01T00:00:00.000000Z","response":"Hi","done":true,)"
                         R"("done_reason":"stop"})"));
}

void NativeRules::errorsHaveTheDialectsForm() {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_request";
    error.message = "No \"x\".";
    QCOMPARE(writeError(error, Dialect::Cohere, "r1"), std::string(R"({"id":"r1","message":"No \"x\"."})"));
    QCOMPARE(writeError(error, Dialect::Ollama, "r1"), std::string(R"({"error":"No \"x\"."})"));
    QCOMPARE(writeStreamError(error, Dialect::Ollama, "r1"), std::string("{\"error\":\"No \\\"x\\\".\"}\n"));
    const auto read = readStream(codecFor(Dialect::Cohere), {writeStreamError(error, Dialect::Cohere, "r1")});
    QVERIFY(read.failed);
    QCOMPARE(readProviderError(Dialect::Cohere, 401, R"({"id":"a","message":"bad key"})").error.code,
             std::string("provider_auth"));
    QCOMPARE(readProviderError(Dialect::Ollama, 404, R"({"error":"model 'x' not found"})").error.code,
             std::string("provider_model"));
}

void NativeRules::scansWhatTheyAsk() {
    const auto scan = [](Operation operation, std::string_view body) { return scanRequest(operation, body); };
    const std::string picture(200, 'A');
    const auto chat =
        scan(Operation::OllamaChat, R"({"model":"m","messages":[{"role":"user","content":"abc","images":[")" + picture +
                                        R"("]}],"options":{"num_predict":7}})");
    QVERIFY(chat);
    QVERIFY(chat->stream && chat->images);
    QCOMPARE(chat->mediaBytes, picture.size());
    QCOMPARE(chat->maxOutputTokens, std::optional<std::uint64_t>(7));
    QVERIFY(!scan(Operation::OllamaChat, R"({"model":"m","messages":[],"stream":false})")->stream);
    QVERIFY(scan(Operation::OllamaGenerate, R"({"model":"m","prompt":"a","stream":null})")->stream);
    QVERIFY(scan(Operation::OllamaGenerate, R"({"model":"m"})")); // loads it
    QCOMPARE(scan(Operation::OllamaEmbed, R"({"model":"m","input":["a","b"]})")->inputs, std::size_t(2));
    QCOMPARE(scan(Operation::CohereEmbed, R"({"model":"m","texts":["a","b","c"]})")->inputs, std::size_t(3));
    QVERIFY(scan(Operation::CohereChat, R"({"model":"m","messages":[{"role":"user"}],"stream":true})")->stream);
}

void NativeRules::refusesWhatNobodyTakes_data() {
    QTest::addColumn<int>("operation");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("field");
    const auto add = [](const char* name, Operation operation, const char* body, const char* field) {
        QTest::newRow(name) << int(operation) << QByteArray(body) << QByteArray(field);
    };
    add("no messages", Operation::CohereChat, R"({"model":"m"})", "messages");
    add("empty messages", Operation::CohereChat, R"({"model":"m","messages":[]})", "messages");
    add("texts", Operation::CohereEmbed, R"({"model":"m","texts":"a"})", "texts");
    add("documents", Operation::CohereRerank, R"({"model":"m","documents":[]})", "documents");
    add("rerank", Operation::Rerank, R"({"model":"m","documents":"a"})", "documents");
    add("options", Operation::OllamaChat, R"({"model":"m","messages":[],"options":7})", "options");
    add("prompt", Operation::OllamaGenerate, R"({"model":"m","prompt":7})", "prompt");
    add("stream", Operation::OllamaChat, R"({"model":"m","messages":[],"stream":"no"})", "stream");
}

void NativeRules::refusesWhatNobodyTakes() {
    QFETCH(int, operation);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, field);
    const auto facts = scanRequest(Operation(operation), body.toStdString());
    QVERIFY(!facts);
    QCOMPARE(facts.error().field, field.toStdString());
}

QTEST_APPLESS_MAIN(NativeRules)
#include "tst_native_rules.moc"
