// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace gatehouse::dialects {

// Wire forms of messages that a client or a provider can speak. BedrockInvoke and VertexAnthropic are Anthropic's
// bodies in the envelopes of two clouds: the model stands in the path, the version in the body.
enum class Dialect {
    OpenAi,
    OpenAiResponses,
    Anthropic,
    Gemini,
    Bedrock, // Converse
    BedrockInvoke,
    VertexAnthropic,
    Cohere,
    Ollama,
    KServe,
    Mapped, // bodies of no dialect: a provider's mapping says what they are (mapping/mapping.h)
};

// What is asked for, whichever dialect says it. Operations of one capability can stand for each other where a
// translation exists.
enum class Capability {
    Chat,
    Completions,
    CountTokens,
    Embeddings,
    Moderations,
    Rerank,
    Images,
    ImageEdits,
    ImageVariations,
    Speech,
    Transcriptions,
    Translations,
    Infer, // tensors
    Models,
    Files,
    Uploads,
    Batches,
    Passthrough,
};

// One request of one dialect. Its traits stand in dialect.cpp, a row each.
enum class Operation {
    ChatCompletions, // OpenAI POST /chat/completions
    Completions,     // OpenAI POST /completions
    Embeddings,      // OpenAI POST /embeddings
    Moderations,     // OpenAI POST /moderations
    Responses,       // OpenAI POST /responses
    Messages,        // Anthropic POST /v1/messages
    CountTokens,     // Anthropic POST /v1/messages/count_tokens
    Models,          // GET …/models
    Model,           // GET …/models/{model}
    Images,          // OpenAI POST /images/generations
    ImageEdits,      // OpenAI POST /images/edits
    ImageVariations, // OpenAI POST /images/variations
    Speech,          // OpenAI POST /audio/speech
    Transcriptions,  // OpenAI POST /audio/transcriptions
    Translations,    // OpenAI POST /audio/translations
    Rerank,          // POST /rerank, as OpenAI-style servers have it (Jina's and Cohere's form)
    Files,           // …/files and what lies below
    Uploads,         // OpenAI …/uploads and what lies below
    Batches,         // OpenAI …/batches, Anthropic …/messages/batches and what lies below
    Passthrough,     // /passthrough/{provider}/…

    GenerateContent,         // Gemini :generateContent, :streamGenerateContent
    GeminiCountTokens,       // Gemini :countTokens
    EmbedContent,            // Gemini :embedContent
    BatchEmbedContents,      // Gemini :batchEmbedContents
    VertexPredictEmbeddings, // Vertex :predict of an embedding model
    Converse,                // Bedrock /converse, /converse-stream
    Invoke,                  // Bedrock /invoke, /invoke-with-response-stream with Anthropic's body
    InvokeEmbeddings,        // Bedrock /invoke of an embedding model
    BedrockCountTokens,      // Bedrock /count-tokens
    RawPredict,              // Vertex :rawPredict, :streamRawPredict of publisher anthropic
    RawPredictCountTokens,   // Vertex count-tokens:rawPredict
    CohereChat,              // Cohere /v2/chat
    CohereEmbed,             // Cohere /v2/embed
    CohereRerank,            // Cohere /v2/rerank
    NimRanking,              // NIM /ranking
    OllamaChat,              // Ollama /api/chat
    OllamaGenerate,          // Ollama /api/generate
    OllamaEmbed,             // Ollama /api/embed
    OllamaEmbeddings,        // Ollama /api/embeddings, its older form
    Infer,                   // KServe v2 /infer
    RivaSynthesize,          // Riva /audio/synthesize
    InferModel,              // KServe v2 GET /models/{model}
    InferReady,              // KServe v2 GET /models/{model}/ready
    MappedChat,              // a chat in the bodies of a provider's mapping
};

std::string_view nameOf(Dialect dialect);
std::optional<Dialect> dialectNamed(std::string_view name);
// "chat", "completions", "embeddings", "images", "speech", "files", "passthrough" …: for records and charts.
std::string_view nameOf(Operation operation);
Capability capabilityOf(Operation operation);
// The dialect of its messages; of lists, files and what is passed through the one that the address says is right.
Dialect dialectOf(Operation operation);

// Its request names a model, which routes it.
bool namesModel(Operation operation);
// Its request may be a form (multipart/form-data): files with fields beside them.
bool takesForm(Operation operation);
// The request must be a form: no JSON form of it is known.
bool onlyForm(Operation operation);
// Sound and images: asked for, or answered with, in units that are not tokens of text.
bool isMedia(Operation operation);
// Asks after a model and has no body: passed to the provider that serves it.
bool isQuestion(Operation operation);
// Neither read nor translated: request and answer pass as they are, and what it costs is not known.
bool isRelayed(Operation operation);

} // namespace gatehouse::dialects
