// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/dialects/codec.h"
#include "core/dialects/finish.h"
#include "core/dialects/json_balance.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/openai/model_rules.h"
#include "core/dialects/stop_words.h"
#include "core/dialects/think_splitter.h"
#include "core/dialects/translation.h"
#include "tests/core/dialects/codec_support.h"

#include <QtTest>

using namespace codec_support;
namespace json = gatehouse::dialects::json;

// Rules of translation that golden files cannot show well: small helpers, refusals, thoughts over several turns.
class CodecRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A limit that leaves no room for thought, or a wish for less than none, never turns into a budget.
    void thinksOnlyWhereThereIsRoom() {
        for (const auto& [limit, budget] : {std::pair("0", "4096"), std::pair("4096", "-5")}) {
            ChatRequest request;
            request.dialect = Dialect::Gemini;
            request.model = "claude-x";
            request.maxOutputTokens = limit;
            request.reasoning.mode = ThinkingMode::Enabled;
            request.reasoning.budget = budget;
            Losses losses;
            const auto body = codecFor(Dialect::Anthropic).writeRequest(request, Dialect::Gemini, losses);
            QVERIFY(!body || body->find("budget_tokens") == std::string::npos);
        }
    }
    // The pieces of a custom tool's free text, joined, are the object {"input": text}.
    void streamsFreeTextOfAToolAsAnObject() {
        for (const auto dialect : {Dialect::Anthropic, Dialect::Bedrock}) {
            const auto writer = codecFor(dialect).streamWriter({});
            std::string out;
            for (const StreamEvent& event :
                 {StreamEvent(MessageStart{}),
                  StreamEvent(PartStart{0, 0, ToolUsePart{"c1", "run", "", ToolInput::Text, {}}}),
                  StreamEvent(ArgumentsDelta{0, "say "}), StreamEvent(ArgumentsDelta{0, "\"hi\""}),
                  StreamEvent(PartStop{0}), StreamEvent(StopEvent{0, StopReason::ToolUse, {}, {}})})
                writer->write(event, out);
            writer->finish(out);
            const auto read = readStream(codecFor(dialect), {out});
            QCOMPARE(std::get<ToolUsePart>(read.answer.choices[0].parts[0].content).arguments,
                     std::string("{\"input\":\"say \\\"hi\\\"\"}"));
        }
    }
    void keepsNumbersAndFindsMembers();
    void refusesWhatIsNotOneObject_data();
    void refusesWhatIsNotOneObject();
    void turnsLoneSurrogatesIntoReplacementCharacters();
    void writesJsonWithoutBlanks();
    void findsTheEndOfAnObjectInSlices();
    void tellsThoughtsFromAnswersInAnySlices_data();
    void tellsThoughtsFromAnswersInAnySlices();
    void knowsModelsByTheirNames_data();
    void knowsModelsByTheirNames();
    void mapsStopReasonsThereAndBack();
    void makesIdsThatFit();
    void readsDataUrls();
    void namesTheFieldOfAWrongRequest_data();
    void namesTheFieldOfAWrongRequest();
    void doesNotTakeAnErrorForAnAnswer_data();
    void doesNotTakeAnErrorForAnAnswer();
    void carriesSignaturesThroughAClientOfTheOtherDialect();
    void carriesStreamedSignaturesThroughAClientOfTheOtherDialect();
    void bringsForeignThoughtsBackToTheirVendor();
    void viewsPicturesInTheBody();
    void cutsTheListOfLosses();
    void givesAnAnthropicStreamItsLimit();
};

void CodecRules::keepsNumbersAndFindsMembers() {
    const std::string text = R"( {"a":1e400,"b":{"\u0063":[true,null,"x"]},"":-0.10,"big":123456789012345678901} )";
    const auto document = json::Document::parse(text);
    QVERIFY(document);
    const json::View root = document->root();
    QCOMPARE(root["a"].numberText(), std::string_view("1e400"));
    QVERIFY(!root["big"].integer());
    QCOMPARE(root["big"].compact(), std::string("123456789012345678901"));
    QCOMPARE(root[""].numberText(), std::string_view("-0.10"));
    QCOMPARE(root["b"]["c"].size(), std::size_t{3});
    QCOMPARE(root["b"].compact(), std::string(R"({"\u0063":[true,null,"x"]})"));
    QVERIFY(!root["nothing"]["at"]["all"].given());
    std::string names;
    for (const json::View member : root.children())
        names += std::string(member.name()) + ',';
    QCOMPARE(names, std::string("a,b,,big,"));
}

