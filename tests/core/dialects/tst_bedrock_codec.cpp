// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"
#include "core/dialects/base64.h"
#include "core/dialects/codec.h"
#include "core/dialects/crossing.h"
#include "core/dialects/envelope.h"
#include "core/dialects/errors.h"
#include "core/dialects/event_stream/frame_reader.h"
#include "core/dialects/event_stream/frame_writer.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/request_scan.h"
#include "tests/core/dialects/codec_support.h"
#include "tests/core/dialects/recorded.h"

#include <QProcess>
#include <QtTest>
#include <random>

using namespace codec_support;
using gatehouse::Error;
using gatehouse::ErrorKind;

namespace {

const Codec& converse() {
    return codecFor(Dialect::Bedrock);
}
const Codec& invoke() {
    return codecFor(Dialect::BedrockInvoke);
}

std::string translated(Dialect from, Dialect to, const std::string& body, const std::string& model, Losses& losses,
                       bool stream = false) {
    auto request = codecFor(from).readRequest(body, losses);
    if (!request)
        return "unread: " + request.error().message;
    request->model = model;
    request->stream = stream;
    const auto written = codecFor(to).writeRequest(*request, from, losses);
    return written ? *written : "unwritten: " + written.error().message;
}

std::string fromOpenAi(const std::string& body, Losses& losses, const std::string& model = "anthropic.claude-x") {
    return translated(Dialect::OpenAi, Dialect::Bedrock, body, model, losses);
}

bool loses(const Losses& losses, const std::string& field) {
    return std::any_of(losses.begin(), losses.end(), [&](const Loss& loss) { return loss.field == field; });
}

std::string frameOf(const std::string& type, const std::string& json) {
    std::string out;
    gatehouse::dialects::event_stream::appendEvent(out, type, json);
    return out;
}

// All frames of a stream as "type payload" lines.
std::string framesOf(std::string_view bytes) {
    gatehouse::dialects::event_stream::FrameReader reader;
    reader.feed(bytes);
    std::string out;
    while (const auto* frame = reader.next()) {
        const auto type = frame->messageType() == "event" ? frame->eventType() : frame->text(":exception-type");
        out += std::string(type) + ' ' + std::string(frame->payload) + '\n';
    }
    return out + (reader.insideFrame() ? "cut" : "");
}

} // namespace

class BedrockCodec : public QObject {
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

    void sendsToolConfigWheneverTheHistoryHasTools();
    void hasNoWordForNone();
    void marksTheCache();
    void cleansTheNamesOfDocuments();
    void takesPicturesAsData();
    void saysSchemasAsStrings();
    void asksModelsToThinkInTheirWords();
    void carriesSignaturesThroughOtherClients();
    void carriesForeignThoughtsThroughItsOwnClients();
    void opensBlocksWithTheirFirstDelta();
    void tellsUsageBehindTheStop();
    void joinsRedactedThoughts();
    void readsExceptionFrames();
    void refusesDamagedStreams();
    void writesBlocksInARow();
    void namesErrorsAsTheServiceDoes();
    void classifiesItsErrors();

