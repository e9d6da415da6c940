// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/dialect.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects {
namespace {

struct DialectName {
    Dialect dialect;
    std::string_view name;
};

constexpr std::array dialectNames{
    DialectName{Dialect::OpenAi, "openai"},
    DialectName{Dialect::OpenAiResponses, "openai_responses"},
    DialectName{Dialect::Anthropic, "anthropic"},
    DialectName{Dialect::Gemini, "gemini"},
    DialectName{Dialect::Bedrock, "bedrock"},
    DialectName{Dialect::BedrockInvoke, "bedrock_invoke"},
    DialectName{Dialect::VertexAnthropic, "vertex_anthropic"},
    DialectName{Dialect::Cohere, "cohere"},
    DialectName{Dialect::Ollama, "ollama"},
    DialectName{Dialect::KServe, "kserve_v2"},
    DialectName{Dialect::Mapped, "mapped"},
};

struct Traits {
    Operation operation;
    Dialect dialect;
    Capability capability;
    std::string_view name;
};

// In the order of the enumeration.
constexpr std::array traits{
    Traits{Operation::ChatCompletions, Dialect::OpenAi, Capability::Chat, "chat"},
    Traits{Operation::Completions, Dialect::OpenAi, Capability::Completions, "completions"},
    Traits{Operation::Embeddings, Dialect::OpenAi, Capability::Embeddings, "embeddings"},
    Traits{Operation::Moderations, Dialect::OpenAi, Capability::Moderations, "moderations"},
    Traits{Operation::Responses, Dialect::OpenAiResponses, Capability::Chat, "responses"},
    Traits{Operation::Messages, Dialect::Anthropic, Capability::Chat, "messages"},
    Traits{Operation::CountTokens, Dialect::Anthropic, Capability::CountTokens, "count_tokens"},
    Traits{Operation::Models, Dialect::OpenAi, Capability::Models, "models"},
    Traits{Operation::Model, Dialect::OpenAi, Capability::Models, "models"},
    Traits{Operation::Images, Dialect::OpenAi, Capability::Images, "images"},
    Traits{Operation::ImageEdits, Dialect::OpenAi, Capability::ImageEdits, "image_edits"},
    Traits{Operation::ImageVariations, Dialect::OpenAi, Capability::ImageVariations, "image_variations"},
    Traits{Operation::Speech, Dialect::OpenAi, Capability::Speech, "speech"},
    Traits{Operation::Transcriptions, Dialect::OpenAi, Capability::Transcriptions, "transcriptions"},
    Traits{Operation::Translations, Dialect::OpenAi, Capability::Translations, "translations"},
    Traits{Operation::Rerank, Dialect::OpenAi, Capability::Rerank, "rerank"},
    Traits{Operation::Files, Dialect::OpenAi, Capability::Files, "files"},
    Traits{Operation::Uploads, Dialect::OpenAi, Capability::Uploads, "uploads"},
    Traits{Operation::Batches, Dialect::OpenAi, Capability::Batches, "batches"},
    Traits{Operation::Passthrough, Dialect::OpenAi, Capability::Passthrough, "passthrough"},
    Traits{Operation::GenerateContent, Dialect::Gemini, Capability::Chat, "generate_content"},
    Traits{Operation::GeminiCountTokens, Dialect::Gemini, Capability::CountTokens, "count_tokens"},
    Traits{Operation::EmbedContent, Dialect::Gemini, Capability::Embeddings, "embeddings"},
    Traits{Operation::BatchEmbedContents, Dialect::Gemini, Capability::Embeddings, "embeddings"},
    Traits{Operation::VertexPredictEmbeddings, Dialect::Gemini, Capability::Embeddings, "embeddings"},
    Traits{Operation::Converse, Dialect::Bedrock, Capability::Chat, "converse"},
    Traits{Operation::Invoke, Dialect::BedrockInvoke, Capability::Chat, "invoke"},
    Traits{Operation::InvokeEmbeddings, Dialect::BedrockInvoke, Capability::Embeddings, "embeddings"},
    Traits{Operation::BedrockCountTokens, Dialect::Bedrock, Capability::CountTokens, "count_tokens"},
    Traits{Operation::RawPredict, Dialect::VertexAnthropic, Capability::Chat, "raw_predict"},
    Traits{Operation::RawPredictCountTokens, Dialect::VertexAnthropic, Capability::CountTokens, "count_tokens"},
    Traits{Operation::CohereChat, Dialect::Cohere, Capability::Chat, "chat"},
    Traits{Operation::CohereEmbed, Dialect::Cohere, Capability::Embeddings, "embeddings"},
    Traits{Operation::CohereRerank, Dialect::Cohere, Capability::Rerank, "rerank"},
    Traits{Operation::NimRanking, Dialect::OpenAi, Capability::Rerank, "rerank"},
    Traits{Operation::OllamaChat, Dialect::Ollama, Capability::Chat, "chat"},
    Traits{Operation::OllamaGenerate, Dialect::Ollama, Capability::Chat, "generate"},
    Traits{Operation::OllamaEmbed, Dialect::Ollama, Capability::Embeddings, "embeddings"},
    Traits{Operation::OllamaEmbeddings, Dialect::Ollama, Capability::Embeddings, "embeddings"},
    Traits{Operation::Infer, Dialect::KServe, Capability::Infer, "infer"},
    Traits{Operation::RivaSynthesize, Dialect::OpenAi, Capability::Speech, "speech"},
    Traits{Operation::InferModel, Dialect::KServe, Capability::Infer, "infer_model"},
    Traits{Operation::InferReady, Dialect::KServe, Capability::Infer, "infer_ready"},
    Traits{Operation::MappedChat, Dialect::Mapped, Capability::Chat, "chat"},
};

constexpr bool inOrder() {
    for (std::size_t i = 0; i < traits.size(); ++i) {
        if (static_cast<std::size_t>(traits[i].operation) != i)
            return false;
    }
    return true;
}
static_assert(inOrder());

const Traits& traitsOf(Operation operation) {
    return traits[static_cast<std::size_t>(operation)];
}

} // namespace

