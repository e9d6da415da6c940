// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"
#include "tests/core/dialects/codec_support.h"
#include "tests/core/dialects/recorded.h"

#include <QProcess>
#include <QtTest>

using namespace codec_support;

// The recorded traffic of Cohere and Ollama, and that of OpenAI and Anthropic translated to both of them.
class NativeRecorded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void translatesRequestsIntoWhatEachServiceTakes();
    void writesRequestsOfItsOwnDialectAsTheSame();
    void translatesAnswersWithoutLosingTheirEssence();
    void readsStreamsAlikeHoweverCut();
    void translatesStreamsWithoutLosingTheirEssence();
    void streamsSayWhatWholeAnswersSay();
    void readsStreamsAsTheTapDoes();
    void tapsCutStreamsAsCut();

private:
    static Dialect dialectOf(const recorded::Exchange& exchange) {
        if (exchange.dialect == "openai-chat")
            return Dialect::OpenAi;
        if (exchange.dialect == "anthropic-messages")
            return Dialect::Anthropic;
        return exchange.dialect == "cohere-v2-chat" ? Dialect::Cohere : Dialect::Ollama;
    }
    static bool isNative(const recorded::Exchange& exchange) {
        const auto dialect = dialectOf(exchange);
        return dialect == Dialect::Cohere || dialect == Dialect::Ollama;
    }
    static std::string judgeOf(Dialect dialect) {
        switch (dialect) {
        case Dialect::OpenAi:
            return "openai-chat";
        case Dialect::Anthropic:
            return "anthropic-messages";
        case Dialect::Cohere:
            return "cohere-v2-chat";
        default:
            return "ollama-chat";
        }
    }
    // Where something is to be translated to: the natives everything, the others the natives.
    static std::vector<Dialect> targetsOf(const recorded::Exchange& exchange) {
        if (isNative(exchange))
            return {Dialect::OpenAi, Dialect::Anthropic, Dialect::Cohere, Dialect::Ollama};
        return {Dialect::Cohere, Dialect::Ollama};
    }
    std::vector<const recorded::Exchange*> where(bool streaming, bool native) const {
        std::vector<const recorded::Exchange*> found;
        for (const auto& exchange : m_exchanges) {
            if (exchange.streaming == streaming && exchange.status == 200 && !exchange.answer.empty() &&
                (!native || isNative(exchange)))
                found.push_back(&exchange);
        }
        return found;
    }
    // What a dialect without a place for it cannot keep.
    static ChatAnswer expectedOf(ChatAnswer answer, Dialect target) {
        if (!answer.usage && target == Dialect::Anthropic)
            answer.usage = Usage{};
        // Ollama tells no cached tokens apart.
        if (target == Dialect::Ollama && answer.usage) {
            answer.usage->input = answer.usage->prompt();
            answer.usage->cachedInput = answer.usage->cacheWrite = answer.usage->cacheWriteLong = 0;
        }
        return answer;
    }

    static bool hasBrokenArguments(const ChatAnswer& answer) {
        for (const auto& part : answer.choices.front().parts) {
            const auto* use = std::get_if<ToolUsePart>(&part.content);
            if (use && use->input == ToolInput::Object && !argumentsObject(use->arguments))
                return true;
        }
        return false;
    }

    std::vector<recorded::Exchange> m_exchanges;
};

void NativeRecorded::initTestCase() {
    if (!recorded::available())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    m_exchanges = recorded::load({"openai-chat", "anthropic-messages", "cohere-v2-chat", "ollama-chat"});
    QVERIFY(m_exchanges.size() > 200);
}

