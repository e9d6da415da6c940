// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/addresses.h"

#include <algorithm>
#include <array>
#include <vector>

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;
using dialects::Operation;
using http::Method;

constexpr Dialect openAi = Dialect::OpenAi;
constexpr Dialect anthropic = Dialect::Anthropic;
constexpr Dialect gemini = Dialect::Gemini;
constexpr Dialect vertexAnthropic = Dialect::VertexAnthropic;
constexpr Dialect kserve = Dialect::KServe;

// What is asked for most stands first.
constexpr std::array rows{
    AddressRow{"/v1/chat/completions", openAi, Operation::ChatCompletions, Method::Post},
    AddressRow{"/v1/messages", anthropic, Operation::Messages, Method::Post},
    AddressRow{"/anthropic/v1/messages", anthropic, Operation::Messages, Method::Post},
    AddressRow{"/v1/responses", Dialect::OpenAiResponses, Operation::Responses, Method::Post},
    AddressRow{"/v1/responses", Dialect::OpenAiResponses, Operation::Responses, Method::Get}, // as WebSocket
    AddressRow{"/v1/embeddings", openAi, Operation::Embeddings, Method::Post},
    AddressRow{"/v1/completions", openAi, Operation::Completions, Method::Post},
    AddressRow{"/v1/moderations", openAi, Operation::Moderations, Method::Post},
    AddressRow{"/v1/messages/count_tokens", anthropic, Operation::CountTokens, Method::Post},
    AddressRow{"/anthropic/v1/messages/count_tokens", anthropic, Operation::CountTokens, Method::Post},
    AddressRow{"/v1/images/generations", openAi, Operation::Images, Method::Post},
    AddressRow{"/v1/images/edits", openAi, Operation::ImageEdits, Method::Post},
    AddressRow{"/v1/images/variations", openAi, Operation::ImageVariations, Method::Post},
    AddressRow{"/v1/audio/speech", openAi, Operation::Speech, Method::Post},
    AddressRow{"/v1/audio/transcriptions", openAi, Operation::Transcriptions, Method::Post},
    AddressRow{"/v1/audio/translations", openAi, Operation::Translations, Method::Post},
    AddressRow{"/v1/rerank", openAi, Operation::Rerank, Method::Post},
    AddressRow{"/v1/models", openAi, Operation::Models, Method::Get},
    AddressRow{"/v1/models/{model}", openAi, Operation::Model, Method::Get},
    AddressRow{"/anthropic/v1/models", anthropic, Operation::Models, Method::Get},
    AddressRow{"/anthropic/v1/models/{model}", anthropic, Operation::Model, Method::Get},

    AddressRow{"/v1/files", openAi, Operation::Files, Method::Post},
    AddressRow{"/v1/files", openAi, Operation::Files, Method::Get},
    AddressRow{"/v1/files/{id}", openAi, Operation::Files, Method::Get},
    AddressRow{"/v1/files/{id}", openAi, Operation::Files, Method::Delete},
    AddressRow{"/v1/files/{id}/content", openAi, Operation::Files, Method::Get},
    AddressRow{"/v1/uploads", openAi, Operation::Uploads, Method::Post},
    AddressRow{"/v1/uploads/{id}/parts", openAi, Operation::Uploads, Method::Post},
    AddressRow{"/v1/uploads/{id}/complete", openAi, Operation::Uploads, Method::Post},
    AddressRow{"/v1/uploads/{id}/cancel", openAi, Operation::Uploads, Method::Post},
    AddressRow{"/v1/batches", openAi, Operation::Batches, Method::Post},
    AddressRow{"/v1/batches", openAi, Operation::Batches, Method::Get},
    AddressRow{"/v1/batches/{id}", openAi, Operation::Batches, Method::Get},
    AddressRow{"/v1/batches/{id}/cancel", openAi, Operation::Batches, Method::Post},

    AddressRow{"/v1/messages/batches", anthropic, Operation::Batches, Method::Post},
    AddressRow{"/v1/messages/batches", anthropic, Operation::Batches, Method::Get},
    AddressRow{"/v1/messages/batches/{id}", anthropic, Operation::Batches, Method::Get},
    AddressRow{"/v1/messages/batches/{id}", anthropic, Operation::Batches, Method::Delete},
    AddressRow{"/v1/messages/batches/{id}/cancel", anthropic, Operation::Batches, Method::Post},
    AddressRow{"/v1/messages/batches/{id}/results", anthropic, Operation::Batches, Method::Get},
    AddressRow{"/anthropic/v1/messages/batches", anthropic, Operation::Batches, Method::Post},
    AddressRow{"/anthropic/v1/messages/batches", anthropic, Operation::Batches, Method::Get},
    AddressRow{"/anthropic/v1/messages/batches/{id}", anthropic, Operation::Batches, Method::Get},
    AddressRow{"/anthropic/v1/messages/batches/{id}", anthropic, Operation::Batches, Method::Delete},
    AddressRow{"/anthropic/v1/messages/batches/{id}/cancel", anthropic, Operation::Batches, Method::Post},
    AddressRow{"/anthropic/v1/messages/batches/{id}/results", anthropic, Operation::Batches, Method::Get},
    AddressRow{"/anthropic/v1/files", anthropic, Operation::Files, Method::Post},
    AddressRow{"/anthropic/v1/files", anthropic, Operation::Files, Method::Get},
    AddressRow{"/anthropic/v1/files/{id}", anthropic, Operation::Files, Method::Get},
    AddressRow{"/anthropic/v1/files/{id}", anthropic, Operation::Files, Method::Delete},
    AddressRow{"/anthropic/v1/files/{id}/content", anthropic, Operation::Files, Method::Get},

    AddressRow{"/v2/models/{model}/versions/{id}/infer", kserve, Operation::Infer, Method::Post},
    AddressRow{"/v2/models/{model}/versions/{id}/ready", kserve, Operation::InferReady, Method::Get},
    AddressRow{"/v2/models/{model}/versions/{id}", kserve, Operation::InferModel, Method::Get},
    AddressRow{"/v2/models/{model}/infer", kserve, Operation::Infer, Method::Post},
    AddressRow{"/v2/models/{model}/ready", kserve, Operation::InferReady, Method::Get},
    AddressRow{"/v2/models/{model}", kserve, Operation::InferModel, Method::Get},
    AddressRow{"/v2", kserve, Operation::Models, Method::Get},

    AddressRow{"/bedrock/model/{model}/converse", Dialect::Bedrock, Operation::Converse, Method::Post, false},
    AddressRow{"/bedrock/model/{model}/converse-stream", Dialect::Bedrock, Operation::Converse, Method::Post, true},
    AddressRow{"/bedrock/model/{model}/invoke", Dialect::BedrockInvoke, Operation::Invoke, Method::Post, false},
    AddressRow{"/bedrock/model/{model}/invoke-with-response-stream", Dialect::BedrockInvoke, Operation::Invoke,
               Method::Post, true},
    AddressRow{"/bedrock/model/{model}/count-tokens", Dialect::Bedrock, Operation::BedrockCountTokens, Method::Post,
               false},

    AddressRow{"/gemini/{id}/models/{model}:generateContent", gemini, Operation::GenerateContent, Method::Post, false},
    AddressRow{"/gemini/{id}/models/{model}:streamGenerateContent", gemini, Operation::GenerateContent, Method::Post,
               true},
    AddressRow{"/gemini/{id}/models/{model}:countTokens", gemini, Operation::GeminiCountTokens, Method::Post, false},
    AddressRow{"/gemini/{id}/models/{model}:embedContent", gemini, Operation::EmbedContent, Method::Post, false},
    AddressRow{"/gemini/{id}/models/{model}:batchEmbedContents", gemini, Operation::BatchEmbedContents, Method::Post,
               false},
    AddressRow{"/gemini/{id}/models", gemini, Operation::Models, Method::Get},
    AddressRow{"/gemini/{id}/models/{model}", gemini, Operation::Model, Method::Get},

    AddressRow{"/vertex/{id}/projects/{id}/locations/{id}/publishers/{id}/models/{model}:generateContent", gemini,
               Operation::GenerateContent, Method::Post, false},
    AddressRow{"/vertex/{id}/projects/{id}/locations/{id}/publishers/{id}/models/{model}:streamGenerateContent", gemini,
               Operation::GenerateContent, Method::Post, true},
    AddressRow{"/vertex/{id}/projects/{id}/locations/{id}/publishers/{id}/models/{model}:countTokens", gemini,
               Operation::GeminiCountTokens, Method::Post, false},
    AddressRow{"/vertex/{id}/projects/{id}/locations/{id}/publishers/{id}/models/count-tokens:rawPredict",
               vertexAnthropic, Operation::RawPredictCountTokens, Method::Post, false},
    AddressRow{"/vertex/{id}/projects/{id}/locations/{id}/publishers/{id}/models/{model}:rawPredict", vertexAnthropic,
               Operation::RawPredict, Method::Post, false},
    AddressRow{"/vertex/{id}/projects/{id}/locations/{id}/publishers/{id}/models/{model}:streamRawPredict",
               vertexAnthropic, Operation::RawPredict, Method::Post, true},
    // Express mode of the client libraries names neither project nor location.
    AddressRow{"/vertex/{id}/publishers/{id}/models/{model}:generateContent", gemini, Operation::GenerateContent,
               Method::Post, false},
    AddressRow{"/vertex/{id}/publishers/{id}/models/{model}:streamGenerateContent", gemini, Operation::GenerateContent,
               Method::Post, true},
    AddressRow{"/vertex/{id}/publishers/{id}/models/{model}:countTokens", gemini, Operation::GeminiCountTokens,
               Method::Post, false},

    AddressRow{"/cohere/v2/chat", Dialect::Cohere, Operation::CohereChat, Method::Post},
    AddressRow{"/cohere/v2/embed", Dialect::Cohere, Operation::CohereEmbed, Method::Post},
    AddressRow{"/cohere/v2/rerank", Dialect::Cohere, Operation::CohereRerank, Method::Post},
    AddressRow{"/ollama/api/chat", Dialect::Ollama, Operation::OllamaChat, Method::Post},
    AddressRow{"/ollama/api/generate", Dialect::Ollama, Operation::OllamaGenerate, Method::Post},
    AddressRow{"/ollama/api/embed", Dialect::Ollama, Operation::OllamaEmbed, Method::Post},
    AddressRow{"/ollama/api/embeddings", Dialect::Ollama, Operation::OllamaEmbeddings, Method::Post},
    AddressRow{"/ollama/api/tags", Dialect::Ollama, Operation::Models, Method::Get},

    AddressRow{"/passthrough/{provider}/{rest}", openAi, Operation::Passthrough, Method::Other},
};

