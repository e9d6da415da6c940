// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/request_writer.h"

#include "core/dialects/embeddings/field_names.h"
#include "core/dialects/embeddings/input_type.h"
#include "core/dialects/embeddings/vendor.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::embeddings {
namespace {

constexpr std::string_view noSuchField = "The provider's dialect has no such field.";

tl::unexpected<Error> refuse(std::string field, std::string why) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "unsupported_input";
    error.message = "\"" + field + "\": " + why;
    error.field = std::move(field);
    return tl::unexpected(std::move(error));
}

bool isCohereModel(std::string_view model) {
    return model.find("cohere.") != std::string_view::npos;
}

class RequestWriter {
public:
    RequestWriter(const Request& request, Operation target, Losses& losses)
        : m_request(request), m_target(target), m_losses(losses), m_json(m_out) {}

    Result<std::string> write() {
        if (auto fits = checkInputs(); !fits)
            return tl::unexpected(std::move(fits.error()));
        if (auto fits = checkPrecisions(); !fits)
            return tl::unexpected(std::move(fits.error()));
        m_json.beginObject();
        writeBody();
        writeUnknown();
        m_json.endObject();
        return std::move(m_out);
    }

private:
    std::string_view named(Member member) const { return fieldName(m_request.operation, member); }
    void lose(Member member, LossKind kind, std::string_view detail) {
        addLoss(m_losses, std::string(named(member)), kind, std::string(detail));
    }
    bool isCohere() const {
        return m_target == Operation::CohereEmbed ||
               (m_target == Operation::InvokeEmbeddings && isCohereModel(m_request.model));
    }
    bool isTitan() const { return m_target == Operation::InvokeEmbeddings && !isCohere(); }
    bool isGemini() const { return m_target == Operation::EmbedContent || m_target == Operation::BatchEmbedContents; }
    bool takesOne() const {
        return m_target == Operation::EmbedContent || m_target == Operation::OllamaEmbeddings || isTitan();
    }
    bool takesPictures() const {
        return isCohere() || isGemini() || (isTitan() && m_request.model.find("image") != std::string::npos);
    }

    Result<void> checkInputs() const {
        if (takesOne() && m_request.inputs.size() > 1)
            return refuse(std::string(named(Member::Inputs)),
                          "The model embeds one input per call there; the request has " +
                              std::to_string(m_request.inputs.size()) +
                              ". Send them one by one, or use another model.");
        for (std::size_t i = 0; i < m_request.inputs.size(); ++i) {
            const Input& input = m_request.inputs[i];
            const std::string field = inputPath(m_request.operation, i, m_request.several);
            if (!input.tokens.empty() && m_target != Operation::Embeddings)
                return refuse(field, "The provider takes text only, no tokens. Send the text.");
            for (const auto& piece : input.pieces) {
                const auto* media = std::get_if<MediaPart>(&piece);
                if (media && !takesPictures())
                    return refuse(field, "The provider embeds text only. Leave the picture out, or use another model.");
                if (media && media->source == MediaSource::Url && isTitan())
                    return refuse(field, "The provider takes pictures as data only, no addresses.");
            }
        }
        return {};
    }

    // Every precision but floats must be made by the provider: it cannot be told from the floats.
    Result<void> checkPrecisions() const {
        for (const auto precision : m_request.precisions) {
            const bool single = m_request.precisions.size() == 1;
            const bool bits = precision == Precision::Binary;
            const bool made =
                precision == Precision::Float || isCohere() || (isTitan() && bits) ||
                (m_target == Operation::Embeddings && single && !vendorOf(m_request.model).precision.empty());
            if (!made || (m_target == Operation::Embeddings && !single))
                return refuse(std::string(named(Member::Precision)),
                              "The provider makes no vectors of " + std::string(nameOf(precision)) +
                                  (single ? "." : " beside others.") + " Ask for float alone, or use another model.");
        }
        return {};
    }

    void writeBody() {
        if (isCohere())
            return writeCohere();
        switch (m_target) {
        case Operation::EmbedContent:
            writeGemini(m_request.inputs.front());
            break;
        case Operation::BatchEmbedContents:
            writeBatch();
            break;
        case Operation::VertexPredictEmbeddings:
            writePredict();
            break;
        case Operation::OllamaEmbed:
        case Operation::OllamaEmbeddings:
            writeOllama();
            break;
        case Operation::InvokeEmbeddings:
            writeTitan();
            break;
        default:
            writeOpenAi();
        }
        loseUser();
    }

    // Several pieces of text where a dialect has one: joined.
    std::string textOf(const Input& input) {
        std::string text;
        for (const auto& piece : input.pieces) {
            if (const auto* words = std::get_if<std::string>(&piece)) {
                text += text.empty() ? "" : "\n";
                text += *words;
            }
        }
        if (input.pieces.size() > 1 && std::none_of(input.pieces.begin(), input.pieces.end(), isPicture) &&
            !m_joinedNoted) {
            m_joinedNoted = true;
            lose(Member::Inputs, LossKind::Approximated, "Several texts of one input are sent as one, line by line.");
        }
        return text;
    }
    static bool isPicture(const Piece& piece) { return std::holds_alternative<MediaPart>(piece); }

