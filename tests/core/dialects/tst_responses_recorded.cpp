// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"
#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/tap.h"
#include "tests/core/dialects/codec_support.h"
#include "tests/core/dialects/recorded.h"

#include <QProcess>
#include <QtTest>
#include <random>

using namespace codec_support;

// The recorded traffic of the Responses API, of four vendors, through its codec and its tap.
class ResponsesRecorded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void writesRequestsThatTheServicesTake();
    void writesRequestsOfItsOwnAsTheSame();
    void keepsTheEssenceOfAnswers();
    void readsStreamsAlikeHoweverSliced();
    void readsAStreamAsTheWholeAnswerAtItsEnd();
    void keepsTheEssenceOfStreams();
    void forwardsStreamsByteForByte();
    void takesACutStreamForCut();
    void takesStreamsOfOtherDialects();

private:
    static const Codec& codec() { return codecFor(Dialect::OpenAiResponses); }
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

namespace {

bool leansOnState(const recorded::Exchange& exchange) {
    return exchange.request.find("previous_response_id") != std::string::npos ||
           exchange.request.find("item_reference") != std::string::npos;
}

// The response of the last event.
std::string terminalResponse(const std::string& stream) {
    gatehouse::SseReader reader(std::size_t{16} << 20U);
    reader.feed(stream);
    std::string found;
    while (const auto* frame = reader.next()) {
        const auto document = json::Document::parse(frame->data);
        if (!document)
            continue;
        const auto type = document->root()["type"].text();
        if (type == "response.completed" || type == "response.incomplete")
            found = document->root()["response"].written();
    }
    return found;
}

} // namespace

void ResponsesRecorded::initTestCase() {
    if (!recorded::available())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    m_exchanges = recorded::load({"openai-responses"});
    QVERIFY(m_exchanges.size() > 100);
}

