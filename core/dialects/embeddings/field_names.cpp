// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/field_names.h"

#include <array>

namespace gatehouse::dialects::embeddings {
namespace {

// In the order of Member.
using Names = std::array<std::string_view, 7>;

constexpr Names openAi{"input", "dimensions", "encoding_format", "input_type", "title", "truncate", "user"};
constexpr Names gemini{"content", "outputDimensionality", "embedding_types", "taskType", "title", "truncate", "user"};
constexpr Names batch{
    "requests", "requests.outputDimensionality", "embedding_types", "requests.taskType", "requests.title", "truncate",
    "user"};
constexpr Names predict{"instances",
                        "parameters.outputDimensionality",
                        "embedding_types",
                        "instances.task_type",
                        "instances.title",
                        "parameters.autoTruncate",
                        "user"};
constexpr Names cohere{"texts", "output_dimension", "embedding_types", "input_type", "title", "truncate", "user"};
constexpr Names ollama{"input", "dimensions", "embedding_types", "input_type", "title", "truncate", "user"};
constexpr Names oldOllama{"prompt", "dimensions", "embedding_types", "input_type", "title", "truncate", "user"};
constexpr Names invoke{"inputText", "dimensions", "embeddingTypes", "input_type", "title", "truncate", "user"};

const Names& namesOf(Operation operation) {
    switch (operation) {
    case Operation::EmbedContent:
        return gemini;
    case Operation::BatchEmbedContents:
        return batch;
    case Operation::VertexPredictEmbeddings:
        return predict;
    case Operation::CohereEmbed:
        return cohere;
    case Operation::OllamaEmbed:
        return ollama;
    case Operation::OllamaEmbeddings:
        return oldOllama;
    case Operation::InvokeEmbeddings:
        return invoke;
    default:
        return openAi;
    }
}

} // namespace

std::string_view fieldName(Operation operation, Member member) {
    return namesOf(operation)[static_cast<std::size_t>(member)];
}

std::string inputPath(Operation operation, std::size_t index, bool several) {
    std::string path(fieldName(operation, Member::Inputs));
    if (several)
        path += '[' + std::to_string(index) + ']';
    return path;
}

} // namespace gatehouse::dialects::embeddings
