// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap.h"
#include "tests/core/dialects/recorded.h"

#include <QtTest>
#include <algorithm>
#include <random>

using namespace gatehouse::dialects;
using boost::json::object;

// Every recorded answer of the two dialects, read by the tap and by a plain reading of the parsed JSON beside it.
namespace {

struct Reading {
    std::string forwarded;
    StreamEnd end = StreamEnd::Cut;
    AnswerFacts facts;
};

bool isAnthropic(const recorded::Exchange& exchange) {
    return exchange.dialect.starts_with("anthropic");
}

Dialect dialectOf(const recorded::Exchange& exchange) {
    return isAnthropic(exchange) ? Dialect::Anthropic : Dialect::OpenAi;
}

Operation operationOf(const recorded::Exchange& exchange) {
    if (exchange.dialect == "anthropic-count-tokens")
        return Operation::CountTokens;
    if (exchange.dialect == "openai-embeddings")
        return Operation::Embeddings;
    if (exchange.dialect == "openai-moderations")
        return Operation::Moderations;
    if (exchange.dialect == "openai-completions")
        return Operation::Completions;
    return isAnthropic(exchange) ? Operation::Messages : Operation::ChatCompletions;
}

Reading feed(const recorded::Exchange& exchange, const std::vector<std::string_view>& slices, bool hideUsage = false) {
    const auto tap = makeStreamTap(dialectOf(exchange), operationOf(exchange), hideUsage);
    Reading reading;
    for (const auto slice : slices)
        tap->feed(slice, reading.forwarded);
    reading.end = tap->finish(reading.forwarded);
    reading.facts = tap->facts();
    return reading;
}

std::vector<std::string_view> bytesOf(std::string_view text) {
    std::vector<std::string_view> slices;
    for (std::size_t i = 0; i < text.size(); ++i)
        slices.push_back(text.substr(i, 1));
    return slices;
}

std::vector<std::string_view> randomSlices(std::string_view text, std::minstd_rand& random) {
    std::vector<std::string_view> slices;
    while (!text.empty()) {
        const std::size_t length = 1 + random() % 300;
        slices.push_back(text.substr(0, length));
        text.remove_prefix(std::min(length, text.size()));
    }
    return slices;
}

bool sameError(const AnswerFacts& a, const AnswerFacts& b) {
    return a.errorInStream.has_value() == b.errorInStream.has_value() &&
           (!a.errorInStream || a.errorInStream->code == b.errorInStream->code);
}

bool same(const AnswerFacts& a, const AnswerFacts& b) {
    return a.usage == b.usage && a.stop == b.stop && a.model == b.model && a.id == b.id && a.textBytes == b.textBytes &&
           sameError(a, b);
}

std::int64_t number(const object& o, const char* name) {
    const auto* member = o.if_contains(name);
    return member != nullptr && member->is_number() ? member->to_number<std::int64_t>() : 0;
}

const object* child(const object& o, const char* name) {
    const auto* member = o.if_contains(name);
    return member == nullptr ? nullptr : member->if_object();
}

// WIRE.md §9 "Tokens", read independently of the code under test.
Usage openAiUsage(const object& usage) {
    std::int64_t prompt = number(usage, "prompt_tokens");
    std::int64_t completion = number(usage, "completion_tokens");
    const std::int64_t total = number(usage, "total_tokens");
    std::int64_t cached = std::max(number(usage, "prompt_cache_hit_tokens"), number(usage, "cached_tokens"));
    cached = std::max(cached, number(usage, "num_cached_tokens"));
    std::int64_t written = 0;
    std::int64_t audio = 0;
    std::int64_t reasoning = number(usage, "reasoning_tokens");
    if (const auto* details = child(usage, "prompt_tokens_details")) {
        cached = std::max(cached, number(*details, "cached_tokens"));
        written = number(*details, "cache_write_tokens");
        audio = number(*details, "audio_tokens");
    }
    if (const auto* details = child(usage, "prompt_token_details"))
        cached = std::max(cached, number(*details, "cached_tokens"));
    if (const auto* details = child(usage, "completion_tokens_details"))
        reasoning = std::max(reasoning, number(*details, "reasoning_tokens"));
    if (total > prompt + completion && audio == total - prompt - completion)
        prompt += audio;
    else if (total > prompt + completion)
        completion = total - prompt;
    Usage expected;
    expected.cachedInput = std::min(cached, prompt);
    expected.cacheWrite = written;
    expected.input = prompt - expected.cachedInput - written;
    expected.output = completion;
    expected.reasoning = std::min(reasoning, completion);
    return expected;
}

Usage anthropicUsage(const object& usage) {
    Usage expected;
    expected.input = number(usage, "input_tokens");
    expected.cachedInput = number(usage, "cache_read_input_tokens");
    if (const auto* creation = child(usage, "cache_creation"))
        expected.cacheWriteLong = number(*creation, "ephemeral_1h_input_tokens");
    expected.cacheWrite = number(usage, "cache_creation_input_tokens") - expected.cacheWriteLong;
    expected.output = number(usage, "output_tokens");
    if (const auto* details = child(usage, "output_tokens_details"))
        expected.reasoning = number(*details, "thinking_tokens");
    return expected;
}

std::optional<Usage> usageOf(const recorded::Exchange& exchange, const object& usage) {
    return isAnthropic(exchange) ? anthropicUsage(usage) : openAiUsage(usage);
}

std::vector<std::string> dataLines(std::string_view stream) {
    std::vector<std::string> lines;
    while (!stream.empty()) {
        const auto end = stream.find('\n');
        std::string_view line = stream.substr(0, end);
        stream.remove_prefix(end == std::string_view::npos ? stream.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.starts_with("data:"))
            lines.emplace_back(line.substr(5));
    }
    return lines;
}

// The usage of a stream: the last one, and for Messages the fields of the later over those of the earlier.
std::optional<Usage> streamedUsage(const recorded::Exchange& exchange) {
    object merged;
    for (const auto& line : dataLines(exchange.answer)) {
        if (line.find("[DONE]") != std::string::npos)
            continue;
        const auto event = boost::json::parse(line).as_object();
        const object* usage = child(event, "usage");
        if (const auto* message = child(event, "message")) {
            merged.clear();
            usage = child(*message, "usage");
        }
        if (const auto* groq = child(event, "x_groq"); groq != nullptr && usage == nullptr)
            usage = child(*groq, "usage");
        if (usage == nullptr)
            continue;
        if (!isAnthropic(exchange))
            merged.clear();
        for (const auto& [name, number] : *usage) {
            if (!number.is_null())
                merged[name] = number;
        }
    }
    if (merged.empty())
        return std::nullopt;
    return usageOf(exchange, merged);
}

// Where the first words stand that end the answer.
std::size_t finishOffset(const recorded::Exchange& exchange) {
    const std::string name = isAnthropic(exchange) ? "\"stop_reason\":" : "\"finish_reason\":";
    for (std::size_t at = 0; (at = exchange.answer.find(name, at)) != std::string::npos; at += name.size()) {
        std::size_t behind = at + name.size();
        while (exchange.answer[behind] == ' ')
            ++behind;
        if (exchange.answer[behind] == '"')
            return behind;
    }
    return std::string::npos;
}

std::vector<recorded::Exchange> exchanges(bool streaming) {
    auto all = recorded::load({"openai-chat", "openai-completions", "openai-embeddings", "openai-moderations",
                               "anthropic-messages", "anthropic-count-tokens"});
    std::erase_if(all, [streaming](const auto& e) { return e.streaming != streaming || e.status != 200; });
    return all;
}

} // namespace

class TestRecordedAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!recorded::available())
            QSKIP("no recorded exchanges: GATEHOUSE_SHARED_DIR is not set or empty");
    }

    void wholeAnswersTellTheirUsage() {
        int seen = 0;
        for (const auto& exchange : exchanges(false)) {
            const auto facts = readAnswerFacts(dialectOf(exchange), operationOf(exchange), exchange.answer);
            const auto body = boost::json::parse(exchange.answer).as_object();
            std::optional<Usage> expected;
            if (const auto* usage = child(body, "usage"))
                expected = usageOf(exchange, *usage);
            if (exchange.dialect == "anthropic-count-tokens")
                expected = anthropicUsage(body);
            QVERIFY2(facts.usage == expected, exchange.id.c_str());
            const auto* id = body.if_contains("id");
            QCOMPARE(facts.id, id != nullptr && id->is_string() ? std::string(id->as_string()) : std::string());
            const bool conversation =
                operationOf(exchange) == Operation::ChatCompletions || operationOf(exchange) == Operation::Messages;
            if (conversation && !facts.errorInStream &&
                body.contains(isAnthropic(exchange) ? "stop_reason" : "choices"))
                QVERIFY2(facts.stop != StopReason::None, exchange.id.c_str());
            ++seen;
        }
        QVERIFY(seen > 100);
    }

    void streamsPassAsTheyCameHoweverTheyAreSliced() {
        std::minstd_rand random(7);
        int seen = 0;
        for (const auto& exchange : exchanges(true)) {
            const auto whole = feed(exchange, {exchange.answer});
            QVERIFY2(whole.forwarded == exchange.answer || whole.end == StreamEnd::Cut, exchange.id.c_str());
            const auto byByte = feed(exchange, bytesOf(exchange.answer));
            QVERIFY2(byByte.forwarded == whole.forwarded && byByte.end == whole.end, exchange.id.c_str());
            QVERIFY2(same(byByte.facts, whole.facts), exchange.id.c_str());
            for (int i = 0; i < 5; ++i) {
                const auto sliced = feed(exchange, randomSlices(exchange.answer, random));
                QVERIFY2(sliced.forwarded == whole.forwarded && sliced.end == whole.end, exchange.id.c_str());
                QVERIFY2(same(sliced.facts, whole.facts), exchange.id.c_str());
            }
            ++seen;
        }
        QVERIFY(seen > 100);
    }

    void streamsAreWholeUnlessTheyEndInAnError() {
        for (const auto& exchange : exchanges(true)) {
            const auto reading = feed(exchange, {exchange.answer});
            QVERIFY2((reading.end == StreamEnd::Whole) == (finishOffset(exchange) != std::string::npos),
                     exchange.id.c_str());
            QVERIFY2(reading.end == StreamEnd::Whole || reading.facts.errorInStream, exchange.id.c_str());
            QVERIFY2(reading.forwarded == exchange.answer, exchange.id.c_str());
        }
    }

    void streamsTellTheirUsage() {
        for (const auto& exchange : exchanges(true)) {
            const auto reading = feed(exchange, {exchange.answer});
            QVERIFY2(reading.facts.usage == streamedUsage(exchange), exchange.id.c_str());
        }
    }

    void streamsCutBeforeTheirFinishAreCut() {
        for (const auto& exchange : exchanges(true)) {
            const std::size_t finish = std::min(finishOffset(exchange), exchange.answer.size());
            // Every byte near the finish, and a coarse walk over what is before.
            for (std::size_t length = 0; length <= finish; length += finish - length > 200 ? 397 : 1) {
                const auto cut = feed(exchange, {std::string_view(exchange.answer).substr(0, length)});
                QVERIFY2(cut.end == StreamEnd::Cut, exchange.id.c_str());
                QVERIFY2(exchange.answer.starts_with(cut.forwarded), exchange.id.c_str());
                QVERIFY2(cut.forwarded.empty() || cut.forwarded.ends_with("\n"), exchange.id.c_str());
            }
        }
    }

    // Whatever a server sends: nothing breaks, and every byte is forwarded but those of the end and of a hidden event.
    void survivesAnswersThatAreBroken() {
        std::minstd_rand random(3);
        for (const bool streaming : {false, true}) {
            for (const auto& exchange : exchanges(streaming)) {
                for (int i = 0; i < 3; ++i) {
                    recorded::Exchange broken = exchange;
                    for (unsigned k = 0, count = 1 + random() % 20; k < count; ++k) {
                        const std::size_t at = random() % broken.answer.size();
                        if (random() % 2 == 0)
                            broken.answer[at] = static_cast<char>(random());
                        else
                            broken.answer.erase(at, 1 + random() % 9);
                        if (broken.answer.empty())
                            broken.answer = "{";
                    }
                    if (!streaming) {
                        readAnswerFacts(dialectOf(broken), operationOf(broken), broken.answer);
                        continue;
                    }
                    const auto whole = feed(broken, {broken.answer});
                    QVERIFY2(broken.answer.starts_with(whole.forwarded), exchange.id.c_str());
                    const auto sliced = feed(broken, randomSlices(broken.answer, random));
                    QVERIFY2(sliced.forwarded == whole.forwarded && sliced.end == whole.end, exchange.id.c_str());
                    QVERIFY2(same(sliced.facts, whole.facts), exchange.id.c_str());
                }
            }
        }
    }

    void onlyTheUsageEventIsHidden() {
        int hidden = 0;
        for (const auto& exchange : exchanges(true)) {
            const auto open = feed(exchange, {exchange.answer});
            const auto reading = feed(exchange, bytesOf(exchange.answer), true);
            QVERIFY2(same(reading.facts, open.facts) && reading.end == open.end, exchange.id.c_str());
            std::vector<std::string> expected;
            for (const auto& line : dataLines(exchange.answer)) {
                if (line.find("[DONE]") == std::string::npos && !isAnthropic(exchange)) {
                    const auto event = boost::json::parse(line).as_object();
                    const auto* choices = event.if_contains("choices");
                    if (choices != nullptr && choices->is_array() && choices->as_array().empty() &&
                        child(event, "usage") != nullptr) {
                        ++hidden;
                        continue;
                    }
                }
                expected.push_back(line);
            }
            QVERIFY2(dataLines(reading.forwarded) == expected, exchange.id.c_str());
        }
        QVERIFY(hidden > 10);
    }
};

QTEST_APPLESS_MAIN(TestRecordedAnswers)
#include "tst_recorded_answers.moc"
