// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"
#include "tests/core/dialects/codec_support.h"

#include <QtTest>
#include <random>

using namespace codec_support;

namespace {

// What a dialect can say beyond what all can: a codec joins these tests by a row.
struct Row {
    const char* name;
    Dialect dialect;
    Dialect thinker;      // whose thoughts its answers hold
    bool callIds = true;  // of tools
    bool thoughts = true; // in answers
    bool cached = true;   // counts what was read from the cache
    bool inUsers = true;  // results of tools stand in a turn of the user
};
const Row rows[] = {
    {"openai", Dialect::OpenAi, Dialect::OpenAi, true, true, true, false},
    {"openai_responses", Dialect::OpenAiResponses, Dialect::OpenAiResponses, true, true, true, false},
    {"anthropic", Dialect::Anthropic, Dialect::Anthropic},
    {"gemini", Dialect::Gemini, Dialect::Gemini, false},
    {"bedrock", Dialect::Bedrock, Dialect::Bedrock},
    {"bedrock_invoke", Dialect::BedrockInvoke, Dialect::Anthropic},
    {"cohere", Dialect::Cohere, Dialect::Cohere, true, true, true, false},
    {"ollama", Dialect::Ollama, Dialect::Ollama, true, true, false, false},
};

const Row& rowNamed(const char* name) {
    for (const auto& row : rows) {
        if (qstrcmp(row.name, name) == 0)
            return row;
    }
    return rows[0];
}

// Random conversations, the same for the same seed.
class Chance {
public:
    explicit Chance(unsigned seed) : m_engine(seed) {}
    int upTo(int most) { return static_cast<int>(m_engine() % static_cast<unsigned>(most + 1)); }
    bool half() { return upTo(1) == 1; }

    std::string text() {
        static const char* const words[] = {"rain",        "Grüße",   "\"quoted\"", "back\\slash", "日本語",
                                            "line\nbreak", "data: x", "{\"a\":1}",  "🎈",           "tab\tbed"};
        std::string out = words[upTo(9)];
        for (int i = upTo(6); i > 0; --i)
            out += std::string(" ") + words[upTo(9)];
        return out;
    }
    std::string name() { return "tool_" + std::to_string(upTo(3)); }
    std::string id() { return "call_" + std::to_string(++m_calls) + "x" + std::to_string(upTo(9999)); }
    std::string arguments() {
        if (upTo(3) == 0)
            return "{}";
        std::string out = "{\"city\":";
        gatehouse::appendJsonString(out, text());
        return out + ",\"days\":" + std::to_string(upTo(30)) + "}";
    }

private:
    std::mt19937 m_engine;
    int m_calls = 0;
};

Part partOf(PartContent content) {
    Part part;
    part.content = std::move(content);
    return part;
}

ReasoningPart thoughtOf(const Row& row, Chance& chance) {
    ReasoningPart thought;
    thought.dialect = row.thinker;
    thought.text = chance.text();
    if (row.dialect == Dialect::OpenAiResponses) {
        thought.id = "rs_" + std::to_string(chance.upTo(9999));
        thought.summary = true;
        thought.encrypted = "gAAAAB" + std::to_string(chance.upTo(9999));
    } else if (row.thinker == Dialect::Anthropic || row.dialect == Dialect::Gemini || row.dialect == Dialect::Bedrock) {
        thought.signature = "c2ln" + std::to_string(chance.upTo(899) + 100) + "A";
    }
    return thought;
}

struct Turn {
    Message said;
    Message results; // without parts: none
};

Turn assistantTurn(const Row& row, Chance& chance) {
    Turn turn;
    turn.said.role = Role::Assistant;
    turn.results.role = row.inUsers ? Role::User : Role::Tool;
    turn.said.parts.push_back(partOf(TextPart{chance.text(), {}}));
    for (int i = chance.upTo(2); i > 0; --i) {
        ToolUsePart use;
        use.id = chance.id();
        use.name = chance.name();
        use.arguments = chance.arguments();
        ToolResultPart result;
        result.id = use.id;
        result.name = use.name;
        result.parts.push_back(partOf(TextPart{chance.text(), {}}));
        turn.said.parts.push_back(partOf(std::move(use)));
        turn.results.parts.push_back(partOf(std::move(result)));
    }
    return turn;
}

ChatRequest requestOf(const Row& row, unsigned seed) {
    Chance chance(seed);
    ChatRequest request;
    request.dialect = row.dialect;
    request.model = "some-model";
    request.maxOutputTokens = std::to_string(100 + chance.upTo(900));
    if (chance.half()) {
        Message system;
        system.role = Role::System;
        system.parts.push_back(partOf(TextPart{chance.text(), {}}));
        request.messages.push_back(std::move(system));
    }
    for (int i = 0; i < 4; ++i) {
        Tool tool;
        tool.name = "tool_" + std::to_string(i);
        tool.description = chance.text();
        tool.schema = R"({"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}}})";
        tool.dialect = row.dialect;
        request.tools.push_back(std::move(tool));
    }
    for (int i = chance.upTo(3); i >= 0; --i) {
        Message asked;
        asked.role = Role::User;
        asked.parts.push_back(partOf(TextPart{chance.text(), {}}));
        if (chance.upTo(3) == 0) {
            MediaPart image;
            image.source = MediaSource::Base64;
            image.mediaType = "image/png";
            image.data = BodyText::owning("iVBORw0KGgo" + std::to_string(100 + chance.upTo(899)) + "AA");
            asked.parts.push_back(partOf(std::move(image)));
        }
        request.messages.push_back(std::move(asked));
        if (i == 0)
            break;
        auto turn = assistantTurn(row, chance);
        request.messages.push_back(std::move(turn.said));
        if (!turn.results.parts.empty())
            request.messages.push_back(std::move(turn.results));
        if (request.messages.back().role == Role::Assistant)
            continue;
        Message more;
        more.role = Role::Assistant;
        more.parts.push_back(partOf(TextPart{chance.text(), {}}));
        request.messages.push_back(std::move(more));
    }
    if (chance.half())
        request.sampling.temperature = "0.70";
    if (chance.half())
        request.stopSequences = row.dialect == Dialect::OpenAiResponses ? std::vector<std::string>()
                                                                        : std::vector<std::string>{"END", "a\"b"};
    if (chance.half())
        request.toolChoice = ToolChoice{
            row.dialect != Dialect::Ollama && chance.half() ? ToolChoiceMode::Required : ToolChoiceMode::Auto, {}, {}};
    return request;
}

