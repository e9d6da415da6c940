// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/input_type.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::embeddings {
namespace {

struct TypeWords {
    InputType type;
    std::string_view gemini;
    std::string_view cohere;
    std::string_view voyage;
    std::string_view nim;
    std::string_view jina;
};

constexpr std::array typeWords{
    TypeWords{InputType::Document, "RETRIEVAL_DOCUMENT", "search_document", "document", "passage", "retrieval.passage"},
    TypeWords{InputType::Query, "RETRIEVAL_QUERY", "search_query", "query", "query", "retrieval.query"},
    TypeWords{InputType::Classification, "CLASSIFICATION", "classification", "", "", "classification"},
    TypeWords{InputType::Clustering, "CLUSTERING", "clustering", "", "", "separation"},
    TypeWords{InputType::Similarity, "SEMANTIC_SIMILARITY", "", "", "", "text-matching"},
    TypeWords{InputType::QuestionAnswering, "QUESTION_ANSWERING", "", "", "", ""},
    TypeWords{InputType::FactVerification, "FACT_VERIFICATION", "", "", "", ""},
    TypeWords{InputType::CodeQuery, "CODE_RETRIEVAL_QUERY", "", "", "", ""},
    TypeWords{InputType::Image, "", "image", "", "", ""},
};

struct PrecisionName {
    Precision precision;
    std::string_view name;
};

constexpr std::array precisionNames{
    PrecisionName{Precision::Float, "float"},     PrecisionName{Precision::Int8, "int8"},
    PrecisionName{Precision::Uint8, "uint8"},     PrecisionName{Precision::Binary, "binary"},
    PrecisionName{Precision::Ubinary, "ubinary"},
};

} // namespace

InputType inputTypeNamed(std::string_view word) {
    if (word.empty())
        return InputType::Unsaid;
    for (const auto& row : typeWords) {
        if (word == row.gemini || word == row.cohere || word == row.voyage || word == row.nim || word == row.jina)
            return row.type;
    }
    return InputType::Unsaid;
}

std::string_view wordFor(InputType type, Words words) {
    const auto* const row =
        std::find_if(typeWords.begin(), typeWords.end(), [type](const TypeWords& known) { return known.type == type; });
    if (row == typeWords.end())
        return {};
    switch (words) {
    case Words::Gemini:
        return row->gemini;
    case Words::Cohere:
        return row->cohere;
    case Words::Voyage:
        return row->voyage;
    case Words::Nim:
        return row->nim;
    case Words::Jina:
        break;
    }
    return row->jina;
}

InputType nearest(InputType type) {
    const bool asks =
        type == InputType::QuestionAnswering || type == InputType::FactVerification || type == InputType::CodeQuery;
    return asks ? InputType::Query : InputType::Document;
}

std::optional<Precision> precisionNamed(std::string_view word) {
    const auto* const row = std::find_if(precisionNames.begin(), precisionNames.end(),
                                         [word](const PrecisionName& known) { return known.name == word; });
    return row == precisionNames.end() ? std::nullopt : std::optional(row->precision);
}

std::string_view nameOf(Precision precision) {
    return precisionNames[static_cast<std::size_t>(precision)].name;
}

Truncation truncationNamed(std::string_view word) {
    if (equalsIgnoringCase(word, "none"))
        return Truncation::None;
    if (equalsIgnoringCase(word, "start"))
        return Truncation::Start;
    return equalsIgnoringCase(word, "end") ? Truncation::End : Truncation::Unsaid;
}

std::string_view nameOf(Truncation truncation) {
    constexpr std::array<std::string_view, 4> names{"", "NONE", "START", "END"};
    return names[static_cast<std::size_t>(truncation)];
}

} // namespace gatehouse::dialects::embeddings