constexpr std::size_t longestId = 256;

// Dots alone would be a way up.
bool isProviderId(std::string_view text) {
    const auto isInner = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.' || c == ':';
    };
    return !text.empty() && text.size() <= longestId && std::all_of(text.begin(), text.end(), isInner) &&
           text.find_first_not_of('.') != std::string_view::npos;
}

// What the places of a pattern stand for; views of the path.
struct Places {
    std::string_view model;
    std::string_view version; // of a model
    std::string_view provider;
    std::string_view rest; // with its slash
};

std::string_view takeSegment(std::string_view& path) {
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

// A model's name may hold '/' and ':', so what stands behind it is found from the end.
bool fitsModel(std::string_view behind, std::string_view path, Places& places) {
    const auto place = behind.find("/versions/{id}");
    if (place != std::string_view::npos) {
        const auto end = behind.substr(behind.rfind('}') + 1);
        if (!path.ends_with(end))
            return false;
        path.remove_suffix(end.size());
        const auto slash = path.rfind('/');
        if (slash == std::string_view::npos || !isProviderId(path.substr(slash + 1)))
            return false;
        places.version = path.substr(slash + 1);
        path = path.substr(0, slash);
        behind = "/versions";
    }
    if (!path.ends_with(behind))
        return false;
    places.model = path.substr(0, path.size() - behind.size());
    return !places.model.empty();
}

bool fits(std::string_view pattern, std::string_view path, Places& places) {
    for (;;) {
        const auto brace = pattern.find('{');
        if (brace == std::string_view::npos)
            return pattern == path;
        if (!path.starts_with(pattern.substr(0, brace)))
            return false;
        pattern.remove_prefix(brace);
        if (pattern.starts_with("{model}"))
            return fitsModel(pattern.substr(std::string_view("{model}").size()), path.substr(brace), places);
        if (pattern == "{rest}") {
            places.rest = path.substr(brace - 1);
            return true;
        }
        path.remove_prefix(brace);
        const auto segment = takeSegment(path);
        if (!isProviderId(segment))
            return false;
        if (pattern.starts_with("{provider}"))
            places.provider = segment;
        pattern.remove_prefix(pattern.find('}') + 1);
    }
}

bool methodFits(Method asked, Method wanted) {
    if (wanted == Method::Other)
        return asked != Method::Other && asked != Method::Options;
    return asked == wanted || (asked == Method::Head && wanted == Method::Get);
}

// Addresses that clients of both dialects use alike.
bool isShared(const AddressRow& row) {
    return row.operation == Operation::Files ||
           (row.method == Method::Get && (row.operation == Operation::Models || row.operation == Operation::Model));
}

std::string_view behindBase(std::string_view path, Dialect dialect) {
    constexpr std::string_view prefix = "/anthropic";
    constexpr std::string_view version = "/v1";
    if (path.starts_with(prefix))
        path.remove_prefix(prefix.size());
    if (dialect == Dialect::OpenAi && path.starts_with(version))
        path.remove_prefix(version.size());
    return path;
}

void fill(Address& address, std::string_view path, const Places& places, AddressFault& fault) {
    address.provider = places.provider;
    address.version = places.version;
    if (address.operation == Operation::Passthrough)
        address.path = places.rest;
    else if (dialects::isRelayed(address.operation))
        address.path = behindBase(path, address.dialect);
    if (places.model.empty())
        return;
    auto model = percentDecode(places.model);
    if (!model)
        fault = AddressFault::BadEscape;
    else
        address.model = std::move(*model);
}

void allow(std::string& list, Method method) {
    const std::string_view name = method == Method::Get ? "GET, HEAD" : http::nameOf(method);
    if (method == Method::Other)
        list = "GET, HEAD, POST, PUT, PATCH, DELETE";
    else if (list.find(name) == std::string::npos)
        list.append(list.empty() ? "" : ", ").append(name);
}

} // namespace

