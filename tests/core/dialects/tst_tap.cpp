// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::dialects;

namespace {

struct Seen {
    std::string forwarded;
    StreamEnd end = StreamEnd::Cut;
    AnswerFacts facts;
    bool content = false;
};

Seen run(Dialect dialect, std::string_view stream, bool hideUsage = false, std::size_t slice = std::string::npos) {
    const auto operation = dialect == Dialect::Anthropic ? Operation::Messages : Operation::ChatCompletions;
    const auto tap = makeStreamTap(dialect, operation, hideUsage);
    Seen seen;
    for (std::size_t at = 0; at < stream.size(); at += slice) {
        tap->feed(stream.substr(at, slice), seen.forwarded);
        if (slice == std::string::npos)
            break;
    }
    seen.end = tap->finish(seen.forwarded);
    seen.facts = tap->facts();
    seen.content = tap->contentSeen();
    return seen;
}

std::string data(const std::string& json) {
    return "data: " + json + "\n\n";
}

std::string chunk(const std::string& delta, const std::string& finish, const std::string& more = {}) {
    return data("{\"id\":\"c1\",\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":" + delta +
                ",\"finish_reason\":" + finish + "}]" + more + "}");
}

const std::string text = chunk("{\"content\":\"Hi\"}", "null");
const std::string stop = chunk("{}", "\"stop\"");
const std::string usage =
    data("{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4,\"total_tokens\":14,"
         "\"prompt_tokens_details\":{\"cached_tokens\":6},\"completion_tokens_details\":{\"reasoning_tokens\":1}}}");
const std::string done = data("[DONE]");

Usage usageOf(std::int64_t input, std::int64_t cached, std::int64_t output, std::int64_t reasoning = 0) {
    Usage u;
    u.input = input;
    u.cachedInput = cached;
    u.output = output;
    u.reasoning = reasoning;
    return u;
}

std::string named(const std::string& type, const std::string& rest) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (rest.empty() ? "" : ",") + rest + "}\n\n";
}

const std::string messageStart = named(
    "message_start", "\"message\":{\"id\":\"msg_1\",\"model\":\"claude\",\"stop_reason\":null,\"content\":[],"
                     "\"usage\":{\"input_tokens\":7,\"cache_creation_input_tokens\":30,\"cache_read_input_tokens\":5,"
                     "\"cache_creation\":{\"ephemeral_5m_input_tokens\":10,\"ephemeral_1h_input_tokens\":20},"
                     "\"output_tokens\":1}}");
const std::string blockStart =
    named("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
const std::string blockDelta =
    named("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}");
const std::string messageDelta =
    named("message_delta",
          "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":12}");
const std::string messageStop = named("message_stop", "");

} // namespace

