// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"
#include "core/dialects/crossing.h"
#include "core/dialects/envelope.h"
#include "core/dialects/request_scan.h"
#include "tests/core/dialects/bedrock_support.h"

#include <QtTest>

using namespace bedrock_support;
using gatehouse::Error;
using gatehouse::ErrorKind;

class Envelope : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void losesNothingBetweenEnvelopes();
    void losesNothingOfStreamsBetweenEnvelopes();
    void refusesToTranslateOtherVendorsBodies();
    void streamsInvokeThroughTheConversation();

private:
    std::vector<recorded::Exchange> m_bedrock;
    std::vector<recorded::Exchange> m_others;
};

void Envelope::initTestCase() {
    if (!recorded::available())
        return; // the tests that want them say so
    m_bedrock = recorded::load({"bedrock-converse", "bedrock-invoke"});
    m_others = recorded::load({"openai-chat", "anthropic-messages"});
    QVERIFY(m_bedrock.size() > 50);
}

void Envelope::losesNothingBetweenEnvelopes() {
    Losses losses;
    RequestFacts facts;
    facts.stream = true;
    CrossingWish wish;
    wish.client = Operation::Messages;
    wish.provider = Operation::Invoke;
    wish.providerModel = "anthropic.claude-x";
    wish.facts = &facts;
    wish.betas = "b-1, b-2";
    const std::string own = "{\"model\":\"m\",\"max_tokens\":1e2,\"stream\":true,\"new_field\":{\"a\":[1.50]},"
                            "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"odd\",\"x\":0.10}]}]}";
    const auto there = crossRequest(wish, own, losses);
    QVERIFY(there);
    QCOMPARE(QString::fromStdString(*there),
             QStringLiteral("{\"anthropic_version\":\"bedrock-2023-05-31\",\"anthropic_beta\":[\"b-1\",\"b-2\"],"
                            "\"max_tokens\":1e2,\"new_field\":{\"a\":[1.50]},\"messages\":[{\"role\":\"user\","
                            "\"content\":[{\"type\":\"odd\",\"x\":0.10}]}]}"));
    std::swap(wish.client, wish.provider);
    wish.providerModel = "m";
    QCOMPARE(QString::fromStdString(envelope::betasIn(*there)), QStringLiteral("b-1,b-2"));
    const auto back = crossRequest(wish, *there, losses);
    QVERIFY(back);
    QCOMPARE(QString::fromStdString(*back),
             QStringLiteral("{\"model\":\"m\",\"max_tokens\":1e2,\"new_field\":{\"a\":[1.50]},\"messages\":[{\"role\":"
                            "\"user\",\"content\":[{\"type\":\"odd\",\"x\":0.10}]}],\"stream\":true}"));
    wish.provider = Operation::RawPredict;
    const auto vertex = crossRequest(wish, *there, losses);
    QVERIFY(vertex->starts_with("{\"anthropic_version\":\"vertex-2023-10-16\",\"max_tokens\""));
    QVERIFY(losses.empty());
    AnswerWish answer;
    answer.client = Operation::Messages;
    answer.provider = Operation::Invoke;
    QCOMPARE(*crossAnswer(answer, "{\"id\":\"msg_bdrk_1\" , \"odd\":1}", losses),
             std::string("{\"id\":\"msg_bdrk_1\" , \"odd\":1}"));
}

void Envelope::losesNothingOfStreamsBetweenEnvelopes() {
    if (m_bedrock.empty())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    int streams = 0;
    for (const auto& exchange : m_others) {
        if (exchange.dialect != "anthropic-messages" || !exchange.streaming || exchange.status != 200)
            continue;
        const auto there = envelope::makeRewrappingTap(Dialect::Anthropic, Dialect::BedrockInvoke);
        const auto back = envelope::makeRewrappingTap(Dialect::BedrockInvoke, Dialect::Anthropic);
        std::string frames;
        std::string events;
        for (std::size_t at = 0; at < exchange.answer.size(); at += 13)
            there->feed(std::string_view(exchange.answer).substr(at, 13), frames);
        const auto end = there->finish(frames);
        back->feed(frames, events);
        QVERIFY2(back->finish(events) == end, exchange.id.c_str());
        QVERIFY2(there->facts().usage == back->facts().usage, exchange.id.c_str());
        // Each event but pings and errors, its JSON as it was.
        std::string expected;
        gatehouse::SseReader reader(std::size_t{16} << 20U);
        const std::string ended = exchange.answer + "\n\n";
        reader.feed(ended);
        while (const auto* frame = reader.next()) {
            if (frame->kind == gatehouse::SseKind::Event && frame->type != "ping" && frame->type != "error")
                expected += std::string(frame->data) + '\n';
        }
        std::string got;
        gatehouse::SseReader other(std::size_t{16} << 20U);
        other.feed(events);
        while (const auto* frame = other.next()) {
            if (frame->kind == gatehouse::SseKind::Event && frame->type != "error")
                got += std::string(frame->data) + '\n';
        }
        QVERIFY2(got == expected, exchange.id.c_str());
        ++streams;
    }
    QVERIFY(streams > 20);
}

void Envelope::refusesToTranslateOtherVendorsBodies() {
    Losses losses;
    for (const char* body :
         {"{\"inputText\":\"Hi\"}", "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}",
          "{\"prompt\":\"Hi\"}"}) {
        const auto read = invoke().readRequest(body, losses);
        QVERIFY(!read);
        QVERIFY(read.error().kind == ErrorKind::Invalid);
        QCOMPARE(read.error().code, std::string("operation_unsupported"));
    }
}

void Envelope::streamsInvokeThroughTheConversation() {
    Losses losses;
    const auto body =
        translated(Dialect::OpenAi, Dialect::BedrockInvoke,
                   "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":5}", "m", losses, true);
    QVERIFY(body.starts_with("{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":5"));
    QVERIFY(body.find("\"model\"") == std::string::npos && body.find("\"stream\"") == std::string::npos);
    for (const auto& exchange : m_bedrock) {
        if (exchange.dialect != "bedrock-invoke" || !exchange.streaming ||
            exchange.request.find("anthropic_version") == std::string::npos)
            continue;
        const auto whole = readStream(invoke(), {exchange.answer});
        QVERIFY2(whole.end == StreamEnd::Whole, exchange.id.c_str());
        const auto again = readStream(invoke(), {writeStream(invoke(), whole)});
        QVERIFY(again.end == StreamEnd::Whole);
        QCOMPARE(QString::fromStdString(essence(again.answer)), QString::fromStdString(essence(whole.answer)));
    }
}

QTEST_APPLESS_MAIN(Envelope)
#include "tst_envelope.moc"
