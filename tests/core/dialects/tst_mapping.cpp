// SPDX-License-Identifier: Apache-2.0
// Mappings: what fills their places, what is lost, how answers and events are read by them.
#include "codec_support.h"

#include "core/dialects/answer_events.h"
#include "core/dialects/crossing.h"
#include "core/dialects/event_stream/frame_writer.h"
#include "core/dialects/json_text.h"
#include "core/dialects/mapping/answer_reader.h"
#include "core/dialects/mapping/mapped_codec.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::dialects;

namespace {

using MappingPtr = std::shared_ptr<const Mapping>;

MappingPtr named(std::string_view name, bool enveloped = false) {
    auto made = Mapping::make(name, {}, enveloped);
    return made ? *made : nullptr;
}

MappingPtr withRequest(std::string request) {
    MappingSource source;
    source.request = std::move(request);
    source.answer.text = "/text";
    auto made = Mapping::make({}, source);
    return made ? *made : nullptr;
}

struct Written {
    std::string body;
    Losses losses;
};

Written written(const MappingPtr& mapping, std::string_view body, bool stream = false) {
    Written made;
    RequestFacts facts;
    facts.stream = stream;
    CrossingWish wish;
    wish.provider = Operation::MappedChat;
    wish.providerModel = "there";
    wish.facts = &facts;
    wish.mapping = mapping;
    auto crossed = crossRequest(wish, body, made.losses);
    made.body = crossed ? *crossed : crossed.error().message;
    return made;
}

std::string kinds(const Losses& losses) {
    std::string out;
    for (const auto& loss : losses)
        out += (out.empty() ? "" : " ") + loss.field;
    return out;
}

std::string fault(const MappingSource& source, std::string_view use = {}) {
    const auto made = Mapping::make(use, source);
    return made ? std::string() : made.error().field;
}

std::string payloadPart(std::string_view bytes) {
    std::string out;
    const std::vector<event_stream::Header> headers{{":message-type", event_stream::HeaderType::String, "event"},
                                                    {":event-type", event_stream::HeaderType::String, "PayloadPart"}};
    event_stream::appendFrame(out, headers, bytes);
    return out;
}

std::string textOf(const ChatAnswer& answer) {
    std::string text;
    for (const auto& part : answer.choices.at(0).parts) {
        if (const auto* said = std::get_if<TextPart>(&part.content))
            text += said->text;
    }
    return text;
}

// The same events whatever the slices.
codec_support::ReadStream readAll(const MappingPtr& mapping, std::string_view bytes) {
    const mapping::MappedCodec codec(mapping);
    auto whole = codec_support::readStream(codec, {bytes});
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        const auto split = codec_support::readStream(codec, {bytes.substr(0, cut), bytes.substr(cut)});
        if (split.events != whole.events || split.end != whole.end)
            whole.events.clear();
    }
    return whole;
}

const char* const chat =
    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\","
    "\"content\":\"Hi \\\"you\\\"\"},{\"role\":\"assistant\",\"content\":\"Yes?\"},{\"role\":\"user\","
    "\"content\":\"{{prompt}}\\\",\\\"x\\\":1\"}],\"max_tokens\":7,\"temperature\":0.70,\"stop\":\"END\"}";

} // namespace

class tst_mapping : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAllThatShip();
    void fillsPlaces();
    void keepsValuesData();
    void leavesOutWhatIsNotSaid();
    void reportsWhatHasNoPlace();
    void namesWhatIsWrong();
    void readsAnswers();
    void readsStreams();
    void readsFramesOfSageMaker();
    void knowsACutStream();
    void makesAStreamOfAnAnswer();
};

void tst_mapping::readsAllThatShip() {
    const auto names = Mapping::names();
    QVERIFY(names.size() >= 9);
    for (const auto name : names) {
        const auto made = Mapping::make(name, {});
        QVERIFY2(made, made ? "" : (std::string(name) + ": " + made.error().message).c_str());
        const auto body = written(*made, chat).body;
        QVERIFY2(json::Document::parse(body), body.c_str());
    }
}

