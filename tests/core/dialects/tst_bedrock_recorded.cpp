// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/request_scan.h"
#include "core/dialects/tap.h"
#include "tests/core/dialects/bedrock_support.h"

#include <QProcess>
#include <QtTest>
#include <random>

using namespace bedrock_support;
using gatehouse::Error;
using gatehouse::ErrorKind;

class BedrockRecorded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void translatesRequestsThereAndBack();
    void writesRequestsOfItsOwnDialectAsTheSame();
    void translatesAnswersWithoutLosingTheirEssence();
    void translatesStreamsWithoutLosingTheirEssence();
    void readsStreamsAlikeHoweverSliced();
    void readsStreamsAsTheTapDoes();
    void forwardsStreamsByteForByte();
    void scansAllRequests();

private:
    std::vector<const recorded::Exchange*> converseWhere(bool streaming) const {
        std::vector<const recorded::Exchange*> found;
        for (const auto& exchange : m_bedrock) {
            if (exchange.streaming == streaming && exchange.status == 200 && exchange.dialect == "bedrock-converse" &&
                !exchange.answer.empty())
                found.push_back(&exchange);
        }
        return found;
    }
    std::vector<recorded::Exchange> m_bedrock;
    std::vector<recorded::Exchange> m_others;
};

void BedrockRecorded::initTestCase() {
    if (!recorded::available())
        return; // the tests that want them say so
    m_bedrock = recorded::load({"bedrock-converse", "bedrock-invoke"});
    m_others = recorded::load({"openai-chat", "anthropic-messages"});
    QVERIFY(m_bedrock.size() > 50);
}

void BedrockRecorded::translatesRequestsThereAndBack() {
    if (m_bedrock.empty())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    QByteArray lines;
    int written = 0;
    const auto check = [&](const recorded::Exchange& exchange, Dialect to, const char* name, const std::string& model) {
        Losses losses;
        const auto body = translated(dialectOf(exchange), to, exchange.request, model, losses);
        if (!body.starts_with("{"))
            qWarning("%s: %s", exchange.id.c_str(), body.c_str());
        QVERIFY2(body.starts_with("{"), exchange.id.c_str());
        lines += "{\"id\":\"" + QByteArray::fromStdString(exchange.id) + "\",\"dialect\":\"" + name +
                 "\",\"body\":" + QByteArray::fromStdString(body) + "}\n";
        ++written;
    };
    for (const auto& exchange : m_others) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        for (const char* model : {"us.anthropic.claude-sonnet-4-5", "amazon.nova-lite-v1:0", "qwen.qwen3-32b"})
            check(exchange, Dialect::Bedrock, "bedrock-converse", model);
    }
    for (const auto& exchange : m_bedrock) {
        if (exchange.request.empty() || exchange.status != 200 || exchange.dialect != "bedrock-converse")
            continue;
        check(exchange, Dialect::OpenAi, "openai-chat", "gpt-4o");
        check(exchange, Dialect::Anthropic, "anthropic-messages", "claude-sonnet-4-5");
    }
    QVERIFY(written > 500);
    QProcess judge;
    judge.start(QStringLiteral("python3"), {qEnvironmentVariable("GATEHOUSE_SOURCE_DIR") +
                                                QStringLiteral("/tests/core/dialects/check_requests.py"),
                                            QString::fromStdString(recorded::folder() + "replay_upstream.py")});
    QVERIFY(judge.waitForStarted());
    judge.write(lines);
    judge.closeWriteChannel();
    QVERIFY(judge.waitForFinished());
    QCOMPARE(judge.exitCode(), 0);
    const QByteArray problems = judge.readAllStandardOutput();
    QVERIFY2(problems.isEmpty(), problems.constData());
}

void BedrockRecorded::writesRequestsOfItsOwnDialectAsTheSame() {
    if (m_bedrock.empty())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    for (const auto& exchange : m_bedrock) {
        if (exchange.request.empty() || exchange.dialect != "bedrock-converse")
            continue;
        Losses losses;
        auto request = converse().readRequest(exchange.request, losses);
        QVERIFY2(request, exchange.id.c_str());
        const auto written = converse().writeRequest(*request, Dialect::Bedrock, losses);
        QVERIFY2(listed(losses).empty(), (exchange.id + '\n' + listed(losses)).c_str());
        auto again = converse().readRequest(*written, losses);
        QVERIFY(again);
        if (!(*again == *request))
            qWarning("%s\n%s\n%s", exchange.id.c_str(), exchange.request.c_str(), written->c_str());
        QVERIFY(*again == *request);
    }
}

void BedrockRecorded::translatesAnswersWithoutLosingTheirEssence() {
    if (m_bedrock.empty())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    int read = 0;
    for (const auto* exchange : converseWhere(false)) {
        const auto answer = converse().readAnswer(exchange->answer);
        QVERIFY2(answer, exchange->id.c_str());
        ++read;
        for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic, Dialect::Bedrock, Dialect::BedrockInvoke}) {
            Losses losses;
            const std::string written = codecFor(target).writeAnswer(*answer, losses);
            const auto again = codecFor(target).readAnswer(written);
            QVERIFY2(again, (exchange->id + '\n' + written).c_str());
            QCOMPARE(QString::fromStdString(essence(*again)), QString::fromStdString(essence(*answer)));
            QVERIFY(again->choices.front().stop == answer->choices.front().stop || target == Dialect::OpenAi);
        }
    }
    QVERIFY(read > 20);
    for (const auto& exchange : m_others) {
        if (exchange.streaming || exchange.status != 200)
            continue;
        const auto answer = codecFor(dialectOf(exchange)).readAnswer(exchange.answer);
        if (!answer)
            continue;
        Losses losses;
        const auto again = converse().readAnswer(converse().writeAnswer(*answer, losses));
        QVERIFY2(again, exchange.id.c_str());
        ChatAnswer expected = *answer;
        expected.usage = expected.usage.value_or(Usage{});
        QCOMPARE(QString::fromStdString(essence(*again)), QString::fromStdString(essence(expected)));
    }
}