void CodecRules::refusesWhatIsNotOneObject_data() {
    QTest::addColumn<QByteArray>("text");
    const char* const texts[] = {"",
                                 "[]",
                                 "1",
                                 "{",
                                 "{}}",
                                 "{\"a\":1,}",
                                 "{\"a\":01}",
                                 "{\"a\":\"\n\"}",
                                 "{\"a\":\"\xff\"}",
                                 "{\"a\":1,\"a\":2}",
                                 "{\"a\":\"\\x\"}",
                                 "{'a':1}",
                                 "{\"a\":nul}"};
    int number = 0;
    for (const char* text : texts)
        QTest::addRow("%d", number++) << QByteArray(text);
    QTest::newRow("deep") << "{\"a\":" + QByteArray(5000, '[') + QByteArray(5000, ']') + "}";
}

void CodecRules::refusesWhatIsNotOneObject() {
    QFETCH(QByteArray, text);
    QVERIFY(!json::Document::parse(text.toStdString()));
}

void CodecRules::turnsLoneSurrogatesIntoReplacementCharacters() {
    const std::string text = R"({"a":"x\ud800y\udc00\ud83d\ude00\ud83d\ud83d\ude00"})";
    const auto document = json::Document::parse(text);
    const std::string decoded = document->root()["a"].text();
    QVERIFY(gatehouse::isValidUtf8(decoded));
    QCOMPARE(decoded, std::string("x\uFFFDy\uFFFD\U0001F600\uFFFD\U0001F600"));
}

void CodecRules::writesJsonWithoutBlanks() {
    std::string out;
    json::Writer writer(out);
    writer.beginObject().text("a", "\"\n").beginArray("b").number(1).boolean(false).null().endArray();
    writer.raw("c", " { \"x y\" : [ 1 , \"\\\" \" ] } ").members(" { \"d\" : 1 } ").members("{}");
    writer.name("e").joined("data:", "AA").endObject();
    QCOMPARE(out, std::string(R"({"a":"\"\n","b":[1,false,null],"c":{"x y":[1,"\" "]},"d":1,"e":"data:AA"})"));
}

void CodecRules::findsTheEndOfAnObjectInSlices() {
    json::Balance balance;
    for (const char* slice : {"{\"a\"", ":\"}\\\"", "}\",\"b\":[", "{}]"}) {
        balance.feed(slice);
        QVERIFY(!balance.closed());
    }
    balance.feed("}");
    QVERIFY(balance.closed());
}

void CodecRules::tellsThoughtsFromAnswersInAnySlices_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("thoughts");
    QTest::addColumn<QString>("answer");
    const auto row = [](const char* text, const char* thoughts, const char* answer) {
        QTest::addRow("%s/%s", thoughts, answer)
            << QString::fromUtf8(text) << QString::fromUtf8(thoughts) << QString::fromUtf8(answer);
    };
    row("plain", "", "plain");
    row("  <think>a</think> b ", "a", "b ");
    row("<think></think>b", "", "b");
    row("<think>\n\n</think>\n\nb", "", "b");
    row("<think>a</thin</think>b", "a</thin", "b");
    row("<think>never closed", "never closed", "");
    row("<thin", "", "<thin");
    row("a <think>b</think>", "", "a <think>b</think>");
    row("", "", "");
    row("  ", "", "  ");
}

void CodecRules::tellsThoughtsFromAnswersInAnySlices() {
    QFETCH(QString, text);
    QFETCH(QString, thoughts);
    QFETCH(QString, answer);
    const std::string all = text.toStdString();
    for (std::size_t width = 1; width <= all.size() + 1; ++width) {
        ThinkSplitter splitter;
        std::vector<ThinkSplitter::Piece> pieces;
        for (std::size_t at = 0; at < all.size(); at += width)
            splitter.feed(std::string_view(all).substr(at, width), pieces);
        splitter.finish(pieces);
        std::string found[2];
        for (const auto& piece : pieces)
            found[piece.thought ? 1 : 0] += piece.text;
        QCOMPARE(QString::fromStdString(found[1]), thoughts);
        QCOMPARE(QString::fromStdString(found[0]), answer);
    }
}

