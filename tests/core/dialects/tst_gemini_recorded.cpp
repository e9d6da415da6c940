// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"
#include "tests/core/dialects/codec_support.h"
#include "tests/core/dialects/recorded.h"

#include <QProcess>
#include <QtTest>

using namespace codec_support;

// The recorded traffic of AI Studio and Vertex through the codec, both ways and against the other dialects.
class GeminiRecorded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void writesRequestsOfItsOwnDialectAsTheSame();
    void writesRequestsThatTheServicesTake();
    void translatesRequestsIntoWhatOtherServicesTake();
    void translatesRequestsOfOthersIntoWhatTheServiceTakes();
    void keepsEverySignatureOfARequest();
    void translatesAnswersWithoutLosingTheirEssence();
    void readsStreamsAlikeHoweverSliced();
    void readsBothFormsOfAStreamAlike();
    void translatesStreamsWithoutLosingTheirEssence();
    void readsStreamsAsTheTapDoes();
    void forwardsEveryByteOfAStream();
    void readsWholeAnswersAsTheCodecDoes();

private:
    static const Codec& gemini() { return codecFor(Dialect::Gemini); }
    std::vector<const recorded::Exchange*> where(bool streaming) const {
        std::vector<const recorded::Exchange*> found;
        for (const auto& exchange : m_exchanges) {
            if (exchange.streaming == streaming && exchange.status == 200 && !exchange.answer.empty())
                found.push_back(&exchange);
        }
        return found;
    }
    static QByteArray judged(const QByteArray& lines);
    static QByteArray line(const std::string& id, const char* dialect, const std::string& body) {
        return "{\"id\":\"" + QByteArray::fromStdString(id) + "\",\"dialect\":\"" + dialect +
               "\",\"body\":" + QByteArray::fromStdString(body) + "}\n";
    }
    // The events of a stream as the array that the service sends without "alt=sse".
    static std::string asArray(const std::string& events) {
        std::string array = "[";
        std::size_t at = 0;
        while ((at = events.find("data: ", at)) != std::string::npos) {
            at += 6;
            const std::size_t end = std::min(events.find_first_of("\r\n", at), events.size());
            array += (array.size() > 1 ? ",\r\n" : "") + events.substr(at, end - at);
            at = end;
        }
        return array + "]";
    }

    std::vector<recorded::Exchange> m_exchanges;
};

void GeminiRecorded::initTestCase() {
    if (!recorded::available())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    m_exchanges = recorded::load({"gemini-generate"});
    QVERIFY(m_exchanges.size() > 60);
}

QByteArray GeminiRecorded::judged(const QByteArray& lines) {
    QProcess judge;
    judge.start(QStringLiteral("python3"), {qEnvironmentVariable("GATEHOUSE_SOURCE_DIR") +
                                                QStringLiteral("/tests/core/dialects/check_requests.py"),
                                            QString::fromStdString(recorded::folder() + "replay_upstream.py")});
    if (!judge.waitForStarted())
        return "the judge did not start";
    judge.write(lines);
    judge.closeWriteChannel();
    if (!judge.waitForFinished() || judge.exitCode() != 0)
        return "the judge failed: " + judge.readAllStandardError();
    return judge.readAllStandardOutput();
}

void GeminiRecorded::writesRequestsOfItsOwnDialectAsTheSame() {
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        Losses losses;
        const auto request = gemini().readRequest(exchange.request, losses);
        QVERIFY2(request, exchange.id.c_str());
        const auto written = gemini().writeRequest(*request, Dialect::Gemini, losses);
        QVERIFY2(written, exchange.id.c_str());
        QVERIFY2(listed(losses).empty(), (exchange.id + '\n' + listed(losses)).c_str());
        const auto again = gemini().readRequest(*written, losses);
        QVERIFY2(again, exchange.id.c_str());
        const auto twice = gemini().writeRequest(*again, Dialect::Gemini, losses);
        QVERIFY2(gemini().readRequest(*twice, losses)->messages == again->messages, exchange.id.c_str());
        QCOMPARE(QString::fromStdString(*twice), QString::fromStdString(*written));
    }
}

