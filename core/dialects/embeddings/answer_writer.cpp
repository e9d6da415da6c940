// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/answer_writer.h"

#include "core/dialects/embeddings/input_type.h"
#include "core/dialects/embeddings/vectors.h"
#include "core/dialects/json_writer.h"

#include <algorithm>

namespace gatehouse::dialects::embeddings {
namespace {

tl::unexpected<Error> invalid(std::string message) {
    return failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message));
}

class AnswerWriter {
public:
    AnswerWriter(const Answer& answer, const Request& request) : m_answer(answer), m_request(request), m_json(m_out) {}

    Result<std::string> write() {
        m_json.beginObject();
        writeBody();
        m_json.endObject();
        if (!m_fault.empty())
            return invalid(m_fault);
        return std::move(m_out);
    }

private:
    std::int64_t tokens() const { return m_answer.usage ? m_answer.usage->prompt() : 0; }
    // Vectors of that precision; a dialect that does not name it has one kind.
    const Vectors& kind(Precision precision) {
        static const Vectors none;
        for (const auto& kind : m_answer.kinds) {
            if (kind.precision == precision) {
                if (kind.items.size() != m_request.inputs.size())
                    m_fault = "The provider's answer has " + std::to_string(kind.items.size()) + " vectors for " +
                              std::to_string(m_request.inputs.size()) + " inputs.";
                return kind;
            }
        }
        m_fault = "The provider's answer has no vectors of " + std::string(nameOf(precision)) + ".";
        return none;
    }
    Precision precision() const {
        return m_request.precisions.empty() ? Precision::Float : m_request.precisions.front();
    }

    void writeVector(const Vector& vector, bool packed, Precision precision) {
        if (vector.packed == packed || (precision != Precision::Float && vector.packed))
            return writeAsItIs(vector);
        if (precision != Precision::Float && packed)
            return writeAsItIs(vector); // numbers of one byte: no dialect packs them but by its own name
        const auto text = packed ? packFloats(vector.text.view()) : unpackFloats(vector.text.view());
        if (!text)
            m_fault = "A vector of the provider's answer is none.";
        else
            packed ? m_json.text(*text) : m_json.raw(*text);
    }
    void writeAsItIs(const Vector& vector) {
        if (vector.packed) {
            m_json.text(vector.text.view());
            return;
        }
        m_numbers.clear();
        if (appendNumbers(m_numbers, vector.text.view()))
            m_json.raw(m_numbers);
        else
            m_fault = "A vector of the provider's answer is none.";
    }
    void writeVectors(Precision precision, bool packed) {
        m_json.beginArray();
        for (const auto& vector : kind(precision).items)
            writeVector(vector, packed, precision);
        m_json.endArray();
    }

    void writeBody() {
        switch (m_request.operation) {
        case Operation::EmbedContent:
        case Operation::BatchEmbedContents:
            return writeGemini();
        case Operation::VertexPredictEmbeddings:
            return writePredictions();
        case Operation::CohereEmbed:
            return writeCohere();
        case Operation::InvokeEmbeddings:
            return m_request.several ? writeCohere() : writeTitan();
        case Operation::OllamaEmbed:
            m_json.text("model", m_request.model).name("embeddings");
            writeVectors(Precision::Float, false);
            if (m_answer.usage)
                m_json.number("prompt_eval_count", tokens());
            return;
        case Operation::OllamaEmbeddings:
            return writeSingle("embedding");
        default:
            return writeOpenAi();
        }
    }
    void writeSingle(std::string_view name) {
        m_json.name(name);
        const auto& vectors = kind(Precision::Float).items;
        if (vectors.empty())
            m_json.null();
        else
            writeVector(vectors.front(), false, Precision::Float);
    }
    void writeOpenAi() {
        m_json.text("object", "list").beginArray("data");
        std::int64_t index = 0;
        for (const auto& vector : kind(precision()).items) {
            m_json.beginObject().text("object", "embedding").number("index", index++).name("embedding");
            writeVector(vector, m_request.packed, precision());
            m_json.endObject();
        }
        m_json.endArray().text("model", m_request.model);
        m_json.beginObject("usage").number("prompt_tokens", tokens()).number("total_tokens", tokens()).endObject();
    }
    void writeGemini() {
        const bool batch = m_request.several;
        batch ? m_json.beginArray("embeddings") : m_json.name("embedding");
        for (const auto& vector : kind(Precision::Float).items) {
            m_json.beginObject().name("values");
            writeVector(vector, false, Precision::Float);
            m_json.endObject();
        }
        if (batch)
            m_json.endArray();
        if (m_answer.usage)
            m_json.beginObject("usageMetadata").number("promptTokenCount", tokens()).endObject();
    }
    // Tokens are told per input there; known is their sum.
    void writePredictions() {
        m_json.beginArray("predictions");
        bool first = true;
        for (const auto& vector : kind(Precision::Float).items) {
            m_json.beginObject().beginObject("embeddings").name("values");
            writeVector(vector, false, Precision::Float);
            m_json.beginObject("statistics").boolean("truncated", false);
            m_json.number("token_count", first ? tokens() : 0).endObject().endObject().endObject();
            first = false;
        }
        m_json.endArray();
    }
    void writeCohere() {
        m_json.text("id", m_answer.id).beginObject("embeddings");
        auto precisions = m_request.precisions;
        if (precisions.empty() && !m_request.packed)
            precisions.push_back(Precision::Float);
        for (const auto wanted : precisions) {
            m_json.name(nameOf(wanted));
            writeVectors(wanted, false);
        }
        if (m_request.packed) {
            m_json.name("base64");
            writeVectors(Precision::Float, true);
        }
        m_json.endObject();
        writeTexts();
        m_json.beginObject("meta").beginObject("api_version").text("version", "2").endObject();
        if (m_answer.usage)
            m_json.beginObject("billed_units").number("input_tokens", tokens()).endObject();
        m_json.endObject().text("response_type", "embeddings_by_type");
    }
    void writeTexts() {
        m_json.beginArray("texts");
        for (const auto& input : m_request.inputs) {
            for (const auto& piece : input.pieces) {
                if (const auto* text = std::get_if<std::string>(&piece))
                    m_json.text(*text);
            }
        }
        m_json.endArray();
    }
    void writeTitan() {
        writeSingle("embedding");
        if (!m_request.precisions.empty()) {
            m_json.beginObject("embeddingsByType");
            for (const auto wanted : m_request.precisions) {
                m_json.name(nameOf(wanted));
                const auto& vectors = kind(wanted).items;
                vectors.empty() ? void(m_json.null()) : writeVector(vectors.front(), false, wanted);
            }
            m_json.endObject();
        }
        m_json.number("inputTextTokenCount", tokens());
    }

    const Answer& m_answer;
    const Request& m_request;
    std::string m_out;
    json::Writer m_json;
    std::string m_numbers;
    std::string m_fault;
};

} // namespace

Result<std::string> writeAnswer(const Answer& answer, const Request& request) {
    return AnswerWriter(answer, request).write();
}

} // namespace gatehouse::dialects::embeddings