// All that a conversation says, whichever way a dialect groups it.
std::string essenceOf(const ChatRequest& request, const Row& row) {
    std::string out = "model " + request.model + " limit " + request.maxOutputTokens.value_or("-") + " temperature " +
                      request.sampling.temperature.value_or("-");
    for (const auto& stop : request.stopSequences)
        out += " stop " + stop;
    if (request.toolChoice && request.toolChoice->mode != ToolChoiceMode::Auto)
        out += " must";
    for (const auto& tool : request.tools)
        out += "\ntool " + tool.name + " " + tool.description + " " + tool.schema;
    for (const auto& message : request.messages) {
        const char* who = message.role == Role::Assistant                                   ? "assistant"
                          : message.role == Role::System || message.role == Role::Developer ? "system"
                                                                                            : "user";
        for (const auto& part : message.parts) {
            out += std::string("\n") + who + " ";
            if (const auto* text = std::get_if<TextPart>(&part.content))
                out += "says " + text->text;
            else if (const auto* media = std::get_if<MediaPart>(&part.content))
                out += "shows " + media->mediaType + " " + std::string(media->data.view());
            else if (const auto* use = std::get_if<ToolUsePart>(&part.content))
                out += "calls " + (row.callIds ? use->id : "") + " " + use->name + argumentsOf(*use);
            else if (const auto* result = std::get_if<ToolResultPart>(&part.content))
                out += "tells " + (row.callIds ? result->id : "") + " " +
                       (result->parts.empty() ? "" : std::get<TextPart>(result->parts.front().content).text);
            else
                out += "otherwise";
        }
    }
    return out;
}

ChatAnswer answerOf(const Row& row, unsigned seed) {
    Chance chance(seed);
    ChatAnswer answer;
    answer.id = "answer_1";
    answer.model = "some-model";
    answer.created = 1'760'000'000;
    AnswerChoice choice;
    if (row.thoughts && chance.half())
        choice.parts.push_back(partOf(thoughtOf(row, chance)));
    const int calls = chance.upTo(2);
    if (calls == 0 || chance.half())
        choice.parts.push_back(partOf(TextPart{chance.text() + chance.text(), {}}));
    for (int i = 0; i < calls; ++i) {
        ToolUsePart use;
        use.id = chance.id();
        use.name = chance.name();
        use.arguments = chance.arguments();
        choice.parts.push_back(partOf(std::move(use)));
    }
    choice.stop = calls > 0 ? StopReason::ToolUse : chance.half() ? StopReason::EndTurn : StopReason::MaxTokens;
    answer.choices.push_back(std::move(choice));
    Usage usage;
    usage.input = 1 + chance.upTo(500);
    usage.cachedInput = row.cached ? chance.upTo(100) : 0;
    usage.output = 1 + chance.upTo(500);
    answer.usage = usage;
    return answer;
}