    InputType sharedType() {
        const auto type = m_request.inputs.front().type;
        const bool same = std::all_of(m_request.inputs.begin(), m_request.inputs.end(),
                                      [type](const Input& input) { return input.type == type; });
        if (!same)
            lose(Member::Type, LossKind::Approximated, "All inputs are embedded for what the first one is for.");
        return type;
    }
    // The target's word; empty: none is to be written.
    std::string_view typeWord(InputType type, Words words) {
        if (type == InputType::Unsaid)
            return {};
        if (const auto word = wordFor(type, words); !word.empty())
            return word;
        const auto word = wordFor(nearest(type), words);
        if (!m_typeNoted) {
            m_typeNoted = true;
            lose(Member::Type, LossKind::Approximated, "Sent as \"" + std::string(word) + "\", the nearest there is.");
        }
        return word;
    }
    void loseType() {
        if (sharedType() != InputType::Unsaid)
            lose(Member::Type, LossKind::Dropped, noSuchField);
    }
    void loseTitles() {
        const bool any = std::any_of(m_request.inputs.begin(), m_request.inputs.end(),
                                     [](const Input& input) { return !input.title.empty(); });
        if (any)
            lose(Member::Title, LossKind::Dropped, noSuchField);
    }
    void loseTruncation() {
        if (m_request.truncation != Truncation::Unsaid)
            lose(Member::Truncation, LossKind::Dropped, noSuchField);
    }
    void loseUser() {
        if (!m_request.user.empty() && m_target != Operation::Embeddings)
            lose(Member::User, LossKind::Dropped, noSuchField);
    }
    void writeBoolTruncation(std::string_view name) {
        if (m_request.truncation == Truncation::Unsaid)
            return;
        if (m_request.truncation == Truncation::Start)
            lose(Member::Truncation, LossKind::Approximated, "The provider cuts the end.");
        m_json.boolean(name, m_request.truncation != Truncation::None);
    }
    void writeDimensions(std::string_view name) {
        if (m_request.dimensions)
            m_json.raw(name, *m_request.dimensions);
    }

    void writeOpenAi() {
        const Vendor& vendor = vendorOf(m_request.model);
        m_json.text("model", m_request.model).name("input");
        const bool list = m_request.several || m_request.inputs.size() > 1;
        if (list)
            m_json.beginArray();
        for (const auto& input : m_request.inputs)
            input.tokens.empty() ? m_json.text(textOf(input)) : m_json.raw(input.tokens);
        if (list)
            m_json.endArray();
        writeDimensions(vendor.dimensions);
        if (!m_request.precisions.empty() && m_request.precisions.front() != Precision::Float)
            m_json.text(vendor.precision, nameOf(m_request.precisions.front()));
        writeVendorType(vendor);
        if (vendor.truncation.empty())
            loseTruncation();
        else if (!vendor.truncationWord)
            writeBoolTruncation(vendor.truncation);
        else if (m_request.truncation != Truncation::Unsaid)
            m_json.text(vendor.truncation, nameOf(m_request.truncation));
        if (!m_request.user.empty())
            m_json.text("user", m_request.user);
        loseTitles();
    }
    void writeVendorType(const Vendor& vendor) {
        if (vendor.type.empty())
            return loseType();
        auto type = sharedType();
        if (type == InputType::Unsaid && vendor.typeRequired)
            type = InputType::Document;
        if (const auto word = typeWord(type, vendor.words); !word.empty())
            m_json.text(vendor.type, word);
    }

    void writeGemini(const Input& input) {
        m_json.beginObject("content").beginArray("parts");
        for (const auto& piece : input.pieces) {
            m_json.beginObject();
            if (const auto* text = std::get_if<std::string>(&piece))
                m_json.text("text", *text);
            else
                writeGeminiMedia(std::get<MediaPart>(piece));
            m_json.endObject();
        }
        m_json.endArray().endObject();
        if (const auto word = typeWord(input.type, Words::Gemini); !word.empty())
            m_json.text("taskType", word);
        if (!input.title.empty())
            m_json.text("title", input.title);
        writeDimensions("outputDimensionality");
        if (&input == &m_request.inputs.front())
            loseTruncation();
    }
    void writeGeminiMedia(const MediaPart& media) {
        const bool data = media.source == MediaSource::Base64;
        m_json.beginObject(data ? "inlineData" : "fileData");
        if (!media.mediaType.empty())
            m_json.text("mimeType", media.mediaType);
        m_json.text(data ? "data" : "fileUri", media.data.view()).endObject();
    }
    void writeBatch() {
        m_json.beginArray("requests");
        for (const auto& input : m_request.inputs) {
            m_json.beginObject().text("model", modelPath(m_request.model));
            writeGemini(input);
            m_json.endObject();
        }
        m_json.endArray();
    }
    static std::string modelPath(std::string_view model) {
        const bool whole = model.starts_with("models/") || model.starts_with("tunedModels/");
        return (whole ? "" : "models/") + std::string(model);
    }
    void writePredict() {
        m_json.beginArray("instances");
        for (const auto& input : m_request.inputs) {
            m_json.beginObject().text("content", textOf(input));
            if (const auto word = typeWord(input.type, Words::Gemini); !word.empty())
                m_json.text("task_type", word);
            if (!input.title.empty())
                m_json.text("title", input.title);
            m_json.endObject();
        }
        m_json.endArray();
        if (!m_request.dimensions && m_request.truncation == Truncation::Unsaid)
            return;
        m_json.beginObject("parameters");
        writeDimensions("outputDimensionality");
        writeBoolTruncation("autoTruncate");
        m_json.endObject();
    }