void ResponsesRecorded::writesRequestsThatTheServicesTake() {
    QByteArray lines;
    int written = 0;
    const auto add = [&](const std::string& id, const char* dialect, const std::string& body) {
        lines += "{\"id\":\"" + QByteArray::fromStdString(id) + "\",\"dialect\":\"" + dialect +
                 "\",\"body\":" + QByteArray::fromStdString(body) + "}\n";
        ++written;
    };
    auto exchanges = recorded::load({"openai-responses", "openai-chat", "anthropic-messages"});
    for (const auto& exchange : exchanges) {
        if (exchange.request.empty() || exchange.status != 200 || leansOnState(exchange))
            continue;
        const Dialect from = exchange.dialect == "openai-chat"        ? Dialect::OpenAi
                             : exchange.dialect == "openai-responses" ? Dialect::OpenAiResponses
                                                                      : Dialect::Anthropic;
        Losses losses;
        auto request = codecFor(from).readRequest(exchange.request, losses);
        QVERIFY2(request, exchange.id.c_str());
        if (request->messages.empty())
            continue;
        if (from == Dialect::OpenAiResponses) {
            for (const char* model : {"gpt-4o", "gpt-5", "mistral-large"}) {
                request->model = model;
                add(exchange.id, "openai-chat", *codecFor(Dialect::OpenAi).writeRequest(*request, from, losses));
            }
            request->model = "claude-sonnet-4-5";
            add(exchange.id, "anthropic-messages", *codecFor(Dialect::Anthropic).writeRequest(*request, from, losses));
        }
        for (const char* model : {"gpt-4o", "gpt-5.2", "grok-4"}) {
            request->model = model;
            add(exchange.id, "openai-responses", *codec().writeRequest(*request, from, losses));
        }
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

void ResponsesRecorded::writesRequestsOfItsOwnAsTheSame() {
    for (const auto& exchange : m_exchanges) {
        if (exchange.request.empty() || exchange.status != 200 || leansOnState(exchange))
            continue;
        Losses losses;
        const auto request = codec().readRequest(exchange.request, losses);
        QVERIFY2(request, exchange.id.c_str());
        const auto written = codec().writeRequest(*request, Dialect::OpenAiResponses, losses);
        QVERIFY2(listed(losses).empty(), (exchange.id + '\n' + listed(losses)).c_str());
        const auto again = codec().readRequest(*written, losses);
        QVERIFY2(again, exchange.id.c_str());
        QVERIFY2(*again == *request, (exchange.id + '\n' + exchange.request + '\n' + *written).c_str());
    }
}

void ResponsesRecorded::keepsTheEssenceOfAnswers() {
    int read = 0;
    for (const auto* exchange : where(false)) {
        const auto answer = codec().readAnswer(exchange->answer);
        QVERIFY2(answer, exchange->id.c_str());
        ++read;
        for (const Dialect target : {Dialect::OpenAiResponses, Dialect::OpenAi, Dialect::Anthropic}) {
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
            if (target == Dialect::OpenAiResponses)
                QVERIFY2(again->choices == answer->choices && again->usage == answer->usage, exchange->id.c_str());
        }
        const auto facts = readAnswerFacts(Dialect::OpenAiResponses, Operation::Responses, exchange->answer);
        QVERIFY(!facts.unreadable && !facts.errorInStream);
        QVERIFY2(facts.usage == answer->usage, exchange->id.c_str());
        QCOMPARE(QString::fromStdString(facts.id), QString::fromStdString(answer->id));
        QCOMPARE(static_cast<int>(facts.stop), static_cast<int>(answer->choices.front().stop));
    }
    QVERIFY(read > 40);
}

void ResponsesRecorded::readsStreamsAlikeHoweverSliced() {
    std::mt19937 random(11);
    for (const auto* exchange : where(true)) {
        const auto whole = readStream(codec(), {exchange->answer});
        for (const std::size_t most : {3U, 200U}) {
            std::vector<std::string_view> slices;
            std::uniform_int_distribution<std::size_t> length(1, most);
            for (std::size_t at = 0; at < exchange->answer.size(); at += slices.back().size())
                slices.push_back(std::string_view(exchange->answer).substr(at, length(random)));
            const auto sliced = readStream(codec(), slices);
            QVERIFY2(sliced.events == whole.events && sliced.end == whole.end, exchange->id.c_str());
        }
    }
}

void ResponsesRecorded::readsAStreamAsTheWholeAnswerAtItsEnd() {
    int compared = 0;
    for (const auto* exchange : where(true)) {
        const std::string last = terminalResponse(exchange->answer);
        const auto whole = codec().readAnswer(last);
        if (!whole || whole->choices.front().parts.empty())
            continue; // recordings that were cut, and servers that do not repeat the items
        auto streamed = readStream(codec(), {exchange->answer}).answer;
        auto expected = *whole;
        for (auto& part : expected.choices.front().parts)
            part.unknown.clear(); // a stream's parts have no such fields
        QVERIFY2(essence(streamed) == essence(expected),
                 (exchange->id + '\n' + essence(streamed) + '\n' + essence(expected)).c_str());
        QVERIFY2(streamed.choices.front().stop == expected.choices.front().stop, exchange->id.c_str());
        ++compared;
    }
    QVERIFY(compared > 30);
}

void ResponsesRecorded::keepsTheEssenceOfStreams() {
    int translated = 0;
    for (const auto* exchange : where(true)) {
        const auto whole = readStream(codec(), {exchange->answer});
        if (whole.end == StreamEnd::Cut)
            continue;
        ++translated;
        for (const Dialect target : {Dialect::OpenAiResponses, Dialect::OpenAi, Dialect::Anthropic}) {
            const std::string written = writeStream(codecFor(target), whole);
            const auto again = readStream(codecFor(target), {written});
            QVERIFY2(again.end == StreamEnd::Whole, (exchange->id + '\n' + written).c_str());
            ChatAnswer expected = whole.answer;
            if (target == Dialect::Anthropic && !expected.usage)
                expected.usage = Usage{};
            if (essence(again.answer) != essence(expected))
                qWarning("%s", exchange->id.c_str());
            QCOMPARE(QString::fromStdString(essence(again.answer)), QString::fromStdString(essence(expected)));
            if (target == Dialect::OpenAiResponses)
                QVERIFY2(again.answer.choices == whole.answer.choices, exchange->id.c_str());
        }
    }
    QVERIFY(translated > 30);
}

void ResponsesRecorded::forwardsStreamsByteForByte() {
    for (const auto* exchange : where(true)) {
        const auto tap = makeStreamTap(Dialect::OpenAiResponses, Operation::Responses, false);
        std::string out;
        for (std::size_t at = 0; at < exchange->answer.size(); at += 7)
            tap->feed(std::string_view(exchange->answer).substr(at, 7), out);
        const StreamEnd end = tap->finish(out);
        const auto whole = readStream(codec(), {exchange->answer});
        QVERIFY2(end == whole.end, exchange->id.c_str());
        if (end == StreamEnd::Whole)
            QVERIFY2(out == exchange->answer, exchange->id.c_str());
        QVERIFY2(tap->facts().usage == whole.answer.usage, exchange->id.c_str());
        QVERIFY2(tap->facts().errorInStream.has_value() == whole.failed, exchange->id.c_str());
        if (end == StreamEnd::Whole && !whole.answer.choices.empty())
            QVERIFY2(tap->facts().stop == whole.answer.choices.front().stop, exchange->id.c_str());
    }
}

void ResponsesRecorded::takesACutStreamForCut() {
    int cut = 0;
    for (const auto* exchange : where(true)) {
        if (exchange->answer.size() > 8'000 || ++cut > 3)
            continue;
        const std::string_view all = exchange->answer;
        const auto last = all.rfind("data: {");
        for (std::size_t at = 0; at < last; ++at) {
            const auto tap = makeStreamTap(Dialect::OpenAiResponses, Operation::Responses, false);
            std::string out;
            tap->feed(all.substr(0, at), out);
            QVERIFY2(tap->finish(out) == StreamEnd::Cut, exchange->id.c_str());
        }
        // The reader is dearer: every seventh place.
        for (std::size_t at = 0; at < last; at += 7)
            QVERIFY2(readStream(codec(), {all.substr(0, at)}).end == StreamEnd::Cut, exchange->id.c_str());
    }
}

// What chats of other providers stream, as a client of this dialect gets it.
void ResponsesRecorded::takesStreamsOfOtherDialects() {
    int translated = 0;
    for (const auto& exchange : recorded::load({"openai-chat", "anthropic-messages"})) {
        if (!exchange.streaming || exchange.status != 200 || exchange.answer.empty())
            continue;
        const Dialect from = exchange.dialect == "openai-chat" ? Dialect::OpenAi : Dialect::Anthropic;
        const auto whole = readStream(codecFor(from), {exchange.answer});
        if (whole.end == StreamEnd::Cut || whole.answer.choices.size() > 1)
            continue;
        ++translated;
        const std::string written = writeStream(codec(), whole);
        const auto again = readStream(codec(), {written});
        QVERIFY2(again.end == StreamEnd::Whole, (exchange.id + '\n' + written).c_str());
        QCOMPARE(QString::fromStdString(essence(again.answer)), QString::fromStdString(essence(whole.answer)));
        // The last event repeats what was streamed.
        const auto last = codec().readAnswer(terminalResponse(written));
        QVERIFY2(last, exchange.id.c_str());
        QCOMPARE(QString::fromStdString(essence(*last)), QString::fromStdString(essence(whole.answer)));
        // And is what a whole answer would have been.
        Losses losses;
        ChatAnswer answer = whole.answer;
        answer.model = "asked-model";
        const auto direct = codec().readAnswer(codec().writeAnswer(answer, losses));
        QVERIFY(direct);
        auto one = *direct;
        for (auto* choices : {&one.choices, &const_cast<ChatAnswer&>(*last).choices})
            for (auto& part : choices->front().parts) {
                if (auto* reasoning = std::get_if<ReasoningPart>(&part.content))
                    reasoning->id.clear();
                if (auto* text = std::get_if<TextPart>(&part.content))
                    text->citations.clear(); // where they end is not known in the middle of a stream
            }
        QVERIFY2(one.choices == last->choices, (exchange.id + '\n' + written).c_str());
    }
    QVERIFY(translated > 60);
}

QTEST_APPLESS_MAIN(ResponsesRecorded)
#include "tst_responses_recorded.moc"