// The events of that answer, texts in pieces.
std::vector<StreamEvent> eventsOf(const ChatAnswer& answer) {
    std::vector<StreamEvent> events;
    events.emplace_back(MessageStart{answer.id, answer.model, answer.created, std::nullopt});
    const auto& choice = answer.choices.front();
    // Cut at any byte but within a character: an event holds whole ones.
    const auto cut = [](const std::string& text) {
        auto at = text.size() / 2;
        while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
            --at;
        return at;
    };
    for (std::size_t i = 0; i < choice.parts.size(); ++i) {
        const int part = static_cast<int>(i);
        auto content = choice.parts[i].content;
        if (auto* text = std::get_if<TextPart>(&content)) {
            const auto whole = std::exchange(text->text, {});
            events.emplace_back(PartStart{part, 0, content});
            events.emplace_back(TextDelta{part, whole.substr(0, cut(whole))});
            events.emplace_back(TextDelta{part, whole.substr(cut(whole))});
        } else if (auto* thought = std::get_if<ReasoningPart>(&content)) {
            const auto whole = std::exchange(thought->text, {});
            const auto signature = std::exchange(thought->signature, {});
            events.emplace_back(PartStart{part, 0, content});
            events.emplace_back(ReasoningDelta{part, whole.substr(0, cut(whole))});
            events.emplace_back(ReasoningDelta{part, whole.substr(cut(whole))});
            if (!signature.empty())
                events.emplace_back(SignatureDelta{part, signature});
        } else if (auto* use = std::get_if<ToolUsePart>(&content)) {
            const auto whole = std::exchange(use->arguments, {});
            events.emplace_back(PartStart{part, 0, content});
            events.emplace_back(ArgumentsDelta{part, whole.substr(0, cut(whole))});
            events.emplace_back(ArgumentsDelta{part, whole.substr(cut(whole))});
        }
        events.emplace_back(PartStop{part});
    }
    events.emplace_back(StopEvent{0, choice.stop, {}, {}});
    events.emplace_back(UsageEvent{*answer.usage});
    return events;
}

std::string streamOf(const Row& row, const ChatAnswer& answer) {
    ReadStream made;
    made.events = eventsOf(answer);
    made.end = StreamEnd::Whole;
    return writeStream(codecFor(row.dialect), made);
}

std::string essenceOf(const ChatAnswer& answer, const Row& row) {
    std::string out = essence(answer);
    if (answer.choices.empty())
        return out;
    out += "\nstop:" + std::to_string(static_cast<int>(answer.choices.front().stop));
    std::string signatures;
    for (const auto& part : answer.choices.front().parts) {
        if (const auto* use = std::get_if<ToolUsePart>(&part.content); use != nullptr && row.callIds)
            out += "\nid:" + use->id;
        if (const auto* thought = std::get_if<ReasoningPart>(&part.content))
            signatures += thought->signature + thought->encrypted;
    }
    return out + "\nsigned:" + signatures;
}

QByteArray shown(const std::string& text) {
    return QByteArray::fromStdString(text);
}

} // namespace

// What must hold for every codec, over random conversations. Seeds are fixed: a failure names the one that shows it.
class CodecProperties : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsComeBackAsTheyWere_data() { listDialects(); }
    void requestsComeBackAsTheyWere();
    void answersComeBackAsTheyWere_data() { listDialects(); }
    void answersComeBackAsTheyWere();
    void streamsSayWhatWholeAnswersSay_data() { listDialects(); }
    void streamsSayWhatWholeAnswersSay();
    void streamsReadAlikeHoweverTheyAreCut_data() { listDialects(); }
    void streamsReadAlikeHoweverTheyAreCut();
    void aStreamWithoutItsEndIsNotWhole_data() { listDialects(); }
    void aStreamWithoutItsEndIsNotWhole();

private:
    static void listDialects() {
        QTest::addColumn<int>("unused");
        for (const auto& row : rows)
            QTest::newRow(row.name) << 0;
    }
    static const Row& current() { return rowNamed(QTest::currentDataTag()); }
};

