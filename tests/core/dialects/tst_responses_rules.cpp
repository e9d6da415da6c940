// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/responses/foreign_items.h"
#include "tests/core/dialects/codec_support.h"

#include <QtTest>

using namespace codec_support;

// What recordings do not show: signatures of others, custom tools, what is refused, errors.
class ResponsesRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void carriesSignaturesOfOthers();
    void carriesTheSignatureOfACall();
    void givesFreeTextBackToCustomTools();
    void repeatsTheRequest();
    void refusesWhatLeansOnState_data();
    void refusesWhatLeansOnState();
    void namesLossesAsItsClientsDo();
    void takesOutForeignItems_data();
    void takesOutForeignItems();
    void endsAStreamWithAnError();
    void readsErrorsInStreams();
    void takesTheLastEncryptedThoughts();

private:
    // The turn of the model in the client's next request.
    static Message nextTurn(const std::string& response) {
        const auto document = json::Document::parse(response);
        Losses losses;
        const auto request = codec().readRequest(
            "{\"model\":\"m\",\"input\":" + std::string(document->root()["output"].written()) + "}", losses);
        return request ? request->messages.at(0) : Message();
    }
    // The object in the last event.
    static std::string lastResponse(const std::string& stream) {
        const auto at = stream.rfind("data: ");
        const std::string data = stream.substr(at + 6, stream.find('\n', at) - at - 6);
        const auto document = json::Document::parse(data);
        return std::string(document->root()["response"].written());
    }
    static const Codec& codec() { return codecFor(Dialect::OpenAiResponses); }
    static ChatAnswer answerOf(PartContent content) {
        ChatAnswer answer;
        answer.id = "x";
        AnswerChoice choice;
        Part part;
        part.content = std::move(content);
        choice.parts.push_back(std::move(part));
        choice.stop = StopReason::EndTurn;
        answer.choices.push_back(std::move(choice));
        return answer;
    }
};

void ResponsesRules::carriesSignaturesOfOthers() {
    std::vector<ReasoningPart> thoughts(5);
    thoughts[0] = {"think", "c2lnbmVk", "", "", "", false, Dialect::Anthropic};
    thoughts[1] = {"", "", "cmVkYWN0ZWQ=", "", "", false, Dialect::Anthropic};
    thoughts[2] = {"think", "c2ln", "", "", "", false, Dialect::Gemini};
    thoughts[3] = {"plain", "", "", "", "", false, Dialect::OpenAi};
    thoughts[4] = {"", "", "ZGF0YQ==", "", "openai-responses-v1", false, Dialect::OpenAi};
    for (const auto& thought : thoughts) {
        Losses losses;
        const auto written = codec().writeAnswer(answerOf(thought), losses);
        QVERIFY2(std::get<ReasoningPart>(nextTurn(written).parts.at(0).content) == thought, written.c_str());
        // Streamed as well.
        ReadStream stream;
        stream.end = StreamEnd::Whole;
        ReasoningPart begun = thought;
        begun.text.clear();
        begun.signature.clear();
        stream.events = {MessageStart{},
                         PartStart{0, 0, begun},
                         ReasoningDelta{0, thought.text},
                         SignatureDelta{0, thought.signature},
                         PartStop{0},
                         StopEvent{0, StopReason::EndTurn, {}, {}}};
        const auto streamed = lastResponse(writeStream(codec(), stream));
        QVERIFY2(std::get<ReasoningPart>(nextTurn(streamed).parts.at(0).content) == thought, streamed.c_str());
        // To the service itself it is its own, whatever it says.
        const auto again = codec().readAnswer(written);
        QVERIFY(again);
        for (const auto& part : again->choices[0].parts)
            QVERIFY(std::get<ReasoningPart>(part.content).dialect == Dialect::OpenAiResponses);
    }
}

