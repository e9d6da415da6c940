// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/rerank/answer.h"

#include "core/dialects/json_cursor.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/translation.h"
#include "core/dialects/usage_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gatehouse::dialects::rerank {
namespace {

using json::JsonCursor;
using json::Type;

constexpr std::size_t longestName = 256;

// The names of all forms side by side: Jina's and Cohere's "results", Voyage's "data", NIM's "rankings".
class AnswerReading {
public:
    bool read(std::string_view body) {
        return json::readObject(body, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
    }
    Answer answer;
    std::string_view model;
    bool resultsSeen = false;
    bool broken = false;

private:
    void readMember(std::string_view name, JsonCursor& at) {
        if (name == "id")
            answer.id = at.text();
        else if (name == "model")
            model = at.rawString().value_or(std::string_view{});
        else if (name == "results" || name == "data" || name == "rankings")
            readResults(at);
        else if (name == "usage")
            readUsage(at);
        else if (name == "meta")
            readMeta(at);
        else
            at.skip();
    }
    void readResults(JsonCursor& at) {
        if (!at.enterArray())
            return;
        resultsSeen = true;
        while (at.nextElement())
            readResult(at);
    }
    void readResult(JsonCursor& at) {
        Ranked ranked;
        std::optional<std::int64_t> index;
        std::string_view name;
        if (!at.enterObject()) {
            broken = true;
            return;
        }
        while (at.nextMember(name)) {
            if (name == "index") {
                index = at.integer();
            } else if (name == "relevance_score" || name == "score" || name == "logit") {
                answer.logits = answer.logits || name == "logit";
                if (at.type() == Type::Number)
                    ranked.score = at.raw();
                else
                    at.skip();
            } else {
                at.skip();
            }
        }
        broken = broken || !index || *index < 0 || !realOf(ranked.score);
        ranked.index = static_cast<std::size_t>(std::max<std::int64_t>(index.value_or(0), 0));
        answer.results.push_back(std::move(ranked));
    }
    void readUsage(JsonCursor& at) {
        if (OpenAiUsage usage; usage.read(at))
            answer.usage = usage.disjoint();
    }
    void readMeta(JsonCursor& at) {
        std::string_view name;
        if (!at.enterObject())
            return;
        while (at.nextMember(name)) {
            if (name == "billed_units")
                readUnits(at);
            else if (name == "tokens")
                readUsage(at);
            else
                at.skip();
        }
    }
    void readUnits(JsonCursor& at) {
        std::string_view name;
        if (!at.enterObject())
            return;
        while (at.nextMember(name)) {
            if (name == "search_units")
                answer.searchUnits = at.integer();
            else
                at.skip();
        }
    }
};

double scoreOf(const Ranked& ranked) {
    return realOf(ranked.score).value_or(0);
}

// The logistic function, as NVIDIA's own clients apply it.
NumberText probability(const Ranked& ranked) {
    char digits[32];
    const double value = 1.0 / (1.0 + std::exp(-scoreOf(ranked)));
    const auto [end, code] = std::to_chars(std::begin(digits), std::end(digits), value);
    return {digits, end};
}

class AnswerWriter {
public:
    AnswerWriter(const Answer& answer, const Request& request) : m_answer(answer), m_request(request), m_json(m_out) {}

    std::string write() {
        m_json.beginObject();
        if (m_request.operation == Operation::NimRanking)
            writeRankings();
        else
            writeResults();
        m_json.endObject();
        return std::move(m_out);
    }

private:
    std::size_t count() const {
        const auto wanted = m_request.top ? integerOf(*m_request.top) : std::nullopt;
        return wanted ? std::min(m_answer.results.size(), static_cast<std::size_t>(std::max<std::int64_t>(*wanted, 0)))
                      : m_answer.results.size();
    }
    void writeRankings() {
        m_json.beginArray("rankings");
        for (std::size_t i = 0; i < count(); ++i) {
            const Ranked& ranked = m_answer.results[i];
            m_json.beginObject().number("index", static_cast<std::int64_t>(ranked.index));
            m_json.raw("logit", ranked.score).endObject();
        }
        m_json.endArray();
    }
    void writeResults() {
        if (!m_answer.id.empty())
            m_json.text("id", m_answer.id);
        if (m_request.operation == Operation::Rerank)
            m_json.text("model", m_request.model);
        m_json.beginArray("results");
        for (std::size_t i = 0; i < count(); ++i)
            writeResult(m_answer.results[i]);
        m_json.endArray();
        if (m_request.operation == Operation::Rerank && m_answer.usage)
            m_json.beginObject("usage").number("total_tokens", m_answer.usage->prompt()).endObject();
        if (m_request.operation == Operation::CohereRerank || m_answer.searchUnits)
            writeMeta();
    }
    void writeResult(const Ranked& ranked) {
        m_json.beginObject().number("index", static_cast<std::int64_t>(ranked.index));
        m_json.raw("relevance_score", m_answer.logits ? probability(ranked) : ranked.score);
        if (m_request.documentsReturned)
            writeDocument(m_request.documents[ranked.index]);
        m_json.endObject();
    }
    void writeDocument(const Document& document) {
        if (!document.object.empty())
            m_json.raw("document", document.object);
        else
            m_json.beginObject("document").text("text", document.text).endObject();
    }
    void writeMeta() {
        m_json.beginObject("meta");
        if (m_request.operation == Operation::CohereRerank)
            m_json.beginObject("api_version").text("version", "2").endObject();
        if (m_answer.searchUnits)
            m_json.beginObject("billed_units").number("search_units", *m_answer.searchUnits).endObject();
        m_json.endObject();
    }

    const Answer& m_answer;
    const Request& m_request;
    std::string m_out;
    json::Writer m_json;
};

} // namespace

Result<Answer> readAnswer(Operation /*operation*/, std::string_view body) {
    AnswerReading reading;
    if (!reading.read(body) || !reading.resultsSeen || reading.broken)
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer", "The provider's answer has no ranking.");
    Answer answer = std::move(reading.answer);
    std::stable_sort(answer.results.begin(), answer.results.end(),
                     [](const Ranked& a, const Ranked& b) { return scoreOf(a) > scoreOf(b); });
    return answer;
}

Result<std::string> writeAnswer(const Answer& answer, const Request& request) {
    for (const auto& ranked : answer.results) {
        if (ranked.index >= request.documents.size())
            return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                           "The provider's answer ranks a document that it was not given.");
    }
    return AnswerWriter(answer, request).write();
}

AnswerFacts readFacts(Operation /*operation*/, std::string_view body) {
    AnswerFacts facts;
    AnswerReading reading;
    facts.unreadable = !reading.read(body);
    if (facts.unreadable)
        return facts;
    facts.id = json::presentable(reading.answer.id, longestName);
    facts.model = json::presentableString(reading.model, longestName);
    facts.usage = reading.answer.usage;
    return facts;
}

} // namespace gatehouse::dialects::rerank