std::span<const AddressRow> addressTable() {
    return rows;
}

AddressMatch matchAddress(Method method, std::string_view path, bool anthropicVersion) {
    AddressMatch match;
    match.fault = AddressFault::UnknownPath;
    if (anthropicVersion || path.starts_with("/anthropic/"))
        match.address.dialect = Dialect::Anthropic;
    else if (path.starts_with("/gemini/") || path.starts_with("/vertex/"))
        match.address.dialect = gemini;
    else if (path.starts_with("/bedrock/"))
        match.address.dialect = Dialect::Bedrock;
    else if (path.starts_with("/v2/"))
        match.address.dialect = kserve;
    for (const auto& row : rows) {
        Places places;
        if (!fits(row.pattern, path, places))
            continue;
        match.address.dialect = anthropicVersion && isShared(row) ? Dialect::Anthropic : row.dialect;
        match.address.operation = row.operation;
        match.address.stream = row.stream;
        match.address.method = row.method == Method::Other || method == Method::Head ? method : row.method;
        if (methodFits(method, row.method)) {
            match.fault = AddressFault::None;
            fill(match.address, path, places, match.fault);
            return match;
        }
        match.fault = AddressFault::WrongMethod;
        allow(match.allow, row.method);
    }
    if (match.fault == AddressFault::WrongMethod)
        match.allow += ", OPTIONS";
    return match;
}

} // namespace gatehouse::pipeline