void ResponsesRules::carriesTheSignatureOfACall() {
    Losses losses;
    const ToolUsePart use{"call.1", "f", "{}", ToolInput::Object, "Z2VtaW5p.dots"};
    const auto written = codec().writeAnswer(answerOf(use), losses);
    QCOMPARE(nextTurn(written).parts.size(), std::size_t{1});
    QVERIFY(std::get<ToolUsePart>(nextTurn(written).parts[0].content) == use);
    ReadStream stream;
    stream.end = StreamEnd::Whole;
    ToolUsePart unsignedUse = use;
    unsignedUse.signature.clear();
    for (const bool late : {false, true}) {
        stream.events = {MessageStart{},
                         PartStart{0, 0, late ? unsignedUse : use},
                         ArgumentsDelta{0, "{}"},
                         SignatureDelta{0, late ? use.signature : ""},
                         PartStop{0},
                         StopEvent{0, StopReason::ToolUse, {}, {}}};
        const auto turn = nextTurn(lastResponse(writeStream(codec(), stream)));
        QCOMPARE(turn.parts.size(), std::size_t{1});
        QVERIFY(std::get<ToolUsePart>(turn.parts[0].content) == use);
    }
}

void ResponsesRules::givesFreeTextBackToCustomTools() {
    const std::string body = "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"custom\",\"name\":\"patch\"}]}";
    const ToolUsePart use{"c", "patch", "{\"input\": \"a\\nb\"}", ToolInput::Object, {}};
    Losses losses;
    const std::string written = codec().writeAnswerTo(body, answerOf(use), losses);
    const auto document = json::Document::parse(written);
    QVERIFY(document);
    const auto item = [](json::View response) { return *response["output"].children().begin(); };
    QCOMPARE(item(document->root())["type"].text(), std::string("custom_tool_call"));
    QCOMPARE(item(document->root())["input"].text(), std::string("a\nb"));
    StreamWriterOptions options;
    options.clientBody = body;
    const auto writer = codec().streamWriter(options);
    std::string out;
    ToolUsePart begun = use;
    begun.arguments.clear();
    for (const StreamEvent& event : std::vector<StreamEvent>{
             PartStart{0, 0, begun}, ArgumentsDelta{0, "{\"input\": \"a"}, ArgumentsDelta{0, "\\nb\"}"}, PartStop{0}})
        writer->write(event, out);
    writer->finish(out);
    QVERIFY(out.find("custom_tool_call_input.delta") != std::string::npos);
    QVERIFY(out.find("\"input\":\"a\\nb\"") != std::string::npos);
    QVERIFY(out.find("{\\\"input") == std::string::npos);
}

void ResponsesRules::repeatsTheRequest() {
    Losses losses;
    const std::string written = codec().writeAnswerTo(
        "{\"model\":\"m\",\"input\":\"x\",\"temperature\":0.70,\"store\":true,\"metadata\":{\"a\":\"b\"}}",
        answerOf(TextPart{"hello", {}}), losses);
    const auto document = json::Document::parse(written);
    QVERIFY(document);
    QCOMPARE(std::string(document->root()["temperature"].written()), std::string("0.70"));
    QVERIFY(document->root()["store"].isFalse());
    QCOMPARE(document->root()["metadata"]["a"].text(), std::string("b"));
    QCOMPARE(document->root()["status"].text(), std::string("completed"));
}

void ResponsesRules::refusesWhatLeansOnState_data() {
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("previous") << QByteArray("\"previous_response_id\":\"r\"")
                              << QByteArray("previous_response_not_found");
    QTest::newRow("conversation") << QByteArray("\"conversation\":\"c\"") << QByteArray("conversation_unsupported");
    QTest::newRow("prompt") << QByteArray("\"prompt\":{\"id\":\"p\"}") << QByteArray("prompt_unsupported");
    QTest::newRow("background") << QByteArray("\"background\":true") << QByteArray("background_unsupported");
    QTest::newRow("no input") << QByteArray("\"instructions\":\"x\"") << QByteArray("invalid_request");
}

void ResponsesRules::refusesWhatLeansOnState() {
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, code);
    Losses losses;
    const std::string input = code == "invalid_request" ? "" : ",\"input\":\"x\"";
    const auto request = codec().readRequest("{\"model\":\"m\"," + members.toStdString() + input + "}", losses);
    QVERIFY(!request);
    QCOMPARE(QByteArray::fromStdString(request.error().code), code);
    QCOMPARE(statusOf(request.error(), Dialect::OpenAiResponses), 400);
}

