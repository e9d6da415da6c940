// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/request_scan.h"
#include "core/dialects/tap.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::dialects;

namespace {

struct Seen {
    std::string forwarded;
    StreamEnd end = StreamEnd::Cut;
    AnswerFacts facts;
};

Seen run(Operation operation, const std::string& stream, std::size_t slice) {
    const auto tap = makeStreamTap(Dialect::OpenAi, operation, false);
    Seen seen;
    for (std::size_t at = 0; at < stream.size(); at += slice)
        tap->feed(std::string_view(stream).substr(at, slice), seen.forwarded);
    seen.end = tap->finish(seen.forwarded);
    seen.facts = tap->facts();
    return seen;
}

std::string sseEvent(const std::string& type, const std::string& more = {}) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (more.empty() ? "" : "," + more) + "}\n\n";
}

const std::string imageUsage = "\"usage\":{\"input_tokens\":50,\"output_tokens\":60,\"total_tokens\":110,"
                               "\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":40}}";

std::string codeOf(Operation operation, const std::string& body) {
    const auto facts = scanRequest(operation, body);
    return facts ? std::string() : facts.error().code + " " + facts.error().field;
}

} // namespace

class MediaTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsStreamsOfImages();
    void readsStreamsOfSound();
    void tellsACutStream();
    void tellsAnErrorWithinAStream();
    void readsWholeAnswers();
    void scansMediaRequests();
    void findsOtherModels();
};