void GeminiRecorded::writesRequestsThatTheServicesTake() {
    QByteArray lines;
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        Losses losses;
        const auto request = gemini().readRequest(exchange.request, losses);
        lines += line(exchange.id, "gemini-generate", *gemini().writeRequest(*request, Dialect::Gemini, losses));
    }
    const QByteArray problems = judged(lines);
    QVERIFY2(problems.isEmpty(), problems.constData());
}

void GeminiRecorded::translatesRequestsIntoWhatOtherServicesTake() {
    QByteArray lines;
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        Losses losses;
        auto request = gemini().readRequest(exchange.request, losses);
        for (const Dialect to : {Dialect::OpenAi, Dialect::Anthropic}) {
            request->model = to == Dialect::OpenAi ? "gpt-4o" : "claude-sonnet-4-5";
            const auto body = codecFor(to).writeRequest(*request, Dialect::Gemini, losses);
            QVERIFY2(body, exchange.id.c_str());
            lines += line(exchange.id, to == Dialect::OpenAi ? "openai-chat" : "anthropic-messages", *body);
        }
    }
    const QByteArray problems = judged(lines);
    QVERIFY2(problems.isEmpty(), problems.constData());
}

void GeminiRecorded::translatesRequestsOfOthersIntoWhatTheServiceTakes() {
    QByteArray lines;
    int written = 0;
    for (const auto& exchange : recorded::load({"openai-chat", "anthropic-messages"})) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        const Dialect from = exchange.dialect == "openai-chat" ? Dialect::OpenAi : Dialect::Anthropic;
        for (const auto* model : {"gemini-2.5-flash", "gemini-3-pro-preview"}) {
            Losses losses;
            auto request = codecFor(from).readRequest(exchange.request, losses);
            QVERIFY2(request, exchange.id.c_str());
            request->model = model;
            const auto body = gemini().writeRequest(*request, from, losses);
            QVERIFY2(body, (exchange.id + ": " + (body ? "" : body.error().message)).c_str());
            lines += line(exchange.id, "gemini-generate", *body);
            ++written;
        }
    }
    QVERIFY(written > 200);
    const QByteArray problems = judged(lines);
    QVERIFY2(problems.isEmpty(), problems.constData());
}

void GeminiRecorded::keepsEverySignatureOfARequest() {
    int seen = 0;
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        Losses losses;
        const auto request = gemini().readRequest(exchange.request, losses);
        const auto written = *gemini().writeRequest(*request, Dialect::Gemini, losses);
        for (const std::string_view name : {"\"thoughtSignature\":\"", "\"thought_signature\":\""}) {
            for (std::size_t at = exchange.request.find(name); at != std::string::npos;
                 at = exchange.request.find(name, at + 1)) {
                const std::size_t begin = at + name.size();
                const auto value = exchange.request.substr(begin, exchange.request.find('"', begin) - begin);
                QVERIFY2(written.find(value) != std::string::npos, exchange.id.c_str());
                ++seen;
            }
        }
    }
    QVERIFY(seen > 20);
}

void GeminiRecorded::translatesAnswersWithoutLosingTheirEssence() {
    int read = 0;
    for (const auto* exchange : where(false)) {
        const auto answer = gemini().readAnswer(exchange->answer);
        QVERIFY2(answer, (exchange->id + ": " + (answer ? "" : answer.error().message)).c_str());
        ++read;
        for (const Dialect target : {Dialect::Gemini, Dialect::OpenAi, Dialect::Anthropic}) {
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
            QCOMPARE(again->choices.front().stop, answer->choices.front().stop);
        }
    }
    QVERIFY(read > 40);
}