std::string_view nameOf(Dialect dialect) {
    return std::find_if(dialectNames.begin(), dialectNames.end(),
                        [dialect](const DialectName& row) { return row.dialect == dialect; })
        ->name;
}

std::optional<Dialect> dialectNamed(std::string_view name) {
    const auto* const found = std::find_if(dialectNames.begin(), dialectNames.end(),
                                           [name](const DialectName& row) { return row.name == name; });
    return found == dialectNames.end() ? std::nullopt : std::optional(found->dialect);
}

std::string_view nameOf(Operation operation) {
    return traitsOf(operation).name;
}

Capability capabilityOf(Operation operation) {
    return traitsOf(operation).capability;
}

Dialect dialectOf(Operation operation) {
    return traitsOf(operation).dialect;
}

bool namesModel(Operation operation) {
    return capabilityOf(operation) != Capability::Models && !isRelayed(operation);
}

// OpenAI's image edits came as a form only; JSON with image addresses was added later.
bool takesForm(Operation operation) {
    return operation == Operation::ImageEdits || onlyForm(operation);
}

bool onlyForm(Operation operation) {
    return operation == Operation::ImageVariations || operation == Operation::Transcriptions ||
           operation == Operation::Translations;
}

bool isMedia(Operation operation) {
    const auto capability = capabilityOf(operation);
    return capability == Capability::Images || capability == Capability::Speech || takesForm(operation);
}

bool isQuestion(Operation operation) {
    return operation == Operation::InferModel || operation == Operation::InferReady;
}

bool isRelayed(Operation operation) {
    return operation == Operation::Files || operation == Operation::Uploads || operation == Operation::Batches ||
           operation == Operation::Passthrough;
}

} // namespace gatehouse::dialects