void NativeRecorded::translatesRequestsIntoWhatEachServiceTakes() {
    QByteArray lines;
    int written = 0;
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200)
            continue;
        const Dialect from = dialectOf(exchange);
        for (const Dialect to : targetsOf(exchange)) {
            Losses losses;
            auto request = codecFor(from).readRequest(exchange.request, losses);
            QVERIFY2(request, exchange.id.c_str());
            request->model = to == Dialect::OpenAi      ? "gpt-4o"
                             : to == Dialect::Anthropic ? "claude-sonnet-4-5"
                             : to == Dialect::Cohere    ? "command-a-reasoning-08-2025"
                                                        : "qwen3";
            const auto body = codecFor(to).writeRequest(*request, from, losses);
            if (!body && body.error().kind == gatehouse::ErrorKind::Invalid)
                continue; // refused by name
            QVERIFY2(body, exchange.id.c_str());
            lines += "{\"id\":\"" + QByteArray::fromStdString(exchange.id) + "\",\"dialect\":\"" +
                     QByteArray::fromStdString(judgeOf(to)) + "\",\"body\":" + QByteArray::fromStdString(*body) + "}\n";
            ++written;
        }
    }
    QVERIFY(written > 400);
    QProcess judge;
    judge.start(QStringLiteral("python3"), {qEnvironmentVariable("GATEHOUSE_SOURCE_DIR") +
                                                QStringLiteral("/tests/core/dialects/check_requests.py"),
                                            QString::fromStdString(recorded::folder() + "replay_upstream.py")});
    QVERIFY(judge.waitForStarted());
    judge.write(lines);
    judge.closeWriteChannel();
    QVERIFY(judge.waitForFinished());
    const QByteArray problems = judge.readAllStandardOutput();
    QVERIFY2(problems.isEmpty(), problems.constData());
    QVERIFY2(judge.exitCode() == 0, judge.readAllStandardError().constData());
}

void NativeRecorded::writesRequestsOfItsOwnDialectAsTheSame() {
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200 || !isNative(exchange))
            continue;
        const Dialect dialect = dialectOf(exchange);
        Losses losses;
        const auto request = codecFor(dialect).readRequest(exchange.request, losses);
        QVERIFY2(request, exchange.id.c_str());
        const auto written = codecFor(dialect).writeRequest(*request, dialect, losses);
        QVERIFY2(listed(losses).empty(), (exchange.id + '\n' + listed(losses)).c_str());
        const auto again = codecFor(dialect).readRequest(*written, losses);
        QVERIFY2(again, written->c_str());
        QVERIFY2(*again == *request, (exchange.id + '\n' + *written).c_str());
    }
}

void NativeRecorded::translatesAnswersWithoutLosingTheirEssence() {
    int read = 0;
    for (const auto* exchange : where(false, false)) {
        const auto answer = codecFor(dialectOf(*exchange)).readAnswer(exchange->answer);
        if (!answer && !isNative(*exchange))
            continue; // an error with status 200
        QVERIFY2(answer, exchange->id.c_str());
        ++read;
        for (const Dialect target : targetsOf(*exchange)) {
            Losses losses;
            const std::string written = codecFor(target).writeAnswer(*answer, losses);
            const auto again = codecFor(target).readAnswer(written);
            QVERIFY2(again, (exchange->id + '\n' + written).c_str());
            const auto expected = expectedOf(*answer, target);
            if (essence(*again) != essence(expected))
                qWarning("%s", exchange->id.c_str());
            QCOMPARE(QString::fromStdString(essence(*again)), QString::fromStdString(essence(expected)));
        }
    }
    QVERIFY(read > 100);
}

void NativeRecorded::readsStreamsAlikeHoweverCut() {
    for (const auto* exchange : where(true, true)) {
        const auto& codec = codecFor(dialectOf(*exchange));
        const std::string_view bytes = exchange->answer;
        const auto whole = readStream(codec, {bytes});
        const std::size_t step = bytes.size() <= 2500 ? 1 : bytes.size() / 50;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            const auto cut = readStream(codec, {bytes.substr(0, at), bytes.substr(at)});
            QVERIFY2(cut.events == whole.events && cut.end == whole.end, exchange->id.c_str());
        }
        std::vector<std::string_view> bits;
        for (std::size_t at = 0; at < bytes.size(); ++at)
            bits.push_back(bytes.substr(at, 1));
        const auto sliced = readStream(codec, bits);
        QVERIFY2(sliced.events == whole.events && sliced.end == whole.end, exchange->id.c_str());
    }
}