void MediaTest::readsStreamsOfImages() {
    const std::string picture = "\"b64_json\":\"" + std::string(200'000, 'A') + "\"";
    const std::string stream = sseEvent("image_generation.partial_image", picture) +
                               sseEvent("image_generation.completed", picture + "," + imageUsage) +
                               sseEvent("image_generation.completed", imageUsage);
    for (const std::size_t slice : {997UL, 65'536UL, 10'000'000UL}) {
        const auto seen = run(Operation::Images, stream, slice);
        QCOMPARE(seen.forwarded.size(), stream.size());
        QVERIFY(seen.forwarded == stream);
        QVERIFY(seen.end == StreamEnd::Whole);
        QCOMPARE(seen.facts.usage->prompt(), std::int64_t{100}); // of both images
        QCOMPARE(seen.facts.usage->mediaInput, std::int64_t{80});
        QCOMPARE(seen.facts.usage->mediaOutput, std::int64_t{120});
    }
}

void MediaTest::readsStreamsOfSound() {
    const std::string spoken =
        sseEvent("speech.audio.delta", "\"audio\":\"AAAA\"") +
        sseEvent("speech.audio.done", "\"usage\":{\"input_tokens\":5,\"output_tokens\":60,\"total_tokens\":65}");
    const std::string written =
        sseEvent("transcript.text.delta", "\"delta\":\"x\"") +
        sseEvent("transcript.text.done", "\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"output_tokens\":4,"
                                         "\"input_token_details\":{\"audio_tokens\":14,\"text_tokens\":0}}");
    for (const std::size_t slice : {1UL, 13UL, 4096UL}) {
        const auto speech = run(Operation::Speech, spoken, slice);
        QCOMPARE(speech.forwarded, spoken);
        QVERIFY(speech.end == StreamEnd::Whole);
        QCOMPARE(speech.facts.usage->mediaOutput, std::int64_t{60});
        const auto text = run(Operation::Transcriptions, written, slice);
        QCOMPARE(text.forwarded, written);
        QVERIFY(text.end == StreamEnd::Whole);
        QCOMPARE(text.facts.usage->mediaInput, std::int64_t{14});
        QCOMPARE(text.facts.usage->mediaOutput, std::int64_t{0});
        QCOMPARE(text.facts.usage->output, std::int64_t{4});
    }
}

void MediaTest::tellsACutStream() {
    const std::string stream = sseEvent("transcript.text.delta", "\"delta\":\"x\"");
    QVERIFY(run(Operation::Transcriptions, stream, 5).end == StreamEnd::Cut);
    QVERIFY(run(Operation::Speech, "", 5).end == StreamEnd::Cut);
}

void MediaTest::tellsAnErrorWithinAStream() {
    const std::string stream =
        sseEvent("error", "\"error\":{\"type\":\"server_error\",\"message\":\"no more\",\"code\":\"server_error\"}");
    const auto seen = run(Operation::Images, stream, 7);
    QVERIFY(seen.facts.errorInStream.has_value());
    QCOMPARE(seen.forwarded, stream);
}

void MediaTest::readsWholeAnswers() {
    auto facts = readAnswerFacts(Dialect::OpenAi, Operation::Images, "{\"data\":[]," + imageUsage + "}");
    QCOMPARE(facts.usage->prompt(), std::int64_t{50});
    QCOMPARE(facts.usage->mediaOutput, std::int64_t{60});
    facts = readAnswerFacts(Dialect::OpenAi, Operation::Transcriptions,
                            "{\"text\":\"x\",\"usage\":{\"type\":\"duration\",\"seconds\":9}}");
    QVERIFY(!facts.usage);
    QCOMPARE(facts.soundMillis, std::optional<std::int64_t>(9'000));
    facts = readAnswerFacts(Dialect::OpenAi, Operation::Translations, "{\"text\":\"x\",\"duration\":\"8.47\"}");
    QCOMPARE(facts.soundMillis, std::optional<std::int64_t>(8'470));
    facts = readAnswerFacts(Dialect::OpenAi, Operation::Rerank, "{\"results\":[],\"usage\":{\"total_tokens\":7}}");
    QCOMPARE(facts.usage->prompt(), std::int64_t{7});
    for (const char* odd : {"", "[]", "not json", "{\"usage\":[]}", "{\"usage\":{\"seconds\":-1}}"})
        QVERIFY(!readAnswerFacts(Dialect::OpenAi, Operation::Transcriptions, odd).soundMillis);
}

void MediaTest::scansMediaRequests() {
    QCOMPARE(codeOf(Operation::Images, "{\"model\":\"m\",\"prompt\":\"x\",\"n\":2}"), std::string());
    QCOMPARE(codeOf(Operation::Images, "{\"model\":\"m\"}"), std::string("invalid_request prompt"));
    QCOMPARE(codeOf(Operation::Images, "{\"prompt\":\"x\"}"), std::string("model_missing model"));
    QCOMPARE(codeOf(Operation::Images, "{\"model\":\"m\",\"prompt\":\"x\",\"n\":0}"), std::string("invalid_request n"));
    QCOMPARE(codeOf(Operation::Speech, "{\"model\":\"m\",\"input\":[\"x\"]}"), std::string("invalid_request input"));
    QCOMPARE(codeOf(Operation::Speech, "{\"model\":\"m\",\"input\":\"x\",\"stream_format\":1}"),
             std::string("invalid_request stream_format"));
    QCOMPARE(codeOf(Operation::Rerank, "{\"model\":\"m\",\"query\":\"x\",\"documents\":[\"y\"]}"), std::string());
    QCOMPARE(codeOf(Operation::ImageEdits, "{\"model\":\"m\",\"api_key\":\"x\"}"),
             std::string("forbidden_field api_key"));
    QVERIFY(
        scanRequest(Operation::Speech, "{\"model\":\"m\",\"stream_format\":\"sse\",\"stream\":false,\"input\":\"x\"}")
            ->stream);
    QVERIFY(scanRequest(Operation::Images, "{\"model\":\"m\",\"prompt\":\"x\",\"stream\":true}")->stream);
}

void MediaTest::findsOtherModels() {
    const auto scan = [](const std::string& more) {
        return *scanRequest(Operation::Images, "{\"model\":\"m\",\"prompt\":\"x\"," + more + "}");
    };
    auto facts = scan("\"models\":[\"a\",\"b\\u0063\"],\"fallback_model\":\"d\"");
    QCOMPARE(facts.otherModels, (std::vector<std::string>{"a", "bc", "d"}));
    QVERIFY(!facts.otherModelsUnclear);
    QVERIFY(scan("\"fallbacks\":[{\"model\":\"x\"}]").otherModelsUnclear);
    QVERIFY(scan("\"fallbacks\":{\"model\":\"x\"}").otherModelsUnclear);
    QVERIFY(scan("\"models\":[\"\"]").otherModelsUnclear);
    facts = scan("\"models\":null,\"metadata\":{\"models\":[\"a\"]}");
    QVERIFY(facts.otherModels.empty() && !facts.otherModelsUnclear);
}

QTEST_APPLESS_MAIN(MediaTest)
#include "tst_media.moc"