void CodecRules::knowsModelsByTheirNames_data() {
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<bool>("reasons");
    QTest::addColumn<bool>("refusesEffort");
    QTest::newRow("1") << QByteArray("gpt-4o") << false << true;
    QTest::newRow("2") << QByteArray("gpt-3.5-turbo") << false << true;
    QTest::newRow("3") << QByteArray("gpt-35-turbo") << false << true;
    QTest::newRow("4") << QByteArray("openai/gpt-5.1-mini") << true << false;
    QTest::newRow("5") << QByteArray("gpt-5-chat-latest") << false << true;
    QTest::newRow("6") << QByteArray("o3-mini") << true << false;
    QTest::newRow("7") << QByteArray("openai/gpt-oss-120b") << false << false;
    QTest::newRow("8") << QByteArray("gpt-10") << true << false;
    QTest::newRow("9") << QByteArray("deepseek-reasoner") << false << false;
    QTest::newRow("10") << QByteArray("") << false << false;
    QTest::newRow("11") << QByteArray("gpt-") << false << false;
    QTest::newRow("12") << QByteArray("olmo-2") << false << false;
}

void CodecRules::knowsModelsByTheirNames() {
    QFETCH(QByteArray, model);
    QTEST(openai::isReasoningModel(model.toStdString()), "reasons");
    QTEST(openai::refusesEffort(model.toStdString()), "refusesEffort");
}

void CodecRules::mapsStopReasonsThereAndBack() {
    for (const auto reason : {StopReason::EndTurn, StopReason::StopSequence, StopReason::MaxTokens,
                              StopReason::ContextFull, StopReason::ToolUse, StopReason::Filtered, StopReason::Paused})
        QCOMPARE(stopReasonOf(Dialect::Anthropic, stopWord(Dialect::Anthropic, reason)), reason);
    for (const auto reason : {StopReason::EndTurn, StopReason::MaxTokens, StopReason::ToolUse, StopReason::Filtered})
        QCOMPARE(stopReasonOf(Dialect::OpenAi, stopWord(Dialect::OpenAi, reason)), reason);
    QCOMPARE(stopWord(Dialect::OpenAi, StopReason::Refusal), std::string_view("stop"));
    QCOMPARE(stopWord(Dialect::Anthropic, StopReason::Other), std::string_view("end_turn"));
}

void CodecRules::makesIdsThatFit() {
    QCOMPARE(fittingToolId("toolu_1-a", IdAlphabet::Anthropic), std::string("toolu_1-a"));
    const std::string made = fittingToolId("functions.a:0", IdAlphabet::Anthropic);
    QCOMPARE(fittingToolId(made, IdAlphabet::Anthropic), made);
    QCOMPARE(fittingToolId("functions.a:0", IdAlphabet::Anthropic), made);
    QVERIFY(fittingToolId("functions.a:1", IdAlphabet::Anthropic) != made);
    QCOMPARE(fittingToolId("functions.a:0", IdAlphabet::OpenAi), std::string("functions.a:0"));
    QVERIFY(fittingToolId(std::string(65, 'a'), IdAlphabet::OpenAi).size() <= 64);
    QVERIFY(!fittingToolId("", IdAlphabet::Anthropic).empty());
}

void CodecRules::readsDataUrls() {
    const auto url = parseDataUrl("data:image/png;charset=x;base64,AA==");
    QVERIFY(url);
    QCOMPARE(url->mediaType, std::string_view("image/png"));
    QCOMPARE(url->data, std::string_view("AA=="));
    QVERIFY(!parseDataUrl("data:text/plain,hello"));
    QVERIFY(!parseDataUrl("https://example.com/a;base64,AA"));
    QCOMPARE(decodeBase64("SGVsbG8gw6k=").value_or("?"), std::string("Hello \xC3\xA9"));
    QVERIFY(!decodeBase64("SGV sbG8"));
}

void CodecRules::namesTheFieldOfAWrongRequest_data() {
    QTest::addColumn<bool>("openAi");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("1") << true << QByteArray("{}") << QByteArray("messages");
    QTest::newRow("2") << true << QByteArray(R"({"messages":{}})") << QByteArray("messages");
    QTest::newRow("3") << true << QByteArray(R"({"messages":[1]})") << QByteArray("messages[0]");
    QTest::newRow("4") << true << QByteArray(R"({"messages":[{"role":"user","content":"x"},{"role":"king"}]})")
                       << QByteArray("messages[1].role");
    QTest::newRow("5") << true << QByteArray(R"({"messages":[{"role":"user","content":1}]})")
                       << QByteArray("messages[0].content");
    QTest::newRow("6") << false << QByteArray(R"({"messages":[{"role":"tool","content":"x"}]})")
                       << QByteArray("messages[0].role");
    QTest::newRow("7") << false << QByteArray(R"({"messages":[{"role":"user"}]})") << QByteArray("messages[0].content");
}

