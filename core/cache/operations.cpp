// SPDX-License-Identifier: Apache-2.0
#include "core/cache/operations.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::cache {
namespace {

using dialects::Operation;

constexpr std::array<std::pair<Operation, std::string_view>, 19> names{{
    {Operation::ChatCompletions, "chat_completions"},
    {Operation::Responses, "responses"},
    {Operation::Messages, "messages"},
    {Operation::GenerateContent, "generate_content"},
    {Operation::Converse, "converse"},
    {Operation::Invoke, "invoke"},
    {Operation::RawPredict, "raw_predict"},
    {Operation::CohereChat, "cohere_chat"},
    {Operation::OllamaChat, "ollama_chat"},
    {Operation::OllamaGenerate, "ollama_generate"},
    {Operation::Embeddings, "embeddings"},
    {Operation::EmbedContent, "embed_content"},
    {Operation::BatchEmbedContents, "batch_embed_contents"},
    {Operation::CohereEmbed, "cohere_embed"},
    {Operation::OllamaEmbed, "ollama_embed"},
    {Operation::OllamaEmbeddings, "ollama_embeddings"},
    {Operation::Moderations, "moderations"},
    {Operation::Rerank, "rerank"},
    {Operation::CohereRerank, "cohere_rerank"},
}};

} // namespace

std::string_view nameOf(Operation operation) {
    const auto found =
        std::find_if(names.begin(), names.end(), [operation](const auto& row) { return row.first == operation; });
    return found != names.end() ? found->second : std::string_view();
}

std::optional<Operation> operationNamed(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [name](const auto& row) { return row.second == name; });
    return found != names.end() ? std::optional(found->first) : std::nullopt;
}

} // namespace gatehouse::cache