void CodecProperties::requestsComeBackAsTheyWere() {
    const Row& row = current();
    const Codec& codec = codecFor(row.dialect);
    // Gemini's own form joins turns and names results by their calls: it comes back in another order.
    if (row.dialect == Dialect::Gemini)
        return;
    for (unsigned seed = 1; seed <= 200; ++seed) {
        const auto request = requestOf(row, seed);
        Losses losses;
        const auto body = codec.writeRequest(request, row.dialect, losses);
        QVERIFY2(body, qPrintable(QStringLiteral("seed %1").arg(seed)));
        QVERIFY2(losses.empty(), (listed(losses) + "seed " + std::to_string(seed)).c_str());
        auto read = codec.readRequest(*body, losses);
        QVERIFY2(read, shown(*body).constData());
        QVERIFY2(losses.empty(), shown(listed(losses)).constData());
        if (read->model.empty())
            read->model = request.model; // it stands in the address
        QVERIFY2(essenceOf(*read, row) == essenceOf(request, row),
                 (essenceOf(*read, row) + "\n--- was\n" + essenceOf(request, row) + "\n" + *body).c_str());
        // From there on nothing at all changes.
        const auto again = codec.writeRequest(*read, row.dialect, losses);
        QVERIFY(again);
        auto third = codec.readRequest(*again, losses);
        QVERIFY(third);
        if (third->model.empty())
            third->model = request.model;
        QVERIFY2(*third == *read, (*body + "\n" + *again).c_str());
        QVERIFY2(losses.empty(), shown(listed(losses)).constData());
    }
}

void CodecProperties::answersComeBackAsTheyWere() {
    const Row& row = current();
    const Codec& codec = codecFor(row.dialect);
    for (unsigned seed = 1; seed <= 300; ++seed) {
        const auto answer = answerOf(row, seed);
        Losses losses;
        const auto body = codec.writeAnswer(answer, losses);
        QVERIFY2(losses.empty(), shown(listed(losses)).constData());
        const auto read = codec.readAnswer(body);
        QVERIFY2(read, shown(body).constData());
        QVERIFY2(essenceOf(*read, row) == essenceOf(answer, row),
                 (essenceOf(*read, row) + "\n--- was\n" + essenceOf(answer, row) + "\n" + body).c_str());
        const auto third = codec.readAnswer(codec.writeAnswer(*read, losses));
        QVERIFY(third);
        QVERIFY2(*third == *read, shown(body).constData());
    }
}

void CodecProperties::streamsSayWhatWholeAnswersSay() {
    const Row& row = current();
    const Codec& codec = codecFor(row.dialect);
    for (unsigned seed = 1; seed <= 300; ++seed) {
        const auto answer = answerOf(row, seed);
        const auto bytes = streamOf(row, answer);
        const auto streamed = readStream(codec, {bytes});
        QVERIFY2(streamed.end == StreamEnd::Whole && !streamed.failed, shown(bytes).constData());
        Losses losses;
        const auto whole = codec.readAnswer(codec.writeAnswer(answer, losses));
        QVERIFY(whole);
        QVERIFY2(essenceOf(streamed.answer, row) == essenceOf(*whole, row),
                 (essenceOf(streamed.answer, row) + "\n--- whole\n" + essenceOf(*whole, row) + "\n" + bytes).c_str());
    }
}

void CodecProperties::streamsReadAlikeHoweverTheyAreCut() {
    const Row& row = current();
    const Codec& codec = codecFor(row.dialect);
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const auto bytes = streamOf(row, answerOf(row, seed));
        const std::string_view all = bytes;
        const auto uncut = readStream(codec, {all});
        for (std::size_t at = 1; at < all.size(); ++at) {
            const auto cut = readStream(codec, {all.substr(0, at), all.substr(at)});
            QVERIFY2(cut.events == uncut.events && cut.end == uncut.end,
                     qPrintable(QStringLiteral("seed %1, cut at %2").arg(seed).arg(at)));
        }
        std::vector<std::string_view> single;
        for (std::size_t at = 0; at < all.size(); ++at)
            single.push_back(all.substr(at, 1));
        QVERIFY(readStream(codec, single).events == uncut.events);
    }
}

void CodecProperties::aStreamWithoutItsEndIsNotWhole() {
    const Row& row = current();
    const Codec& codec = codecFor(row.dialect);
    for (unsigned seed = 1; seed <= 20; ++seed) {
        auto events = eventsOf(answerOf(row, seed));
        while (!events.empty() && !std::holds_alternative<StopEvent>(events.back()))
            events.pop_back();
        events.pop_back();
        ReadStream made;
        made.events = std::move(events);
        const auto bytes = writeStream(codec, made);
        QVERIFY2(readStream(codec, {bytes}).end == StreamEnd::Cut, shown(bytes).constData());
    }
}

QTEST_APPLESS_MAIN(CodecProperties)
#include "tst_codec_properties.moc"