void CodecRules::namesTheFieldOfAWrongRequest() {
    QFETCH(bool, openAi);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, field);
    Losses losses;
    const std::string text = body.toStdString();
    const auto request = codecFor(openAi ? Dialect::OpenAi : Dialect::Anthropic).readRequest(text, losses);
    QVERIFY(!request);
    QCOMPARE(request.error().kind, gatehouse::ErrorKind::Invalid);
    QCOMPARE(QByteArray::fromStdString(request.error().field), field);
}

void CodecRules::doesNotTakeAnErrorForAnAnswer_data() {
    QTest::addColumn<bool>("openAi");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("html") << true << QByteArray("<html></html>");
    QTest::newRow("empty") << false << QByteArray();
    QTest::newRow("no choices") << true << QByteArray(R"({"choices":[]})");
    QTest::newRow("error") << true << QByteArray(R"({"error":{"message":"no","code":429}})");
    QTest::newRow("failed") << true
                            << QByteArray(R"({"choices":[{"message":{"content":"x"},"finish_reason":"error"}]})");
    QTest::newRow("anthropic error") << false
                                     << QByteArray(
                                            R"({"type":"error","error":{"type":"overloaded_error","message":"x"}})");
    QTest::newRow("no content") << false << QByteArray(R"({"type":"message"})");
}

void CodecRules::doesNotTakeAnErrorForAnAnswer() {
    QFETCH(bool, openAi);
    QFETCH(QByteArray, body);
    const std::string text = body.toStdString();
    QVERIFY(!codecFor(openAi ? Dialect::OpenAi : Dialect::Anthropic).readAnswer(text));
}

namespace {

const std::string thinkingAnswer =
    R"({"id":"msg_1","model":"c","content":[{"type":"thinking","thinking":"Hm \u00e9.","signature":"Sig/+=="},)"
    R"({"type":"redacted_thinking","data":"Red=="},{"type":"text","text":"Yes"},)"
    R"({"type":"tool_use","id":"toolu_1","name":"f","input":{}}],"stop_reason":"tool_use",)"
    R"("usage":{"input_tokens":1,"output_tokens":1}})";

// What the provider gets when the client sends this assistant message back.
std::string nextRequest(Dialect client, Dialect provider, const std::string& message) {
    const std::string model = "claude-sonnet-4-5";
    const std::string body = R"({"model":")" + model +
                             R"(","max_tokens":9,"messages":[{"role":"user","content":"Hi"},)" + message +
                             R"(,{"role":"user","content":"And?"}]})";
    Losses losses;
    const auto request = codecFor(client).readRequest(body, losses);
    return request ? *codecFor(provider).writeRequest(*request, client, losses) : std::string();
}

} // namespace

void CodecRules::carriesSignaturesThroughAClientOfTheOtherDialect() {
    Losses losses;
    const auto answer = codecFor(Dialect::Anthropic).readAnswer(thinkingAnswer);
    const std::string told = codecFor(Dialect::OpenAi).writeAnswer(*answer, losses);
    const auto document = json::Document::parse(told);
    std::string message;
    for (const json::View choice : document->root()["choices"].children())
        message = choice["message"].compact();
    const std::string sent = nextRequest(Dialect::OpenAi, Dialect::Anthropic, message);
    QVERIFY2(sent.find(R"({"type":"thinking","thinking":"Hm é.","signature":"Sig/+=="},)"
                       R"({"type":"redacted_thinking","data":"Red=="},{"type":"text","text":"Yes"})") !=
                 std::string::npos,
             sent.c_str());
}