class TestTap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAWholeStream() {
        const std::string stream =
            chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null") + text + stop + usage + done;
        const auto seen = run(Dialect::OpenAi, stream);
        QCOMPARE(seen.forwarded, stream);
        QVERIFY(seen.end == StreamEnd::Whole);
        QVERIFY(seen.facts.usage == usageOf(4, 6, 4, 1));
        QVERIFY(seen.facts.stop == StopReason::EndTurn);
        QCOMPARE(seen.facts.id, std::string("c1"));
        QCOMPARE(seen.facts.model, std::string("m-1"));
        QCOMPARE(seen.facts.textBytes, std::size_t{2});
        QVERIFY(seen.content);
    }

    void withholdsTheUsageEventThatOnlyTheGatewayAskedFor() {
        const std::string head = chunk("{\"role\":\"assistant\"}", "null") + text + stop;
        for (std::size_t slice : {std::size_t{1}, std::size_t{7}, std::string::npos}) {
            const auto seen = run(Dialect::OpenAi, head + usage + done, true, slice);
            QCOMPARE(seen.forwarded, head + done);
            QVERIFY(seen.facts.usage == usageOf(4, 6, 4, 1));
            QVERIFY(seen.end == StreamEnd::Whole);
        }
    }

    void withholdsNothingElse_data() {
        QTest::addColumn<QByteArray>("event");
        const auto row = [](const char* name, const std::string& raw) {
            QTest::newRow(name) << QByteArray::fromStdString(raw);
        };
        row("usage beside a choice",
            chunk("{}", "\"stop\"", ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}"));
        row("usage is null", data("{\"choices\":[],\"usage\":null}"));
        row("no usage", data("{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}"));
        row("no choices", data("{\"usage\":{\"prompt_tokens\":1}}"));
        row("usage with an error",
            data("{\"choices\":[],\"usage\":{\"prompt_tokens\":1},\"error\":{\"message\":\"x\"}}"));
        row("words of usage in a text",
            chunk("{\"content\":\"\\\"choices\\\":[],\\\"usage\\\":{\\\"prompt_tokens\\\":1}\"}", "null"));
        row("comment", ": OPENROUTER PROCESSING\n\n");
        row("not JSON", data("{\"choices\":[],\"usage\":{"));
        row("other field", "retry: 5\n\n");
        row("blank line", "\n");
    }
    void withholdsNothingElse() {
        QFETCH(QByteArray, event);
        const std::string stream = text + event.toStdString() + stop + done;
        for (std::size_t slice : {std::size_t{1}, std::string::npos})
            QCOMPARE(run(Dialect::OpenAi, stream, true, slice).forwarded, stream);
    }

    void withholdsWithEveryLineEnd() {
        for (const std::string lineEnd : {"\r\n", "\r", "\n"}) {
            const auto ended = [&](std::string_view lines) {
                std::string out;
                for (const char c : lines)
                    c == '\n' ? out += lineEnd : out += c;
                return out;
            };
            const std::string stream = ended(text + stop + usage + done);
            for (std::size_t slice = 1; slice < 40; ++slice)
                QCOMPARE(run(Dialect::OpenAi, stream, true, slice).forwarded, ended(text + stop + done));
        }
    }

    void withholdsAUsageEventOfSeveralLines() {
        const std::string several = ": note\nid: 7\ndata: {\"choices\":[],\ndata: \"usage\":{\"prompt_tokens\":3}}\n\n";
        const auto seen = run(Dialect::OpenAi, text + stop + several + done, true, 3);
        QCOMPARE(seen.forwarded, text + stop + done);
        QCOMPARE(seen.facts.usage->input, 3);
    }

    void forwardsAnEventWhenItIsComplete() {
        const auto tap = makeStreamTap(Dialect::OpenAi, Operation::ChatCompletions, true);
        std::string out;
        tap->feed(std::string_view(text).substr(0, text.size() - 1), out);
        QCOMPARE(out, std::string());
        QVERIFY(!tap->contentSeen());
        tap->feed(std::string_view(text).substr(text.size() - 1), out);
        QCOMPARE(out, text);
        QVERIFY(tap->contentSeen());
    }

    void forwardsLargeEventsBeforeTheyEndAndStillReadsThem() {
        const std::string large = chunk("{\"content\":\"" + std::string(200'000, 'x') + "\"}", "\"stop\"",
                                        ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}");
        const auto tap = makeStreamTap(Dialect::OpenAi, Operation::ChatCompletions, true);
        std::string out;
        tap->feed(std::string_view(large).substr(0, 100'000), out);
        QVERIFY(out.size() > 65'536);
        QVERIFY(tap->insideEvent());
        tap->feed(std::string_view(large).substr(100'000), out);
        QVERIFY(!tap->insideEvent());
        QCOMPARE(out, large);
        QVERIFY(tap->finish(out) == StreamEnd::Whole);
        QVERIFY(tap->facts().usage == usageOf(3, 0, 4));
        for (std::size_t slice : {std::size_t{1}, std::size_t{1000}, std::string::npos}) {
            const auto seen = run(Dialect::OpenAi, large + done, true, slice);
            QCOMPARE(seen.forwarded, large + done);
            QCOMPARE(seen.facts.textBytes, std::size_t{200'000});
        }
    }

    void tellsWholeFromCut_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<bool>("whole");
        const auto row = [](const char* name, const std::string& stream, bool whole) {
            QTest::newRow(name) << QByteArray::fromStdString(stream) << whole;
        };
        const auto choice = [](int index, const char* finish) {
            return data("{\"choices\":[{\"index\":" + std::to_string(index) +
                        ",\"delta\":{\"content\":\"x\"},\"finish_reason\":" + finish + "}]}");
        };
        row("nothing", "", false);
        row("only the end mark", done, false);
        row("no finish", text, false);
        row("no finish but the end mark", text + done, false);
        row("finish without the end mark", text + stop, true);
        row("finish without its blank line", text + stop.substr(0, stop.size() - 2), true);
        row("finish cut", text + stop.substr(0, stop.size() - 3), false);
        row("blank finish", choice(0, "\"\""), false);
        row("blank finish and the end mark", choice(0, "\"\"") + done, true);
        row("never a finish but the end mark", data("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}") + done, true);
        row("finish twice", text + stop + stop + done, true);
        row("finish, then null", text + stop + text + done, true);
        row("two choices, one finished", choice(0, "null") + choice(1, "null") + choice(0, "\"stop\"") + done, false);
        row("two choices, both finished", choice(1, "\"stop\"") + choice(0, "\"length\"") + done, true);
        row("error", text + data("{\"error\":{\"message\":\"x\"}}"), false);
        row("words of a finish in a text", chunk("{\"content\":\"\\\"finish_reason\\\":\\\"stop\\\"\"}", "null"),
            false);
        row("finish in a tool's arguments",
            chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"},\"finish_reason\":\"stop\"}]}",
                  "null"),
            false);
    }
    void tellsWholeFromCut() {
        QFETCH(QByteArray, stream);
        QFETCH(bool, whole);
        for (std::size_t slice : {std::size_t{1}, std::string::npos}) {
            const auto seen = run(Dialect::OpenAi, stream.toStdString(), false, slice);
            QCOMPARE(seen.end == StreamEnd::Whole, whole);
            if (whole) {
                QCOMPARE(seen.forwarded, stream.toStdString());
                QVERIFY(seen.facts.stop != StopReason::None);
            }
        }
    }

    void dropsHalfAnEventOfACutStream() {
        const auto seen = run(Dialect::OpenAi, text + "data: {\"choi");
        QCOMPARE(seen.forwarded, text);
        QVERIFY(seen.end == StreamEnd::Cut);
    }

    void readsUsageWhereverItStands_data() {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<int>("input");
        QTest::addColumn<int>("cached");
        QTest::addColumn<int>("output");
        QTest::addColumn<int>("reasoning");
        const auto row = [](const char* name, const std::string& numbers, int input, int cached, int output,
                            int reasoning) {
            QTest::newRow(name) << QByteArray::fromStdString(
                                       stop + data("{\"choices\":[{\"index\":0,\"delta\":{}}]," + numbers + "}"))
                                << input << cached << output << reasoning;
        };
        row("beside a choice", "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6,\"total_tokens\":11}", 5, 0, 6,
            0);
        row("Groq",
            "\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6,\"queue_time\":0.1}}", 5,
            0, 6, 0);
        row("DeepSeek",
            "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":6,\"total_tokens\":15,\"prompt_cache_hit_tokens\":4,"
            "\"prompt_cache_miss_tokens\":5}",
            5, 4, 6, 0);
        row("xAI",
            "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":1,\"total_tokens\":241,\"prompt_tokens_details\":{"
            "\"cached_tokens\":2},\"completion_tokens_details\":{\"reasoning_tokens\":228}}",
            10, 2, 229, 228);
        row("Azure's Grok",
            "\"usage\":{\"prompt_tokens\":29,\"completion_tokens\":6,\"total_tokens\":35,\"prompt_tokens_details\":{"
            "\"cached_tokens\":157}}",
            0, 29, 6, 0);
        row("Gemini's endpoint", "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6,\"total_tokens\":20}", 5, 0,
            15, 0);
        row("Mistral with sound",
            "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":201,\"total_tokens\":585,\"prompt_tokens_details\":{"
            "\"audio_tokens\":375}}",
            384, 0, 201, 0);
        row("odd values",
            "\"usage\":{\"prompt_tokens\":-4,\"completion_tokens\":6.0,\"total_tokens\":null,\"prompt_tokens_details\":"
            "null}",
            0, 0, 6, 0);
        row("huge", "\"usage\":{\"prompt_tokens\":99999999999999999999999,\"completion_tokens\":1}", 0, 0, 1, 0);
    }
    void readsUsageWhereverItStands() {
        QFETCH(QByteArray, event);
        QFETCH(int, input);
        QFETCH(int, cached);
        QFETCH(int, output);
        QFETCH(int, reasoning);
        const auto seen = run(Dialect::OpenAi, event.toStdString());
        QVERIFY(seen.facts.usage.has_value());
        if (QByteArray(QTest::currentDataTag()) == "huge") {
            QCOMPARE(seen.facts.usage->input, 1'000'000'000'000'000);
            return;
        }
        QVERIFY(*seen.facts.usage == usageOf(input, cached, output, reasoning));
    }

    void takesTheLastUsage() {
        const auto growing = [](int n) {
            return chunk("{\"content\":\"x\"}", "null",
                         ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":" + std::to_string(n) + "}");
        };
        const auto seen = run(Dialect::OpenAi, growing(1) + growing(2) + growing(3) + stop);
        QVERIFY(seen.facts.usage == usageOf(5, 0, 3));
    }

    void readsFinishWords_data() {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<int>("meaning");
        const auto row = [](const char* word, StopReason meaning) {
            QTest::newRow(word) << QByteArray(word) << static_cast<int>(meaning);
        };
        row("stop", StopReason::EndTurn);
        row("length", StopReason::MaxTokens);
        row("tool_calls", StopReason::ToolUse);
        row("function_call", StopReason::ToolUse);
        row("content_filter", StopReason::Filtered);
        row("model_length", StopReason::ContextFull);
        row("error", StopReason::Failed);
        row("eos", StopReason::EndTurn);
        row("something_new", StopReason::Other);
    }
    void readsFinishWords() {
        QFETCH(QByteArray, word);
        QFETCH(int, meaning);
        const auto seen = run(Dialect::OpenAi, chunk("{}", "\"" + word.toStdString() + "\""));
        QCOMPARE(static_cast<int>(seen.facts.stop), meaning);
    }

    void knowsARefusalInWords() {
        const auto seen = run(Dialect::OpenAi, chunk("{\"refusal\":\"I can't\"}", "null") + stop);
        QVERIFY(seen.facts.stop == StopReason::Refusal);
        QCOMPARE(seen.facts.textBytes, std::size_t{7});
    }

    void tellsContentFromEmptyDeltas() {
        for (const char* delta : {"{\"role\":\"assistant\"}", "{\"content\":\"\"}",
                                  "{\"content\":null,\"refusal\":null}", "{\"content\":[]}", "{}", "null"})
            QVERIFY2(!run(Dialect::OpenAi, chunk(delta, "null")).content, delta);
        for (const char* delta :
             {"{\"content\":\"x\"}", "{\"reasoning\":\"x\"}", "{\"tool_calls\":[{\"index\":0,\"id\":\"a\"}]}",
              "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"x\"}]}]}"})
            QVERIFY2(run(Dialect::OpenAi, chunk(delta, "null")).content, delta);
    }

    void countsTheTextThatWasMade() {
        const auto bytes = [](const char* delta) { return run(Dialect::OpenAi, chunk(delta, "null")).facts.textBytes; };
        QCOMPARE(bytes("{\"role\":\"assistant\",\"content\":\"abc\",\"reasoning\":\"de\"}"), std::size_t{5});
        QCOMPARE(bytes("{\"content\":\"\\u4e2d\\u6587\"}"), std::size_t{6});
        QCOMPARE(bytes("{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":"
                       "\"fn\",\"arguments\":\"{}\"}}]}"),
                 std::size_t{4});
    }

    void readsErrorsBehindA200_data() {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char* name, const std::string& raw, const char* code) {
            QTest::newRow(name) << QByteArray::fromStdString(raw) << QByteArray(code);
        };
        row("plain", data("{\"error\":{\"message\":\"The server failed\",\"type\":\"server_error\",\"code\":null}}"),
            "provider_error");
        row("text", data("{\"error\":\"it broke\"}"), "provider_error");
        row("Groq",
            "event: error\n" + data("{\"error\":{\"message\":\"x\",\"type\":\"invalid_request_error\",\"code\":\"tool_"
                                    "use_failed\",\"status_code\":400}}"),
            "provider_bad_request");
        row("event without a member",
            "event: error\n" + data("{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}"),
            "provider_rate_limit");
        row("OpenRouter",
            data("{\"id\":\"g\",\"error\":{\"code\":502,\"message\":\"x\"},\"choices\":[{\"index\":0,\"delta\":{"
                 "\"content\":\"\"},\"finish_reason\":\"error\"}]}"),
            "provider_error");
        row("OpenRouter's limit", data("{\"error\":{\"code\":429,\"message\":\"x\"},\"choices\":[]}"),
            "provider_rate_limit");
    }
    void readsErrorsBehindA200() {
        QFETCH(QByteArray, event);
        QFETCH(QByteArray, code);
        const std::string stream = text + event.toStdString();
        const auto seen = run(Dialect::OpenAi, stream, true, 5);
        QVERIFY(seen.facts.errorInStream);
        QCOMPARE(seen.facts.errorInStream->code, code.toStdString());
        QCOMPARE(seen.forwarded, stream);
    }

    void takesNullForNoError() {
        QVERIFY(!run(Dialect::OpenAi, chunk("{}", "\"stop\"", ",\"error\":null")).facts.errorInStream);
    }

    void readsAnAnthropicStream() {
        const std::string stream = messageStart + named("ping", "") + blockStart + blockDelta +
                                   named("content_block_stop", "\"index\":0") + messageDelta + messageStop;
        for (std::size_t slice : {std::size_t{1}, std::size_t{11}, std::string::npos}) {
            const auto seen = run(Dialect::Anthropic, stream, true, slice);
            QCOMPARE(seen.forwarded, stream);
            QVERIFY(seen.end == StreamEnd::Whole);
            QVERIFY(seen.facts.stop == StopReason::EndTurn);
            QCOMPARE(seen.facts.id, std::string("msg_1"));
            QCOMPARE(seen.facts.model, std::string("claude"));
            QCOMPARE(seen.facts.textBytes, std::size_t{5});
            Usage expected;
            expected.input = 7;
            expected.cachedInput = 5;
            expected.cacheWrite = 10;
            expected.cacheWriteLong = 20;
            expected.output = 12;
            QVERIFY(seen.facts.usage == expected);
        }
    }

    void takesTheLaterNumberOfEachField() {
        const auto seen =
            run(Dialect::Anthropic,
                messageStart + named("message_delta",
                                     "\"usage\":{\"input_tokens\":100,\"output_tokens\":9,\"output_tokens_details\":{"
                                     "\"thinking_tokens\":4}},\"delta\":{\"stop_reason\":\"tool_use\"}"));
        QCOMPARE(seen.facts.usage->input, 100);
        QCOMPARE(seen.facts.usage->cachedInput, 5);
        QCOMPARE(seen.facts.usage->output, 9);
        QCOMPARE(seen.facts.usage->reasoning, 4);
        QVERIFY(seen.facts.stop == StopReason::ToolUse);
    }

    void startsAnewWithASecondMessage() {
        const auto seen = run(Dialect::Anthropic, messageStart + blockDelta + messageDelta + messageStart + blockDelta);
        QVERIFY(seen.end == StreamEnd::Cut);
        QCOMPARE(seen.facts.textBytes, std::size_t{5});
        QCOMPARE(seen.facts.usage->output, 1);
    }

    void tellsAWholeAnthropicStreamFromACutOne() {
        const auto end = [](const std::string& stream) { return run(Dialect::Anthropic, stream).end; };
        QVERIFY(end("") == StreamEnd::Cut);
        QVERIFY(end(messageStart) == StreamEnd::Cut);
        QVERIFY(end(messageStart + blockDelta) == StreamEnd::Cut);
        QVERIFY(end(messageStart + blockDelta + messageDelta) == StreamEnd::Whole);
        QVERIFY(end(messageStart + messageStop) == StreamEnd::Whole);
        const std::string talk =
            named("content_block_delta",
                  "\"delta\":{\"type\":\"text_delta\",\"text\":\"\\\"stop_reason\\\":\\\"end_turn\\\"\"}");
        QVERIFY(end(messageStart + talk) == StreamEnd::Cut);
    }

    void goesByTheTypeOfTheData() {
        const std::string unnamed = "data: {\"delta\":{\"stop_reason\":\"max_tokens\"},\"type\":\"message_delta\"}\n\n";
        QVERIFY(run(Dialect::Anthropic, messageStart + unnamed).facts.stop == StopReason::MaxTokens);
    }

    void readsAnAnthropicErrorEvent() {
        const std::string stream =
            messageStart + named("error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");
        const auto seen = run(Dialect::Anthropic, stream);
        QVERIFY(seen.end == StreamEnd::Cut);
        QCOMPARE(seen.facts.errorInStream->code, std::string("provider_overloaded"));
        QCOMPARE(seen.forwarded, stream);
        QVERIFY(!seen.content);
    }

    void countsToolCallsAsContent() {
        QVERIFY(!run(Dialect::Anthropic, messageStart + blockStart).content);
        QVERIFY(run(Dialect::Anthropic,
                    messageStart +
                        named("content_block_start",
                              "\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"))
                    .content);
    }

    void passesWhatIsNoEventStream() {
        const std::string page = "<html>\n<body>502</body>\n</html>\n\n";
        QCOMPARE(run(Dialect::OpenAi, page, true, 4).forwarded, page);
    }
};

QTEST_APPLESS_MAIN(TestTap)
#include "tst_tap.moc"