void GeminiRecorded::readsStreamsAlikeHoweverSliced() {
    for (const auto* exchange : where(true)) {
        const auto whole = readStream(gemini(), {exchange->answer});
        QVERIFY2(whole.end == StreamEnd::Whole, exchange->id.c_str());
        const std::string_view bytes(exchange->answer);
        std::vector<std::string_view> slices;
        for (std::size_t at = 0; at < bytes.size(); ++at)
            slices.push_back(bytes.substr(at, 1));
        const auto sliced = readStream(gemini(), slices);
        QVERIFY2(sliced.events == whole.events && sliced.end == whole.end, exchange->id.c_str());
        // Cut in two at every byte, where it is small enough for that.
        for (std::size_t at = 1; at < bytes.size() && bytes.size() < 20'000; at += 1 + bytes.size() / 500) {
            const auto halves = readStream(gemini(), {bytes.substr(0, at), bytes.substr(at)});
            QVERIFY2(halves.events == whole.events && halves.end == whole.end, exchange->id.c_str());
        }
    }
}

void GeminiRecorded::readsBothFormsOfAStreamAlike() {
    for (const auto* exchange : where(true)) {
        const auto events = readStream(gemini(), {exchange->answer});
        const std::string array = asArray(exchange->answer);
        std::vector<std::string_view> slices;
        for (std::size_t at = 0; at < array.size(); at += 7)
            slices.push_back(std::string_view(array).substr(at, 7));
        const auto folded = readStream(gemini(), slices);
        QVERIFY2(folded.events == events.events && folded.end == events.end, exchange->id.c_str());
        const auto whole = gemini().readAnswer(array);
        QVERIFY2(whole, exchange->id.c_str());
        QCOMPARE(QString::fromStdString(essence(*whole)), QString::fromStdString(essence(events.answer)));
    }
}

void GeminiRecorded::translatesStreamsWithoutLosingTheirEssence() {
    for (const auto* exchange : where(true)) {
        const auto whole = readStream(gemini(), {exchange->answer});
        for (const Dialect target : {Dialect::Gemini, Dialect::OpenAi, Dialect::Anthropic}) {
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
}

void GeminiRecorded::readsStreamsAsTheTapDoes() {
    for (const auto* exchange : where(true)) {
        for (const std::string& bytes : {exchange->answer, asArray(exchange->answer)}) {
            const auto tap = makeStreamTap(Dialect::Gemini, Operation::GenerateContent, false);
            std::string out;
            tap->feed(bytes, out);
            const StreamEnd end = tap->finish(out);
            const auto whole = readStream(gemini(), {bytes});
            QVERIFY2(end == whole.end, exchange->id.c_str());
            QVERIFY2(tap->facts().usage == whole.answer.usage, exchange->id.c_str());
            QVERIFY2(tap->facts().stop == whole.answer.choices.front().stop, exchange->id.c_str());
            QVERIFY2(tap->facts().id == whole.answer.id, exchange->id.c_str());
            QVERIFY2(tap->facts().errorInStream.has_value() == whole.failed, exchange->id.c_str());
        }
    }
}

void GeminiRecorded::forwardsEveryByteOfAStream() {
    for (const auto* exchange : where(true)) {
        for (const std::string& bytes : {exchange->answer, asArray(exchange->answer) + "\n"}) {
            for (const std::size_t size : {std::size_t{1}, std::size_t{31}, bytes.size()}) {
                const auto tap = makeStreamTap(Dialect::Gemini, Operation::GenerateContent, false);
                std::string out;
                for (std::size_t at = 0; at < bytes.size(); at += size)
                    tap->feed(std::string_view(bytes).substr(at, size), out);
                QVERIFY2(tap->finish(out) == StreamEnd::Whole, exchange->id.c_str());
                QVERIFY2(out == bytes, exchange->id.c_str());
            }
        }
    }
}

void GeminiRecorded::readsWholeAnswersAsTheCodecDoes() {
    for (const auto* exchange : where(false)) {
        const auto facts = readAnswerFacts(Dialect::Gemini, Operation::GenerateContent, exchange->answer);
        const auto answer = gemini().readAnswer(exchange->answer);
        QVERIFY2(!facts.unreadable, exchange->id.c_str());
        QVERIFY2(facts.usage == answer->usage, exchange->id.c_str());
        QVERIFY2(facts.stop == answer->choices.front().stop, exchange->id.c_str());
    }
}

QTEST_APPLESS_MAIN(GeminiRecorded)
#include "tst_gemini_recorded.moc"