void tst_mapping::fillsPlaces() {
    const auto made =
        written(withRequest("{\"a\":\"{{messages}}\",\"b\":[\"{{max_tokens}}\",\"{{temperature}}\"],\"c\":"
                            "\"model {{model}}, {{max_tokens}} tokens\",\"d\":\"{{stop}}\",\"e\":\"{{seed|5}}\","
                            "\"f\":\"{{stream}}\",\"g\":\"{{user|{\\\"x\\\":{}}}}\"}"),
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":7,"
                "\"temperature\":0.70,\"stop\":\"END\"}");
    QCOMPARE(made.body,
             std::string("{\"a\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"b\":[7,0.70],\"c\":\"model there, 7 "
                         "tokens\",\"d\":[\"END\"],\"e\":5,\"f\":false,\"g\":{\"x\":{}}}"));
    QCOMPARE(kinds(made.losses), std::string());

    const auto prompt =
        written(withRequest("{\"p\":\"{{prompt}}\",\"s\":\"{{system}}\",\"l\":\"{{last_user}}\"}"), chat);
    QCOMPARE(prompt.body, std::string("{\"p\":\"User: Hi \\\"you\\\"\\n\\nAssistant: Yes?\\n\\nUser: "
                                      "{{prompt}}\\\",\\\"x\\\":1\\n\\nAssistant:\",\"s\":\"Be brief.\",\"l\":"
                                      "\"{{prompt}}\\\",\\\"x\\\":1\"}"));
}

// What a client writes is data: it opens no place, ends no string, adds no member.
void tst_mapping::keepsValuesData() {
    const auto mapping = withRequest("{\"in\":\"<{{last_user}}>\",\"end\":true}");
    for (const std::string evil : {"\\\"}", "{{system}}", "{{model}}\\\",\\\"admin\\\":true,\\\"x\\\":\\\"", "}}{{",
                                   "\\\\", "\\u0000\\u001f", "\\ud800"}) {
        const auto body =
            written(mapping, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + evil + "\"}]}").body;
        const auto document = json::Document::parse(body);
        QVERIFY2(document, body.c_str());
        QCOMPARE(document->root().size(), std::size_t{2});
        QVERIFY(document->root()["end"].isTrue());
        std::string decoded;
        json::appendDecoded(decoded, evil);
        QCOMPARE(document->root()["in"].text(), "<" + json::withoutSurrogates(decoded) + ">");
    }
}