void NativeRecorded::translatesStreamsWithoutLosingTheirEssence() {
    int translated = 0;
    for (const auto* exchange : where(true, false)) {
        const auto whole = readStream(codecFor(dialectOf(*exchange)), {exchange->answer});
        if (whole.end == StreamEnd::Cut)
            continue;
        ++translated;
        for (const Dialect target : targetsOf(*exchange)) {
            if (target == Dialect::Ollama && hasBrokenArguments(whole.answer))
                continue; // they become {"arguments": text}
            const std::string written = writeStream(codecFor(target), whole);
            const auto again = readStream(codecFor(target), {written});
            QVERIFY2(again.end == StreamEnd::Whole, (exchange->id + '\n' + written).c_str());
            const auto expected = expectedOf(whole.answer, target);
            if (essence(again.answer) != essence(expected))
                qWarning("%s %s", exchange->id.c_str(), judgeOf(target).c_str());
            QCOMPARE(QString::fromStdString(essence(again.answer)), QString::fromStdString(essence(expected)));
        }
    }
    QVERIFY(translated > 90);
}

// A whole answer, told again as a stream of its dialect's codec, is the same answer.
void NativeRecorded::streamsSayWhatWholeAnswersSay() {
    for (const auto* exchange : where(true, true)) {
        const auto& codec = codecFor(dialectOf(*exchange));
        const auto streamed = readStream(codec, {exchange->answer});
        if (streamed.end == StreamEnd::Cut)
            continue;
        Losses losses;
        const auto whole = codec.readAnswer(codec.writeAnswer(streamed.answer, losses));
        QVERIFY2(whole, exchange->id.c_str());
        QCOMPARE(QString::fromStdString(essence(*whole)), QString::fromStdString(essence(streamed.answer)));
        QCOMPARE(whole->choices.front().stop, streamed.answer.choices.front().stop);
    }
}

// Records must not depend on whether a call was translated.
void NativeRecorded::readsStreamsAsTheTapDoes() {
    for (const auto* exchange : where(true, true)) {
        const Dialect dialect = dialectOf(*exchange);
        const auto operation = dialect == Dialect::Cohere ? Operation::CohereChat : Operation::OllamaChat;
        const auto tap = makeStreamTap(dialect, operation, false);
        std::string out;
        tap->feed(exchange->answer, out);
        const StreamEnd end = tap->finish(out);
        const auto whole = readStream(codecFor(dialect), {exchange->answer});
        QVERIFY2(end == whole.end, exchange->id.c_str());
        QVERIFY2(out == exchange->answer, exchange->id.c_str());
        QVERIFY2(tap->facts().usage == whole.answer.usage, exchange->id.c_str());
        QVERIFY2(tap->facts().errorInStream.has_value() == whole.failed, exchange->id.c_str());
        if (end == StreamEnd::Whole)
            QVERIFY2(tap->facts().stop == whole.answer.choices.front().stop, exchange->id.c_str());
    }
    for (const auto* exchange : where(false, true)) {
        const auto answer = codecFor(dialectOf(*exchange)).readAnswer(exchange->answer);
        const auto operation = dialectOf(*exchange) == Dialect::Cohere ? Operation::CohereChat : Operation::OllamaChat;
        const auto facts = readAnswerFacts(dialectOf(*exchange), operation, exchange->answer);
        QVERIFY2(facts.usage == answer->usage, exchange->id.c_str());
        QVERIFY2(facts.stop == answer->choices.front().stop, exchange->id.c_str());
        QVERIFY2(facts.id == answer->id, exchange->id.c_str());
    }
}

void NativeRecorded::tapsCutStreamsAsCut() {
    for (const auto* exchange : where(true, true)) {
        const Dialect dialect = dialectOf(*exchange);
        const auto operation = dialect == Dialect::Cohere ? Operation::CohereChat : Operation::OllamaChat;
        const auto half = std::string_view(exchange->answer).substr(0, exchange->answer.size() / 2);
        const auto tap = makeStreamTap(dialect, operation, false);
        std::string out;
        for (const char byte : half)
            tap->feed({&byte, 1}, out);
        QVERIFY2(tap->finish(out) == StreamEnd::Cut, exchange->id.c_str());
        QVERIFY2(half.starts_with(out), exchange->id.c_str());
        QVERIFY2(readStream(codecFor(dialect), {half}).end == StreamEnd::Cut, exchange->id.c_str());
    }
}

QTEST_APPLESS_MAIN(NativeRecorded)
#include "tst_native_recorded.moc"