void CodecRules::carriesStreamedSignaturesThroughAClientOfTheOtherDialect() {
    const auto answer = codecFor(Dialect::Anthropic).readAnswer(thinkingAnswer);
    const auto writer = codecFor(Dialect::Anthropic).streamWriter({});
    std::string stream;
    writer->write(MessageStart{"m", "c", 0, {}}, stream);
    writer->write(PartStart{0, 0, ReasoningPart{{}, {}, {}, {}, {}, false, Dialect::Anthropic}}, stream);
    for (const char* piece : {"Hm", " ", "é."})
        writer->write(ReasoningDelta{0, piece}, stream);
    writer->write(SignatureDelta{0, "Sig/+=="}, stream);
    writer->write(PartStop{0}, stream);
    ReasoningPart redacted;
    redacted.encrypted = "Red==";
    redacted.dialect = Dialect::Anthropic;
    writer->write(PartStart{1, 0, redacted}, stream);
    writer->write(PartStop{1}, stream);
    writer->write(StopEvent{0, StopReason::EndTurn, {}, {}}, stream);
    writer->finish(stream);
    const std::string chunks =
        writeStream(codecFor(Dialect::OpenAi), readStream(codecFor(Dialect::Anthropic), {stream}));
    // A client that keeps the details of all chunks as they came.
    std::string details;
    for (std::size_t at = 0; (at = chunks.find("data: {", at)) != std::string::npos; ++at) {
        const std::string data = chunks.substr(at + 6, chunks.find('\n', at) - at - 6);
        const auto document = json::Document::parse(data);
        for (const json::View choice : document->root()["choices"].children()) {
            for (const json::View detail : choice["delta"]["reasoning_details"].children())
                details += (details.empty() ? "" : ",") + detail.compact();
        }
    }
    const std::string message = R"({"role":"assistant","content":"Yes","reasoning_details":[)" + details + "]}";
    const std::string sent = nextRequest(Dialect::OpenAi, Dialect::Anthropic, message);
    QVERIFY2(sent.find(R"({"type":"thinking","thinking":"Hm é.","signature":"Sig/+=="},)"
                       R"({"type":"redacted_thinking","data":"Red=="},{"type":"text","text":"Yes"})") !=
                 std::string::npos,
             sent.c_str());
}

void CodecRules::bringsForeignThoughtsBackToTheirVendor() {
    const std::string body =
        R"({"id":"x","model":"m","choices":[{"message":{"content":"Yes","reasoning_details":[)"
        R"({"type":"reasoning.encrypted","data":"Enc","format":"openai-responses-v1","index":0},)"
        R"({"type":"reasoning.text","text":"Hm","signature":"Sig","format":"xai-responses-v1","index":1}]},"finish_reason":"stop"}]})";
    Losses losses;
    const auto answer = codecFor(Dialect::OpenAi).readAnswer(body);
    const std::string told = codecFor(Dialect::Anthropic).writeAnswer(*answer, losses);
    const auto document = json::Document::parse(told);
    const std::string message = R"({"role":"assistant","content":)" + document->root()["content"].compact() + "}";
    const std::string back = nextRequest(Dialect::Anthropic, Dialect::OpenAi, message);
    QVERIFY2(back.find(R"("data":"Enc","format":"openai-responses-v1")") != std::string::npos, back.c_str());
    QVERIFY2(back.find(R"("text":"Hm","signature":"Sig","format":"xai-responses-v1")") != std::string::npos,
             back.c_str());
    const std::string elsewhere = nextRequest(Dialect::Anthropic, Dialect::Anthropic, message);
    QVERIFY2(elsewhere.find("thinking") == std::string::npos, elsewhere.c_str());
}

void CodecRules::viewsPicturesInTheBody() {
    const std::string body =
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]})";
    Losses losses;
    const auto request = codecFor(Dialect::OpenAi).readRequest(body, losses);
    const auto& media = std::get<MediaPart>(request->messages[0].parts[0].content);
    QCOMPARE(static_cast<std::size_t>(media.data.view().data() - body.data()), body.find("AAAA"));
}

void CodecRules::cutsTheListOfLosses() {
    std::string body = R"({"model":"m","messages":[)";
    for (int i = 0; i < 1000; ++i)
        body += R"({"role":"user","name":"n","content":"x"},)";
    body.back() = ']';
    body += '}';
    Losses losses;
    const auto request = codecFor(Dialect::OpenAi).readRequest(body, losses);
    QVERIFY(codecFor(Dialect::Anthropic).writeRequest(*request, Dialect::OpenAi, losses));
    QCOMPARE(losses.size(), std::size_t{201});
}

void CodecRules::givesAnAnthropicStreamItsLimit() {
    const std::string body = R"({"model":"m","messages":[{"role":"user","content":"x"}]})";
    Losses losses;
    auto request = codecFor(Dialect::OpenAi).readRequest(body, losses);
    request->maxOutputTokensDefault = 777;
    const auto written = codecFor(Dialect::Anthropic).writeRequest(*request, Dialect::OpenAi, losses);
    QVERIFY(written->find(R"("max_tokens":777)") != std::string::npos);
    QVERIFY(losses.empty());
}

QTEST_APPLESS_MAIN(CodecRules)
#include "tst_codec_rules.moc"