    void losesNothingBetweenEnvelopes();
    void losesNothingOfStreamsBetweenEnvelopes();
    void refusesToTranslateOtherVendorsBodies();
    void streamsInvokeThroughTheConversation();

private:
    static Dialect dialectOf(const recorded::Exchange& exchange) {
        return exchange.dialect == "bedrock-converse" ? Dialect::Bedrock
               : exchange.dialect == "bedrock-invoke" ? Dialect::BedrockInvoke
               : exchange.dialect == "openai-chat"    ? Dialect::OpenAi
                                                      : Dialect::Anthropic;
    }
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

void BedrockCodec::initTestCase() {
    if (!recorded::available())
        return; // the tests that want them say so
    m_bedrock = recorded::load({"bedrock-converse", "bedrock-invoke"});
    m_others = recorded::load({"openai-chat", "anthropic-messages"});
    QVERIFY(m_bedrock.size() > 50);
}

void BedrockCodec::translatesRequestsThereAndBack() {
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

void BedrockCodec::writesRequestsOfItsOwnDialectAsTheSame() {
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

void BedrockCodec::translatesAnswersWithoutLosingTheirEssence() {
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

void BedrockCodec::translatesStreamsWithoutLosingTheirEssence() {
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

void BedrockCodec::readsStreamsAlikeHoweverSliced() {
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

void BedrockCodec::readsStreamsAsTheTapDoes() {
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

void BedrockCodec::forwardsStreamsByteForByte() {
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

void BedrockCodec::scansAllRequests() {
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

void BedrockCodec::sendsToolConfigWheneverTheHistoryHasTools() {
    Losses losses;
    const auto body = fromOpenAi(
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":null,"
        "\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"\"}},"
        "{\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"hear\",\"arguments\":\"{}\"}}]},"
        "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"seen\"},"
        "{\"role\":\"tool\",\"tool_call_id\":\"call_2\",\"content\":\"heard\"}]}",
        losses);
    QVERIFY(body.find("\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"look\"") != std::string::npos);
    QVERIFY(body.find("{\"toolSpec\":{\"name\":\"hear\"") != std::string::npos);
    QVERIFY(loses(losses, "tools"));
    // Both results stand in one user turn.
    QVERIFY(body.find("\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"call_1\",\"content\":[{\"text\":"
                      "\"seen\"}]}},{\"toolResult\":{\"toolUseId\":\"call_2\"") != std::string::npos);
    QVERIFY(body.find("\"input\":{}") != std::string::npos);
}

void BedrockCodec::hasNoWordForNone() {
    Losses losses;
    const std::string tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{}}}]";
    const auto body = fromOpenAi("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + tools +
                                     ",\"tool_choice\":\"none\",\"parallel_tool_calls\":false}",
                                 losses);
    QVERIFY(body.find("toolConfig") != std::string::npos);
    QVERIFY(body.find("toolChoice") == std::string::npos);
    QVERIFY(loses(losses, "tool_choice"));
    QVERIFY(loses(losses, "parallel_tool_calls"));
    losses.clear();
    const auto named = fromOpenAi("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + tools +
                                      ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"look\"}}}",
                                  losses);
    QVERIFY(named.find("\"toolChoice\":{\"tool\":{\"name\":\"look\"}}") != std::string::npos);
    QVERIFY(losses.empty());
}

void BedrockCodec::marksTheCache() {
    Losses losses;
    const auto body = translated(
        Dialect::Anthropic, Dialect::Bedrock,
        "{\"model\":\"c\",\"max_tokens\":9,\"system\":[{\"type\":\"text\",\"text\":\"S\",\"cache_control\":{\"type\":"
        "\"ephemeral\",\"ttl\":\"1h\"}}],\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"},"
        "\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
        "\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\"}}]}]}",
        "anthropic.claude-x", losses);
    QVERIFY(losses.empty());
    QVERIFY(body.find("\"system\":[{\"text\":\"S\"},{\"cachePoint\":{\"type\":\"default\",\"ttl\":\"1h\"}}]") !=
            std::string::npos);
    QVERIFY(body.find("{\"text\":\"Hi\"},{\"cachePoint\":{\"type\":\"default\"}}]") != std::string::npos);
    QVERIFY(body.find("}},{\"cachePoint\":{\"type\":\"default\"}}],\"") != std::string::npos ||
            body.find("}},{\"cachePoint\":{\"type\":\"default\"}}]}") != std::string::npos);
    const auto back = translated(Dialect::Bedrock, Dialect::Anthropic, body, "claude-x", losses);
    QVERIFY(back.find("\"text\":\"S\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}") != std::string::npos);
    QVERIFY(back.find("\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\"}") != std::string::npos);
    QVERIFY(losses.empty());
}

void BedrockCodec::cleansTheNamesOfDocuments() {
    Losses losses;
    const auto document = [](const std::string& title) {
        return "{\"type\":\"document\",\"title\":\"" + title +
               "\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"AAAA\"}}";
    };
    const auto body = translated(Dialect::Anthropic, Dialect::Bedrock,
                                 "{\"model\":\"c\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[" +
                                     document("report.pdf") + ',' + document("a/b  c.x.pdf") + ',' + document("") +
                                     ',' + document("") + "]}]}",
                                 "anthropic.claude-x", losses);
    QVERIFY(body.find("\"name\":\"report\"") != std::string::npos);
    QVERIFY(body.find("\"name\":\"a-b c-x\"") != std::string::npos);
    QVERIFY(body.find("\"name\":\"document\"") != std::string::npos);
    QVERIFY(body.find("\"name\":\"document 2\"") != std::string::npos);
    QVERIFY(loses(losses, "messages[0].content[1]"));
}

void BedrockCodec::takesPicturesAsData() {
    Losses losses;
    const auto body = fromOpenAi(
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What?\"},{\"type\":\"image_url\","
        "\"image_url\":{\"url\":\"data:image/jpeg;base64,/9j/4AAQ\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":"
        "\"https://example.com/x.png\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/"
        "bmp;base64,Qk0=\"}}"
        "]}]}",
        losses);
    QVERIFY(body.find("{\"image\":{\"format\":\"jpeg\",\"source\":{\"bytes\":\"/9j/4AAQ\"}}}") != std::string::npos);
    QVERIFY(body.find("example.com") == std::string::npos);
    QVERIFY(loses(losses, "messages[0].content[2]"));
    QVERIFY(loses(losses, "messages[0].content[3]"));
}

void BedrockCodec::saysSchemasAsStrings() {
    Losses losses;
    const auto body = fromOpenAi("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"response_format\":{\"type\":"
                                 "\"json_schema\",\"json_schema\":{\"name\":\"City\",\"description\":\"D\",\"strict\":"
                                 "true,\"schema\":{\"type\":\"object\"}}}}",
                                 losses);
    QVERIFY(body.find("\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{"
                      "\"schema\":\"{\\\"type\\\":\\\"object\\\"}\",\"name\":\"City\",\"description\":\"D\"}}}}") !=
            std::string::npos);
    QVERIFY(losses.empty());
    const auto back = translated(Dialect::Bedrock, Dialect::OpenAi, body, "gpt-4o", losses);
    QVERIFY(back.find("\"schema\":{\"type\":\"object\"}") != std::string::npos);
    QVERIFY(back.find("\"name\":\"City\"") != std::string::npos);
    losses.clear();
    fromOpenAi("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"response_format\":{\"type\":\"json_object\"}}",
               losses);
    QVERIFY(loses(losses, "response_format"));
}

void BedrockCodec::asksModelsToThinkInTheirWords() {
    const std::string body = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"reasoning_effort\":\"low\"}";
    Losses losses;
    const auto claude = fromOpenAi(body, losses, "us.anthropic.claude-sonnet-4");
    QVERIFY(
        claude.find("\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}") !=
        std::string::npos);
    QVERIFY(claude.find("\"maxTokens\":5120") != std::string::npos);
    QVERIFY(fromOpenAi(body, losses, "amazon.nova-2-lite").find("\"maxReasoningEffort\":\"low\"") != std::string::npos);
    QVERIFY(fromOpenAi(body, losses, "openai.gpt-oss-20b").find("\"reasoning_effort\":\"low\"") != std::string::npos);
    losses.clear();
    QVERIFY(fromOpenAi(body, losses, "meta.llama3").find("additional") == std::string::npos);
    QVERIFY(loses(losses, "reasoning_effort"));
    losses.clear();
    const auto exact =
        translated(Dialect::Anthropic, Dialect::Bedrock,
                   "{\"model\":\"c\",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":"
                   "2000},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                   "anthropic.claude-x", losses);
    QVERIFY(exact.find("\"budget_tokens\":2000") != std::string::npos);
    QVERIFY2(losses.empty(), listed(losses).c_str());
    const auto back = translated(Dialect::Bedrock, Dialect::Anthropic, exact, "claude-x", losses);
    QVERIFY(back.find("\"budget_tokens\":2000") != std::string::npos);
}

void BedrockCodec::carriesSignaturesThroughOtherClients() {
    const std::string answer =
        "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"reasoningContent\":{\"reasoningText\":{"
        "\"text\":\"Hm\",\"signature\":\"c2ln\"}}},{\"reasoningContent\":{\"redactedContent\":\"AAECAw==\"}},"
        "{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"look\",\"input\":{}}}]}},\"stopReason\":\"tool_use\"}";
    const auto read = converse().readAnswer(answer);
    QVERIFY(read);
    for (const Dialect client : {Dialect::Anthropic, Dialect::OpenAi}) {
        Losses losses;
        const std::string told = codecFor(client).writeAnswer(*read, losses);
        const auto document = json::Document::parse(told);
        std::string message;
        if (client == Dialect::Anthropic)
            message = "{\"role\":\"assistant\",\"content\":" + document->root()["content"].compact() + "}";
        else
            for (const auto choice : document->root()["choices"].children())
                message = choice["message"].compact();
        const std::string result = client == Dialect::Anthropic
                                       ? "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":"
                                         "\"t1\",\"content\":\"x\"}]}"
                                       : "{\"role\":\"tool\",\"tool_call_id\":\"t1\",\"content\":\"x\"}";
        const auto back = translated(client, Dialect::Bedrock,
                                     "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":"
                                     "\"Hi\"}," +
                                         message + ',' + result + "]}",
                                     "anthropic.claude-x", losses);
        QVERIFY2(back.find("{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm\",\"signature\":\"c2ln\"}}}") !=
                     std::string::npos,
                 back.c_str());
        QVERIFY2(back.find("{\"reasoningContent\":{\"redactedContent\":\"AAECAw==\"}}") != std::string::npos,
                 back.c_str());
        // Not to another vendor.
        const auto elsewhere = translated(client, otherThan(client),
                                          "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\","
                                          "\"content\":\"Hi\"}," +
                                              message + "]}",
                                          "model", losses);
        QVERIFY2(elsewhere.find("\"c2ln\"") == std::string::npos, elsewhere.c_str());
    }
}

void BedrockCodec::carriesForeignThoughtsThroughItsOwnClients() {
    ChatAnswer answer;
    ReasoningPart signedPart;
    signedPart.dialect = Dialect::Anthropic;
    signedPart.text = "Hm";
    signedPart.signature = "sig";
    ReasoningPart hidden;
    hidden.dialect = Dialect::Anthropic;
    hidden.encrypted = "secret";
    AnswerChoice choice;
    choice.parts.push_back(Part{signedPart, {}, {}, 0});
    choice.parts.push_back(Part{hidden, {}, {}, 1});
    answer.choices.push_back(choice);
    Losses losses;
    const auto again = converse().readAnswer(converse().writeAnswer(answer, losses));
    QVERIFY(again);
    QVERIFY(again->choices.front().parts[0].content == PartContent(signedPart));
    QVERIFY(again->choices.front().parts[1].content == PartContent(hidden));
}

void BedrockCodec::opensBlocksWithTheirFirstDelta() {
    const std::string stream =
        frameOf("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}") +
        frameOf("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\"Hm\"}}}") +
        frameOf("contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"signature\":\"s\"}}}") +
        frameOf("contentBlockStop", "{\"contentBlockIndex\":0}") +
        frameOf("contentBlockDelta", "{\"contentBlockIndex\":1,\"delta\":{\"text\":\"Hi\"}}") +
        frameOf("contentBlockStop", "{\"contentBlockIndex\":1}") +
        frameOf("contentBlockStart",
                "{\"contentBlockIndex\":2,\"start\":{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"look\"}}}") +
        frameOf("contentBlockDelta", "{\"contentBlockIndex\":2,\"delta\":{\"toolUse\":{\"input\":\"\"}}}") +
        frameOf("contentBlockStop", "{\"contentBlockIndex\":2}") +
        frameOf("messageStop", "{\"stopReason\":\"tool_use\"}") +
        frameOf("metadata",
                "{\"usage\":{\"inputTokens\":3,\"outputTokens\":4,\"totalTokens\":19,\"cacheReadInputTokens\":"
                "5,\"cacheWriteInputTokens\":7}}");
    const auto read = readStream(converse(), {stream});
    QVERIFY(read.end == StreamEnd::Whole);
    const auto& parts = read.answer.choices.front().parts;
    QCOMPARE(parts.size(), std::size_t{3});
    QCOMPARE(std::get<ReasoningPart>(parts[0].content).signature, std::string("s"));
    QVERIFY(std::get<ReasoningPart>(parts[0].content).dialect == Dialect::Bedrock);
    QCOMPARE(std::get<TextPart>(parts[1].content).text, std::string("Hi"));
    QCOMPARE(argumentsOf(std::get<ToolUsePart>(parts[2].content)), std::string("{}"));
    QVERIFY(read.answer.choices.front().stop == StopReason::ToolUse);
    QCOMPARE(read.answer.usage->prompt(), std::int64_t{15});
    QCOMPARE(read.answer.usage->cachedInput, std::int64_t{5});
}

void BedrockCodec::tellsUsageBehindTheStop() {
    const auto read = readStream(
        codecFor(Dialect::OpenAi),
        {"data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hi\"}}]}\n\n"
         "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
         "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}"
         "}\n\ndata: [DONE]\n\n"});
    QCOMPARE(
        QString::fromStdString(framesOf(writeStream(converse(), read))),
        QStringLiteral("messageStart {\"role\":\"assistant\"}\n"
                       "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}\n"
                       "contentBlockStop {\"contentBlockIndex\":0}\n"
                       "messageStop {\"stopReason\":\"end_turn\"}\n"
                       "metadata {\"usage\":{\"inputTokens\":5,\"outputTokens\":2,\"totalTokens\":7,"
                       "\"cacheReadInputTokens\":0,\"cacheWriteInputTokens\":0},\"metrics\":{\"latencyMs\":0}}\n"));
}

void BedrockCodec::joinsRedactedThoughts() {
    const std::string stream =
        frameOf("messageStart", "{\"role\":\"assistant\"}") +
        frameOf("contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"redactedContent\":\"AAEC\"}}}") +
        frameOf("contentBlockStop", "{\"contentBlockIndex\":0}") +
        frameOf("messageStop", "{\"stopReason\":\"end_turn\"}");
    const auto read = readStream(converse(), {stream});
    QVERIFY(read.end == StreamEnd::Whole); // usage may be missing
    QCOMPARE(std::get<ReasoningPart>(read.answer.choices.front().parts[0].content).encrypted, std::string("AAEC"));
    QVERIFY(framesOf(writeStream(converse(), read)).find("\"redactedContent\":\"AAEC\"") != std::string::npos);
}

void BedrockCodec::readsExceptionFrames() {
    std::string stream = frameOf("messageStart", "{\"role\":\"assistant\"}");
    event_stream::appendException(stream, "throttlingException", "{\"message\":\"Too many tokens, wait.\"}");
    const auto read = readStream(converse(), {stream});
    QVERIFY(read.failed && read.end == StreamEnd::Cut);
    const auto* error = std::get_if<StreamError>(&read.events.back());
    QVERIFY(error != nullptr);
    QCOMPARE(error->error.code, std::string("provider_rate_limit"));
    QCOMPARE(error->providerText, std::string("Too many tokens, wait."));
    std::string plain;
    const event_stream::Header headers[] = {{":message-type", event_stream::HeaderType::String, "error"},
                                            {":error-code", event_stream::HeaderType::String, "InternalError"},
                                            {":error-message", event_stream::HeaderType::String, "Oh."}};
    event_stream::appendFrame(plain, headers, "");
    const auto other = readStream(converse(), {plain});
    QVERIFY(other.failed);
    QCOMPARE(std::get_if<StreamError>(&other.events.back())->providerText, std::string("Oh."));
}

void BedrockCodec::refusesDamagedStreams() {
    std::string stream = frameOf("messageStart", "{\"role\":\"assistant\"}") +
                         frameOf("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hello\"}}") +
                         frameOf("messageStop", "{\"stopReason\":\"end_turn\"}");
    stream[stream.find("Hello")] = 'J';
    const auto read = readStream(converse(), {stream});
    QVERIFY(read.failed && read.end == StreamEnd::Cut);
    for (const Dialect dialect : {Dialect::Bedrock, Dialect::BedrockInvoke}) {
        const auto tap = makeStreamTap(dialect, Operation::Converse, false);
        std::string out;
        tap->feed(stream, out);
        QVERIFY(tap->finish(out) == StreamEnd::Cut);
        QCOMPARE(out, frameOf("messageStart", "{\"role\":\"assistant\"}"));
    }
}

// Calls that are open together come one behind another.
void BedrockCodec::writesBlocksInARow() {
    const auto writer = converse().streamWriter({});
    std::string out;
    ToolUsePart first;
    first.id = "a";
    first.name = "one";
    ToolUsePart second;
    second.id = "b";
    second.name = "two";
    writer->write(MessageStart{}, out);
    writer->write(PartStart{0, 0, first}, out);
    writer->write(ArgumentsDelta{0, "{\"x\":"}, out);
    writer->write(PartStart{1, 0, second}, out);
    writer->write(ArgumentsDelta{1, "{}"}, out);
    writer->write(ArgumentsDelta{0, "1}"}, out);
    writer->write(PartStop{0}, out);
    writer->write(PartStop{1}, out);
    writer->write(StopEvent{0, StopReason::ToolUse, {}, {}}, out);
    writer->finish(out);
    const auto read = readStream(converse(), {out});
    QVERIFY(read.end == StreamEnd::Whole);
    const auto frames = framesOf(out);
    QVERIFY(frames.find("contentBlockStop {\"contentBlockIndex\":0}\ncontentBlockStart {\"contentBlockIndex\":1") !=
            std::string::npos);
    QCOMPARE(argumentsOf(std::get<ToolUsePart>(read.answer.choices.front().parts[0].content)),
             std::string("{\"x\":1}"));
    QCOMPARE(argumentsOf(std::get<ToolUsePart>(read.answer.choices.front().parts[1].content)), std::string("{}"));
}

void BedrockCodec::namesErrorsAsTheServiceDoes() {
    Error error;
    error.kind = ErrorKind::Unauthorized;
    error.code = "invalid_key";
    error.message = "No.";
    QCOMPARE(statusOf(error, Dialect::Bedrock), 403);
    QCOMPARE(writeError(error, Dialect::BedrockInvoke, "r"), std::string("{\"message\":\"No.\"}"));
    error.kind = ErrorKind::Unavailable;
    error.code = "upstream_truncated";
    QCOMPARE(framesOf(writeStreamError(error, Dialect::Bedrock, "r")),
             std::string("modelStreamErrorException {\"message\":\"No.\"}\n"));
    error.kind = ErrorKind::Limited;
    error.code = "rate_limited";
    QCOMPARE(framesOf(writeStreamError(error, Dialect::Bedrock, "r")),
             std::string("throttlingException {\"message\":\"No.\"}\n"));
}

void BedrockCodec::classifiesItsErrors() {
    const auto code = [](int status, const std::string& message, const std::string& type) {
        return readProviderError(Dialect::Bedrock, status, "{\"message\":\"" + message + "\"}", type).error.code;
    };
    const std::string place = ":http://internal.amazon.com/coral/com.amazon.bedrock/";
    QCOMPARE(code(429, "Too many tokens, wait before the next attempt.", "ThrottlingException" + place),
             std::string("provider_rate_limit"));
    QCOMPARE(code(403, "The security token included in the request is expired", "ExpiredTokenException" + place),
             std::string("provider_auth"));
    QCOMPARE(code(400, "The provided model identifier is invalid.", "ValidationException" + place),
             std::string("provider_model"));
    QCOMPARE(code(400, "Input is too long for requested model.", "ValidationException"),
             std::string("provider_context"));
    QCOMPARE(code(400, "messages.0: the text field is blank", ""), std::string("provider_bad_request"));
    QCOMPARE(code(503, "Bedrock is unable to process your request.", "ServiceUnavailableException"),
             std::string("provider_overloaded"));
    QCOMPARE(code(424, "The model failed.", "ModelErrorException"), std::string("provider_error"));
    QCOMPARE(code(404, "No such ARN", "ResourceNotFoundException"), std::string("provider_model"));
    QCOMPARE(readProviderError(Dialect::Bedrock, 500, "<html>", "").error.code, std::string("provider_error"));
}

void BedrockCodec::losesNothingBetweenEnvelopes() {
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

void BedrockCodec::losesNothingOfStreamsBetweenEnvelopes() {
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

void BedrockCodec::refusesToTranslateOtherVendorsBodies() {
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

void BedrockCodec::streamsInvokeThroughTheConversation() {
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

QTEST_APPLESS_MAIN(BedrockCodec)
#include "tst_bedrock_codec.moc"
