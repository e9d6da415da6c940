// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"
#include "tests/core/dialects/codec_support.h"
#include "tests/core/dialects/recorded.h"

#include <QProcess>
#include <QtTest>
#include <algorithm>
#include <map>
#include <random>

using namespace codec_support;

// The recorded traffic of many servers through both codecs.
class CodecRecorded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void translatesRequestsIntoWhatTheOtherServiceTakes();
    void writesRequestsOfItsOwnDialectAsTheSame();
    void translatesAnswersWithoutLosingTheirEssence();
    void readsStreamsAlikeHoweverSliced();
    void translatesStreamsWithoutLosingTheirEssence();
    void readsStreamsAsTheTapDoes();

private:
    static Dialect dialectOf(const recorded::Exchange& exchange) {
        return exchange.dialect == "openai-chat" ? Dialect::OpenAi : Dialect::Anthropic;
    }
    static ReadStream read(const recorded::Exchange& exchange) {
        return readStream(codecFor(dialectOf(exchange)), {exchange.answer});
    }
    std::vector<const recorded::Exchange*> where(bool streaming) const {
        std::vector<const recorded::Exchange*> found;
        for (const auto& exchange : m_exchanges) {
            if (exchange.streaming == streaming && exchange.status == 200 && !exchange.answer.empty())
                found.push_back(&exchange);
        }
        return found;
    }

    std::vector<recorded::Exchange> m_exchanges;
};

void CodecRecorded::initTestCase() {
    if (!recorded::available())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    m_exchanges = recorded::load({"openai-chat", "anthropic-messages"});
    QVERIFY(m_exchanges.size() > 200);
}

void CodecRecorded::translatesRequestsIntoWhatTheOtherServiceTakes() {
    QByteArray lines;
    int written = 0;
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        const Dialect from = dialectOf(exchange);
        const Dialect to = otherThan(from);
        Losses losses;
        auto request = codecFor(from).readRequest(exchange.request, losses);
        QVERIFY2(request, exchange.id.c_str());
        const auto models = to == Dialect::OpenAi ? std::vector<std::string>{"gpt-4o", "gpt-5", "mistral-large"}
                                                  : std::vector<std::string>{"claude-sonnet-4-5"};
        for (const auto& model : models) {
            request->model = model;
            const auto body = codecFor(to).writeRequest(*request, from, losses);
            QVERIFY2(body, exchange.id.c_str());
            lines += "{\"id\":\"" + QByteArray::fromStdString(exchange.id) + "\",\"dialect\":\"" +
                     (to == Dialect::OpenAi ? "openai-chat" : "anthropic-messages") +
                     "\",\"body\":" + QByteArray::fromStdString(*body) + "}\n";
            ++written;
        }
    }
    QVERIFY(written > 200);
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

void CodecRecorded::writesRequestsOfItsOwnDialectAsTheSame() {
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        const Dialect dialect = dialectOf(exchange);
        Losses losses;
        const auto request = codecFor(dialect).readRequest(exchange.request, losses);
        const auto written = codecFor(dialect).writeRequest(*request, dialect, losses);
        QVERIFY2(listed(losses).empty(), (exchange.id + '\n' + listed(losses)).c_str());
        const auto again = codecFor(dialect).readRequest(*written, losses);
        QVERIFY(again);
        const auto twice = codecFor(dialect).writeRequest(*again, dialect, losses);
        QCOMPARE(QString::fromStdString(*twice), QString::fromStdString(*written));
    }
}

void CodecRecorded::translatesAnswersWithoutLosingTheirEssence() {
    int read = 0;
    for (const auto* exchange : where(false)) {
        const auto answer = codecFor(dialectOf(*exchange)).readAnswer(exchange->answer);
        if (!answer && answer.error().code != "upstream_invalid_answer")
            continue; // an error with status 200
        QVERIFY2(answer, exchange->id.c_str());
        ++read;
        for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic}) {
            Losses losses;
            const std::string written = codecFor(target).writeAnswer(*answer, losses);
            const auto again = codecFor(target).readAnswer(written);
            QVERIFY2(again, (exchange->id + '\n' + written).c_str());
            ChatAnswer expected = *answer;
            if (target == Dialect::Anthropic && !expected.usage)
                expected.usage = Usage{};
            if (essence(*again) != essence(expected))
                qWarning("%s", exchange->id.c_str());
            QCOMPARE(QString::fromStdString(essence(*again)), QString::fromStdString(essence(expected)));
        }
    }
    QVERIFY(read > 100);
}

void CodecRecorded::readsStreamsAlikeHoweverSliced() {
    std::mt19937 random(11);
    for (const auto* exchange : where(true)) {
        const auto whole = read(*exchange);
        for (const std::size_t most : {3U, 200U}) {
            std::vector<std::string_view> slices;
            std::uniform_int_distribution<std::size_t> length(1, most);
            for (std::size_t at = 0; at < exchange->answer.size(); at += slices.back().size())
                slices.push_back(std::string_view(exchange->answer).substr(at, length(random)));
            const auto sliced = readStream(codecFor(dialectOf(*exchange)), slices);
            QVERIFY2(sliced.events == whole.events && sliced.end == whole.end, exchange->id.c_str());
        }
    }
}

void CodecRecorded::translatesStreamsWithoutLosingTheirEssence() {
    int translated = 0;
    for (const auto* exchange : where(true)) {
        const auto whole = read(*exchange);
        if (whole.end == StreamEnd::Cut)
            continue;
        ++translated;
        for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic}) {
            const std::string written = writeStream(codecFor(target), whole);
            const auto again = readStream(codecFor(target), {written});
            QVERIFY2(again.end == StreamEnd::Whole, exchange->id.c_str());
            ChatAnswer expected = whole.answer;
            if (target == Dialect::Anthropic && !expected.usage)
                expected.usage = Usage{};
            if (essence(again.answer) != essence(expected))
                qWarning("%s", exchange->id.c_str());
            QCOMPARE(QString::fromStdString(essence(again.answer)), QString::fromStdString(essence(expected)));
        }
    }
    QVERIFY(translated > 90);
}

// Records must not depend on whether a call was translated.
void CodecRecorded::readsStreamsAsTheTapDoes() {
    for (const auto* exchange : where(true)) {
        const Dialect dialect = dialectOf(*exchange);
        const auto operation = dialect == Dialect::OpenAi ? Operation::ChatCompletions : Operation::Messages;
        const auto tap = makeStreamTap(dialect, operation, false);
        std::string out;
        tap->feed(exchange->answer, out);
        const StreamEnd end = tap->finish(out);
        const auto whole = read(*exchange);
        QVERIFY2(end == whole.end, exchange->id.c_str());
        QVERIFY2(tap->facts().usage == whole.answer.usage, exchange->id.c_str());
        QVERIFY2(tap->facts().errorInStream.has_value() == whole.failed, exchange->id.c_str());
    }
}

QTEST_APPLESS_MAIN(CodecRecorded)
#include "tst_codec_recorded.moc"