void tst_mapping::leavesOutWhatIsNotSaid() {
    const auto made =
        written(withRequest("{\"q\":\"{{last_user}}\",\"t\":\"{{temperature}}\",\"l\":[\"{{top_p}}\",1],\"o\":"
                            "{\"m\":\"{{max_tokens}}\"}}"),
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    QCOMPARE(made.body, std::string("{\"q\":\"Hi\",\"l\":[1],\"o\":{}}"));
}

void tst_mapping::reportsWhatHasNoPlace() {
    const auto mapping = withRequest("{\"q\":\"{{prompt}}\"}");
    const auto made = written(
        mapping, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"See\"},{"
                 "\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\"}}]}],\"max_tokens\":3,"
                 "\"temperature\":1,\"seed\":2,\"stop\":[\"a\"],\"tools\":[{\"type\":\"function\",\"function\":{"
                 "\"name\":\"f\"}}],\"tool_choice\":\"auto\",\"response_format\":{\"type\":\"json_object\"},\"n\":2,"
                 "\"user\":\"u\",\"logit_bias\":{\"1\":2}}");
    QCOMPARE(made.body, std::string("{\"q\":\"See\"}"));
    for (const char* field : {"messages[0].content[1]", "max_tokens", "temperature", "seed", "stop", "tools",
                              "tool_choice", "response_format", "n", "user", "logit_bias"})
        QVERIFY2((" " + kinds(made.losses) + " ").find(std::string(" ") + field + " ") != std::string::npos, field);

    const auto turns = written(withRequest("{\"q\":\"{{last_user}}\"}"), chat);
    QVERIFY(kinds(turns.losses).find("messages[0]") != std::string::npos);
    QVERIFY(kinds(turns.losses).find("messages[2]") != std::string::npos);
}

void tst_mapping::namesWhatIsWrong() {
    const auto request = [](std::string text) {
        MappingSource source;
        source.request = std::move(text);
        source.answer.text = "/t";
        return source;
    };
    QCOMPARE(fault(request("{\"a\":\"{{prompt}}\"}")), std::string());
    for (const char* bad : {"{", "{\"a\":1}", "{\"a\":\"{{prompts}}\"}", "{\"a\":\"{{prompt\"}", "{\"{{prompt}}\":1}",
                            "{\"a\":\"{{prompt|x}}\"}", "{\"a\":\"{{prompt}}\",\"a\":1}", "1,\"b\":2", "{} {}"})
        QCOMPARE(fault(request(bad)), std::string("request"));
    QCOMPARE(fault({}), std::string("request"));
    QCOMPARE(fault({}, "nobody"), std::string("use"));
    auto source = request("[\"{{prompt}}\"]");
    source.answer.finish = "finish";
    QCOMPARE(fault(source), std::string("answer.finish"));
    source = request("[\"{{prompt}}\"]");
    source.framing = "sse";
    QCOMPARE(fault(source), std::string("stream.text"));
    source.stream.text = "/a/~2";
    QCOMPARE(fault(source), std::string("stream.text"));
    source = request("[\"{{prompt}}\"]");
    source.answer.text.reset();
    QCOMPARE(fault(source), std::string("answer.text"));
}

void tst_mapping::readsAnswers() {
    const auto tgi = mapping::readAnswer(*named("tgi"), "[{\"generated_text\":\"Hi\",\"details\":{\"finish_reason\":"
                                                        "\"length\",\"generated_tokens\":4}}]");
    QVERIFY(tgi);
    QCOMPARE(textOf(*tgi), std::string("Hi"));
    QVERIFY(tgi->choices[0].stop == StopReason::MaxTokens);
    QCOMPARE(tgi->usage->output, std::int64_t{4});

    const auto tensor =
        mapping::readAnswer(*named("tensor"), "{\"outputs\":[{\"name\":\"text_output\",\"datatype\":\"BYTES\","
                                              "\"shape\":[2],\"data\":[\"a\",\"b\"]}]}");
    QCOMPARE(textOf(*tensor), std::string("ab"));

    const auto calls =
        mapping::readAnswer(*named("openai_messages"),
                            "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"function\":{\"name\":"
                            "\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]},\"finish_reason\":\"stop\"}]}");
    QVERIFY(calls);
    QVERIFY(calls->choices[0].stop == StopReason::ToolUse);
    const auto& use = std::get<ToolUsePart>(calls->choices[0].parts.at(0).content);
    QCOMPARE(use.name + use.arguments, std::string("f{\"a\":1}"));
    QVERIFY(!use.id.empty());

    const auto lost = mapping::readAnswer(*named("jumpstart"), "[{\"generated_text\":\"x\"}]");
    QCOMPARE(lost.error().code, std::string("upstream_invalid_answer"));
    QVERIFY(lost.error().message.find("/generated_text") != std::string::npos);
    QVERIFY(!mapping::readAnswer(*named("jumpstart"), "<html>"));
    const auto failed = mapping::readAnswer(*named("tgi"), "{\"error\":\"Model is overloaded\"}");
    QCOMPARE(failed.error().code, std::string("provider_error"));
    QVERIFY(failed.error().message.find("overloaded") != std::string::npos);

    MappingSource plain;
    plain.request = "\"{{prompt}}\"";
    plain.answer.text = "";
    QCOMPARE(textOf(*mapping::readAnswer(**Mapping::make({}, plain), "just words")), std::string("just words"));
    QCOMPARE(textOf(*mapping::readAnswer(**Mapping::make({}, plain), "\"quoted\"")), std::string("quoted"));
}

void tst_mapping::readsStreams() {
    const auto tgi =
        readAll(named("tgi"), "data:{\"token\":{\"text\":\"Hel\",\"special\":false}}\n\n"
                              "data:{\"token\":{\"text\":\"lo\",\"special\":false}}\n\n"
                              "data:{\"token\":{\"text\":\"</s>\",\"special\":true},\"generated_text\":\"Hello\","
                              "\"details\":{\"finish_reason\":\"eos_token\",\"generated_tokens\":3}}\n\n");
    QVERIFY(tgi.end == StreamEnd::Whole);
    QCOMPARE(textOf(tgi.answer), std::string("Hello"));
    QVERIFY(tgi.answer.choices[0].stop == StopReason::EndTurn);
    QCOMPARE(tgi.answer.usage->output, std::int64_t{3});

    // Triton's streams end with the connection.
    const auto triton = readAll(named("triton_generate"), "data: {\"model_name\":\"m\",\"text_output\":\"a\"}\n\n"
                                                          "data: {\"model_name\":\"m\",\"text_output\":\"b\"}\n\n");
    QVERIFY(triton.end == StreamEnd::Whole);
    QCOMPARE(textOf(triton.answer), std::string("ab"));
    QVERIFY(!mapping::MappedCodec(named("triton_generate")).streamReader()->tellsEnd());

    MappingSource lines;
    lines.request = "{\"p\":\"{{prompt}}\"}";
    lines.answer.text = "/t";
    lines.framing = "lines";
    lines.stream.text = "/t";
    lines.end = "END";
    const auto read = readAll(*Mapping::make({}, lines), "{\"t\":\"x\"}\r\n{\"t\":\"y\"}\nEND");
    QVERIFY(read.end == StreamEnd::Whole);
    QCOMPARE(textOf(read.answer), std::string("xy"));
}

void tst_mapping::readsFramesOfSageMaker() {
    const auto mapping = named("openai_messages", true);
    const std::string events =
        "data: {\"choices\":[{\"delta\":{\"content\":\"Gr\xc3\xbc\xc3\x9f\"}}]}\n\ndata: {\"choices\":[{"
        "\"delta\":{\"content\":\"e\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":2,"
        "\"completion_tokens\":3}}\n\ndata: [DONE]\n\n";
    std::string bytes; // parts end anywhere
    for (std::size_t at = 0; at < events.size(); at += 11)
        bytes += payloadPart(std::string_view(events).substr(at, 11));
    const auto read = readAll(mapping, bytes);
    QVERIFY(read.end == StreamEnd::Whole);
    QCOMPARE(textOf(read.answer), std::string("Gr\xc3\xbc\xc3\x9f"
                                              "e"));
    QCOMPARE(read.answer.usage->input, std::int64_t{2});

    auto broken = bytes;
    broken[20] = static_cast<char>(broken[20] ^ 1);
    QVERIFY(readAll(mapping, broken).end == StreamEnd::Cut);

    std::string failed = payloadPart("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
    const std::vector<event_stream::Header> headers{
        {":message-type", event_stream::HeaderType::String, "exception"},
        {":exception-type", event_stream::HeaderType::String, "ModelStreamError"}};
    event_stream::appendFrame(failed, headers, "{\"Message\":\"the model fell over\",\"ErrorCode\":\"StreamBroken\"}");
    const auto told = readAll(mapping, failed);
    QVERIFY(told.end == StreamEnd::Cut);
    QVERIFY(told.failed);
}

void tst_mapping::knowsACutStream() {
    const auto cut = readAll(named("tgi"), "data:{\"token\":{\"text\":\"Hel\"}}\n\n");
    QVERIFY(cut.end == StreamEnd::Cut);
    QVERIFY(readAll(named("triton_generate"), "").end == StreamEnd::Cut);
    const auto error = readAll(named("triton_generate"), "data: {\"error\":\"out of memory\"}\n\n");
    QVERIFY(error.end == StreamEnd::Cut);
    QVERIFY(error.failed);
    QVERIFY(readAll(named("triton_generate"), "data: no json\n\n").failed);
}

void tst_mapping::makesAStreamOfAnAnswer() {
    ChatAnswer answer;
    answer.id = "i";
    answer.model = "m";
    auto& choice = answer.choices.emplace_back();
    choice.parts.push_back({TextPart{"Hello", {}}, std::nullopt, {}, -1});
    ToolUsePart use;
    use.id = "call_1";
    use.name = "f";
    use.arguments = "{\"a\":1}";
    choice.parts.push_back({use, std::nullopt, {}, -1});
    choice.stop = StopReason::ToolUse;
    answer.usage = Usage{};
    answer.usage->input = 3;
    AnswerCollector collector;
    for (const auto& event : eventsOf(answer))
        collector.add(event);
    QVERIFY(collector.answer() == answer);

    AnswerWish wish;
    wish.provider = Operation::MappedChat;
    wish.mapping = named("jumpstart");
    wish.clientModel = "m";
    StreamWriterOptions options;
    options.model = "m";
    const auto stream = crossAnswerToStream(wish, "{\"generated_text\":\"Hi\"}", options);
    QVERIFY(stream);
    const auto read = codec_support::readStream(codecFor(Dialect::OpenAi), {*stream});
    QVERIFY(read.end == StreamEnd::Whole);
    QCOMPARE(textOf(read.answer), std::string("Hi"));
}

QTEST_GUILESS_MAIN(tst_mapping)
#include "tst_mapping.moc"