void ResponsesRules::namesLossesAsItsClientsDo() {
    Losses losses;
    const auto request =
        codec().readRequest("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"x\"},"
                            "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAAA\"},"
                            "{\"role\":\"assistant\",\"content\":\"y\"},{\"role\":\"user\",\"content\":\"z\"}],"
                            "\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"},\"text\":{\"verbosity\":\"low\"},"
                            "\"prompt_cache_key\":\"k\",\"tools\":[{\"type\":\"web_search\"}],\"store\":true}",
                            losses);
    QVERIFY(request);
    QVERIFY(codecFor(Dialect::OpenAi).writeRequest(*request, Dialect::OpenAiResponses, losses));
    std::string fields;
    for (const auto& loss : losses)
        fields += loss.field + ' ';
    for (const char* field :
         {"input[1] ", "reasoning.summary ", "text.verbosity ", "prompt_cache_key ", "tools[0] ", "store "})
        QVERIFY2(fields.find(field) != std::string::npos, fields.c_str());
}

void ResponsesRules::takesOutForeignItems_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<int>("lost");
    const QByteArray f = "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gatehouse.anthropic.s..x\"}";
    const QByteArray own = "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAAA\"}";
    QTest::newRow("none") << "[1, " + own + "]"
                          << "[1, " + own + "]" << 0;
    QTest::newRow("only") << "[" + f + "]" << QByteArray("[]") << 1;
    QTest::newRow("first") << "[ " + f + " , {}]" << QByteArray("[ {}]") << 1;
    QTest::newRow("last") << "[{} , " + f + "]" << QByteArray("[{}]") << 1;
    QTest::newRow("middle") << "[{}," + f + ", " + f + ",{\"a\":1}]" << QByteArray("[{},{\"a\":1}]") << 2;
    QTest::newRow("around") << "[" + f + "," + f + ",{}," + f + "," + own + "]"
                            << "[{}," + own + "]" << 3;
}

void ResponsesRules::takesOutForeignItems() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(int, lost);
    const std::string body = "{\"model\":\"m\",\"input\":" + before.toStdString() + ",\"x\":1}";
    Losses losses;
    const auto edits = responses::foreignItemEdits(body, losses);
    std::string out;
    for (const auto piece : applyEdits(body, edits))
        out += piece;
    QCOMPARE(QByteArray::fromStdString(out), "{\"model\":\"m\",\"input\":" + after + ",\"x\":1}");
    QCOMPARE(static_cast<int>(losses.size()), lost);
}

void ResponsesRules::endsAStreamWithAnError() {
    const auto error = gatehouse::failure(gatehouse::ErrorKind::Unavailable, "upstream_truncated", "It broke.").value();
    const auto events = writeStreamError(error, Dialect::OpenAiResponses, "id");
    QVERIFY(events.starts_with("event: error\n"));
    QVERIFY(events.find("event: response.failed\n") != std::string::npos);
    const auto read = readStream(codec(), {events});
    QVERIFY(read.failed);
    QCOMPARE(static_cast<int>(read.end), static_cast<int>(StreamEnd::Cut));
}

void ResponsesRules::readsErrorsInStreams() {
    for (const char* data : {"{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}",
                             "{\"type\":\"error\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}",
                             "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
                             "{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}}"}) {
        const std::string stream = "data: " + std::string(data) + "\n\n";
        QVERIFY(readStream(codec(), {stream}).failed);
        const auto tap = makeStreamTap(Dialect::OpenAiResponses, Operation::Responses, false);
        std::string out;
        tap->feed(stream, out);
        QVERIFY(tap->facts().errorInStream.has_value());
        QCOMPARE(tap->facts().errorInStream->code, std::string("provider_rate_limit"));
        QCOMPARE(out, stream);
    }
}

void ResponsesRules::takesTheLastEncryptedThoughts() {
    const std::string stream =
        "data: "
        "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"reasoning\",\"id\":\"a\","
        "\"encrypted_content\":\"early\"}}\n\n"
        "data: "
        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"reasoning\",\"id\":\"b\","
        "\"summary\":[],\"encrypted_content\":\"final\"}}\n\n"
        "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}\n\n";
    const auto read = readStream(codec(), {stream});
    QCOMPARE(read.answer.choices[0].parts.size(), std::size_t{1});
    QCOMPARE(std::get<ReasoningPart>(read.answer.choices[0].parts[0].content).encrypted, std::string("final"));
}

QTEST_APPLESS_MAIN(ResponsesRules)
#include "tst_responses_rules.moc"
