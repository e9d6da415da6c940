// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/answer_reader.h"

#include "core/dialects/embeddings/input_type.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/usage_numbers.h"

#include <algorithm>

namespace gatehouse::dialects::embeddings {
namespace {

using json::JsonCursor;
using json::Type;

constexpr std::size_t longestName = 256;

// One answer in any of the forms: their member names do not contradict one another.
class AnswerReading {
public:
    explicit AnswerReading(Operation operation) : m_operation(operation) {}

    bool read(std::string_view body) {
        return json::readObject(body, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
    }
    Answer take() {
        sortByIndex();
        if (m_tokensTold) {
            m_answer.usage.emplace();
            m_answer.usage->input = m_tokens;
        }
        return std::move(m_answer);
    }
    std::string_view model() const { return m_model; }

private:
    void readMember(std::string_view name, JsonCursor& at) {
        if (name == "id")
            m_answer.id = at.text();
        else if (name == "model")
            m_model = at.rawString().value_or(std::string_view{});
        else if (name == "data" || name == "predictions")
            readElements(at);
        else if (name == "embeddings")
            readEmbeddings(at);
        else if (name == "embedding")
            readOne(at);
        else if (name == "embeddingsByType")
            readTitanTypes(at);
        else if (name == "usage")
            readUsage(at);
        else if (name == "usageMetadata")
            readNumbers(at, "promptTokenCount", "");
        else if (name == "meta")
            readMeta(at);
        else if (name == "inputTextTokenCount" || name == "prompt_eval_count")
            addTokens(at);
        else
            at.skip();
    }

    std::vector<Vector>& items(Precision precision) {
        for (auto& kind : m_answer.kinds) {
            if (kind.precision == precision)
                return kind.items;
        }
        m_answer.kinds.push_back({precision, {}});
        return m_answer.kinds.back().items;
    }
    // An array of numbers, or base64.
    static Vector vectorAt(JsonCursor& at) {
        Vector vector;
        vector.packed = at.type() == Type::String;
        if (vector.packed) {
            const auto text = at.rawString().value_or(std::string_view{});
            if (text.find('\\') == std::string_view::npos) {
                vector.text = BodyText::viewing(text);
            } else {
                std::string decoded;
                json::appendDecoded(decoded, text);
                vector.text = BodyText::owning(std::move(decoded));
            }
        } else {
            vector.text = BodyText::viewing(at.raw());
        }
        return vector;
    }
    void add(Precision precision, Vector vector) { items(precision).push_back(std::move(vector)); }

    // OpenAI's "data", Vertex's "predictions".
    void readElements(JsonCursor& at) {
        if (!at.enterArray())
            return;
        while (at.nextElement())
            readElement(at);
    }
    void readElement(JsonCursor& at) {
        std::string_view name;
        std::int64_t index = static_cast<std::int64_t>(m_indexes.size());
        bool found = false;
        if (!at.enterObject())
            return;
        while (at.nextMember(name)) {
            if (name == "embedding") {
                add(Precision::Float, vectorAt(at));
                found = true;
            } else if (name == "embeddings") {
                found = readValues(at) || found;
            } else if (name == "index") {
                index = at.integer().value_or(index);
            } else {
                at.skip();
            }
        }
        if (found)
            m_indexes.push_back(index);
    }
    // {"values": […], "statistics": {"token_count": …}}
    bool readValues(JsonCursor& at) {
        std::string_view name;
        bool found = false;
        if (!at.enterObject())
            return false;
        while (at.nextMember(name)) {
            if (name == "values") {
                add(Precision::Float, vectorAt(at));
                found = true;
            } else if (name == "statistics") {
                readNumbers(at, "token_count", "");
            } else {
                at.skip();
            }
        }
        return found;
    }
    // Gemini: an array of objects with values. Ollama, Cohere v1: an array of vectors. Cohere v2: an object by type.
    void readEmbeddings(JsonCursor& at) {
        if (at.type() == Type::Object)
            return readTypes(at);
        if (!at.enterArray())
            return;
        while (at.nextElement()) {
            if (at.type() == Type::Object)
                readValues(at);
            else
                add(Precision::Float, vectorAt(at));
        }
    }
    void readTypes(JsonCursor& at) {
        std::string_view name;
        at.enterObject();
        while (at.nextMember(name)) {
            const auto precision = name == "base64" ? std::optional(Precision::Float) : precisionNamed(name);
            const bool again = name == "base64" && !m_answer.kinds.empty() && holds(Precision::Float);
            if (!precision || again || !at.enterArray()) {
                if (!precision || again)
                    at.skip();
                continue;
            }
            while (at.nextElement())
                add(*precision, vectorAt(at));
        }
    }
    bool holds(Precision precision) const {
        return std::any_of(m_answer.kinds.begin(), m_answer.kinds.end(),
                           [precision](const Vectors& kind) { return kind.precision == precision; });
    }
    // Gemini: {"values": …}. Titan and old Ollama: the vector itself.
    void readOne(JsonCursor& at) {
        if (at.type() == Type::Object)
            readValues(at);
        else if (!holds(Precision::Float))
            add(Precision::Float, vectorAt(at));
        else
            at.skip(); // the same as by type
    }
    // Titan: one vector of each type.
    void readTitanTypes(JsonCursor& at) {
        std::string_view name;
        if (!at.enterObject())
            return;
        while (at.nextMember(name)) {
            const auto precision = precisionNamed(name);
            if (precision && !holds(*precision))
                add(*precision, vectorAt(at));
            else
                at.skip();
        }
    }

    void addTokens(JsonCursor& at) {
        if (const auto number = at.integer()) {
            m_tokens += std::max<std::int64_t>(*number, 0);
            m_tokensTold = true;
        }
    }
    void readNumbers(JsonCursor& at, std::string_view first, std::string_view second) {
        std::string_view name;
        if (!at.enterObject())
            return;
        while (at.nextMember(name)) {
            if (name == first || (!second.empty() && name == second))
                addTokens(at);
            else
                at.skip();
        }
    }
    void readUsage(JsonCursor& at) {
        if (OpenAiUsage usage; usage.read(at)) {
            m_tokens = usage.disjoint().prompt();
            m_tokensTold = true;
        }
    }
    // Cohere: what is billed is all that it tells.
    void readMeta(JsonCursor& at) {
        std::string_view name;
        if (!at.enterObject())
            return;
        while (at.nextMember(name)) {
            if (name == "billed_units")
                readNumbers(at, "input_tokens", "image_tokens");
            else
                at.skip();
        }
    }

    // OpenAI says to which input a vector belongs; servers send them in order, but need not.
    void sortByIndex() {
        if (m_operation != Operation::Embeddings || m_answer.kinds.empty())
            return;
        auto& vectors = m_answer.kinds.front().items;
        std::vector<Vector> sorted(vectors.size());
        std::vector<bool> taken(vectors.size(), false);
        for (std::size_t i = 0; i < vectors.size(); ++i) {
            const auto index = static_cast<std::size_t>(std::max<std::int64_t>(m_indexes[i], 0));
            if (m_indexes[i] < 0 || index >= vectors.size() || taken[index])
                return; // no order that can be trusted: as they came
            taken[index] = true;
            sorted[index] = vectors[i];
        }
        vectors = std::move(sorted);
    }

    Operation m_operation;
    Answer m_answer;
    std::string_view m_model;
    std::vector<std::int64_t> m_indexes;
    std::int64_t m_tokens = 0;
    bool m_tokensTold = false;
};

} // namespace

Result<Answer> readAnswer(Operation operation, std::string_view body) {
    AnswerReading reading(operation);
    if (!reading.read(body))
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                       "The provider's answer is not a JSON object.");
    Answer answer = reading.take();
    if (answer.kinds.empty())
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer", "The provider's answer has no embeddings.");
    return answer;
}

AnswerFacts readFacts(Operation operation, std::string_view body) {
    AnswerFacts facts;
    AnswerReading reading(operation);
    facts.unreadable = !reading.read(body);
    if (facts.unreadable)
        return facts;
    facts.model = json::presentableString(reading.model(), longestName);
    const Answer answer = reading.take();
    facts.id = json::presentable(answer.id, longestName);
    facts.usage = answer.usage;
    return facts;
}

} // namespace gatehouse::dialects::embeddings