    void writeCohere() {
        if (m_target == Operation::CohereEmbed)
            m_json.text("model", m_request.model);
        const bool pictures = std::any_of(m_request.inputs.begin(), m_request.inputs.end(), [](const Input& input) {
            return std::any_of(input.pieces.begin(), input.pieces.end(), isPicture);
        });
        auto type = sharedType();
        // The provider must be told: what is neither question nor class is kept to be found.
        if (type == InputType::Unsaid)
            type = pictures ? InputType::Image : InputType::Document;
        m_json.text("input_type", typeWord(type, Words::Cohere));
        if (pictures)
            writeCohereInputs();
        else
            writeTexts();
        m_json.beginArray("embedding_types");
        if (m_request.precisions.empty())
            m_json.text("float");
        for (const auto precision : m_request.precisions)
            m_json.text(nameOf(precision));
        m_json.endArray();
        writeDimensions("output_dimension");
        if (m_request.truncation != Truncation::Unsaid)
            m_json.text("truncate", nameOf(m_request.truncation));
        loseTitles();
        loseUser();
    }
    void writeTexts() {
        m_json.beginArray("texts");
        for (const auto& input : m_request.inputs)
            m_json.text(textOf(input));
        m_json.endArray();
    }
    void writeCohereInputs() {
        m_json.beginArray("inputs");
        for (const auto& input : m_request.inputs) {
            m_json.beginObject().beginArray("content");
            for (const auto& piece : input.pieces)
                writeCoherePart(piece);
            m_json.endArray().endObject();
        }
        m_json.endArray();
    }
    void writeCoherePart(const Piece& piece) {
        m_json.beginObject();
        if (const auto* text = std::get_if<std::string>(&piece)) {
            m_json.text("type", "text").text("text", *text).endObject();
            return;
        }
        const auto& media = std::get<MediaPart>(piece);
        const bool data = media.source == MediaSource::Base64;
        m_json.text("type", "image_url").beginObject("image_url").name("url");
        m_json.joined(data ? "data:" + media.mediaType + ";base64," : "", media.data.view()).endObject().endObject();
    }

    void writeOllama() {
        m_json.text("model", m_request.model);
        if (m_target == Operation::OllamaEmbeddings) {
            m_json.text("prompt", textOf(m_request.inputs.front()));
            if (m_request.dimensions)
                lose(Member::Dimensions, LossKind::Dropped, noSuchField);
            loseTruncation();
        } else {
            m_json.beginArray("input");
            for (const auto& input : m_request.inputs)
                m_json.text(textOf(input));
            m_json.endArray();
            writeDimensions("dimensions");
            writeBoolTruncation("truncate");
        }
        loseType();
        loseTitles();
    }

    void writeTitan() {
        const Input& input = m_request.inputs.front();
        const bool pictures = m_request.model.find("image") != std::string::npos;
        if (const std::string text = textOf(input); !text.empty() || !pictures)
            m_json.text("inputText", text);
        for (const auto& piece : input.pieces) {
            if (const auto* media = std::get_if<MediaPart>(&piece))
                m_json.text("inputImage", media->data.view());
        }
        if (m_request.dimensions && pictures)
            m_json.beginObject("embeddingConfig").raw("outputEmbeddingLength", *m_request.dimensions).endObject();
        else
            writeDimensions("dimensions");
        if (!m_request.precisions.empty()) {
            m_json.beginArray("embeddingTypes");
            for (const auto precision : m_request.precisions)
                m_json.text(nameOf(precision));
            m_json.endArray();
        }
        loseType();
        loseTitles();
        loseTruncation();
    }

    // Only between operations of one dialect.
    void writeUnknown() {
        const auto dialect = dialectOf(m_target);
        const bool sameForm = dialect != Dialect::Gemini || m_request.operation == m_target;
        for (const auto& field : m_request.unknown) {
            if (field.dialect == dialect && sameForm)
                m_json.raw(field.name, field.value);
            else
                addLoss(m_losses, field.name, LossKind::Dropped, std::string(noSuchField));
        }
    }

    const Request& m_request;
    Operation m_target;
    Losses& m_losses;
    std::string m_out;
    json::Writer m_json;
    bool m_typeNoted = false;
    bool m_joinedNoted = false;
};

} // namespace

Result<std::string> writeRequest(const Request& request, Operation target, Losses& losses) {
    return RequestWriter(request, target, losses).write();
}

} // namespace gatehouse::dialects::embeddings