void BedrockRecorded::translatesStreamsWithoutLosingTheirEssence() {
    if (m_bedrock.empty())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    int streams = 0;
    std::vector<const recorded::Exchange*> all = converseWhere(true);
    for (const auto& exchange : m_others) {
        if (exchange.streaming && exchange.status == 200 && !exchange.answer.empty())
            all.push_back(&exchange);
    }
    for (const auto* exchange : all) {
        const auto whole = readStream(codecFor(dialectOf(*exchange)), {exchange->answer});
        if (whole.end == StreamEnd::Cut)
            continue;
        ++streams;
        for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic, Dialect::Bedrock, Dialect::BedrockInvoke}) {
            const std::string written = writeStream(codecFor(target), whole);
            const auto again = readStream(codecFor(target), {written});
            QVERIFY2(again.end == StreamEnd::Whole, exchange->id.c_str());
            ChatAnswer expected = whole.answer;
            if (target != Dialect::OpenAi && !expected.usage)
                expected.usage = Usage{};
            QCOMPARE(QString::fromStdString(essence(again.answer)), QString::fromStdString(essence(expected)));
        }
    }
    QVERIFY(streams > 60);
}

void BedrockRecorded::readsStreamsAlikeHoweverSliced() {
    std::mt19937 random(3);
    for (const auto* exchange : converseWhere(true)) {
        const auto whole = readStream(converse(), {exchange->answer});
        for (const std::size_t most : {3U, 300U}) {
            std::vector<std::string_view> slices;
            std::uniform_int_distribution<std::size_t> length(1, most);
            for (std::size_t at = 0; at < exchange->answer.size(); at += slices.back().size())
                slices.push_back(std::string_view(exchange->answer).substr(at, length(random)));
            const auto sliced = readStream(converse(), slices);
            QVERIFY2(sliced.events == whole.events && sliced.end == whole.end, exchange->id.c_str());
        }
    }
}

void BedrockRecorded::readsStreamsAsTheTapDoes() {
    for (const auto* exchange : converseWhere(true)) {
        const auto tap = makeStreamTap(Dialect::Bedrock, Operation::Converse, false);
        std::string out;
        tap->feed(exchange->answer, out);
        const StreamEnd end = tap->finish(out);
        const auto whole = readStream(converse(), {exchange->answer});
        QVERIFY2(end == whole.end, exchange->id.c_str());
        QVERIFY2(tap->facts().usage == whole.answer.usage, exchange->id.c_str());
        QVERIFY2(tap->facts().errorInStream.has_value() == whole.failed, exchange->id.c_str());
        QVERIFY(tap->contentSeen());
    }
}

void BedrockRecorded::forwardsStreamsByteForByte() {
    for (const auto& exchange : m_bedrock) {
        if (!exchange.streaming || exchange.status != 200)
            continue;
        const bool own = exchange.dialect == "bedrock-converse";
        const auto tap = makeStreamTap(own ? Dialect::Bedrock : Dialect::BedrockInvoke,
                                       own ? Operation::Converse : Operation::Invoke, false);
        std::string out;
        for (std::size_t at = 0; at < exchange.answer.size(); at += 11)
            tap->feed(std::string_view(exchange.answer).substr(at, 11), out);
        const auto end = tap->finish(out);
        QVERIFY2(out == exchange.answer, exchange.id.c_str());
        QVERIFY2((end == StreamEnd::Whole) != tap->facts().errorInStream.has_value(), exchange.id.c_str());
        QVERIFY2(tap->facts().usage.has_value() || tap->facts().errorInStream, exchange.id.c_str());
    }
}

void BedrockRecorded::scansAllRequests() {
    for (const auto& exchange : m_bedrock) {
        if (exchange.request.empty())
            continue;
        const bool own = exchange.dialect == "bedrock-converse";
        RequestAddress address;
        address.model = "some/model:0";
        address.stream = exchange.streaming;
        const auto facts =
            scanRequest(own ? Operation::Converse : Operation::Invoke, exchange.request, ScanLimits{}, address);
        QVERIFY2(facts, exchange.id.c_str());
        QCOMPARE(facts->stream, exchange.streaming);
        QCOMPARE(facts->model, std::string("some/model:0"));
        QVERIFY(!own || facts->messages > 0);
    }
    const auto facts = scanRequest(Operation::Converse,
                                   "{\"messages\":[{\"role\":\"user\",\"content\":[{\"image\":{\"format\":\"png\","
                                   "\"source\":{\"bytes\":\"AAAA\"}}}]}],\"inferenceConfig\":{\"maxTokens\":77},"
                                   "\"toolConfig\":{\"tools\":[]}}",
                                   ScanLimits{}, {"m", true});
    QVERIFY(facts);
    QCOMPARE(*facts->maxOutputTokens, std::uint64_t{77});
    QVERIFY(facts->images && facts->tools && facts->stream);
    QVERIFY(!scanRequest(Operation::Converse, "{\"messages\":[{\"content\":[]}]}", ScanLimits{}, {"m", false}));
}

QTEST_APPLESS_MAIN(BedrockRecorded)
#include "tst_bedrock_recorded.moc"
