// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/request_reader.h"

#include "core/dialects/embeddings/input_type.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <array>

namespace gatehouse::dialects::embeddings {
namespace {

using json::View;

std::string indexed(std::string_view name, std::size_t index) {
    return std::string(name) + '[' + std::to_string(index) + ']';
}

Input textInput(std::string text) {
    Input input;
    input.pieces.emplace_back(std::move(text));
    return input;
}

MediaPart pictureAt(View url) {
    MediaPart media;
    BodyText whole = url.bodyText();
    if (const auto data = parseDataUrl(whole.view())) {
        media.source = MediaSource::Base64;
        media.mediaType = data->mediaType;
        media.data = BodyText::owning(std::string(data->data));
    } else {
        media.data = std::move(whole);
    }
    return media;
}

MediaPart pictureOf(View base64, std::string mediaType) {
    MediaPart media;
    media.source = MediaSource::Base64;
    media.mediaType = std::move(mediaType);
    media.data = base64.bodyText();
    return media;
}

// One text, or an array of texts.
Result<void> readTexts(View value, std::string_view name, Request& request) {
    if (value.isString()) {
        request.inputs.push_back(textInput(value.text()));
        return {};
    }
    if (!value.isArray() || value.size() == 0)
        return invalidField(std::string(name), "a string or an array of strings that is not empty");
    for (const View element : value.children()) {
        if (!element.isString())
            return invalidField(indexed(name, request.inputs.size()), "a string");
        request.inputs.push_back(textInput(element.text()));
    }
    return {};
}

// --- OpenAI and what compatible servers add: Voyage, Jina, Mistral, NIM.

constexpr std::array openAiKnown = {
    "model",      "input",        "encoding_format", "dimensions", "user",     "output_dimension",
    "input_type", "output_dtype", "embedding_type",  "task",       "truncate", "truncation"};

Result<void> readTokensOrTexts(View value, Request& request) {
    const auto tokens = [](View array) {
        Input input;
        input.tokens = array.compact();
        return input;
    };
    bool texts = true;
    bool numbers = value.isArray() && value.size() > 0;
    for (const View element : value.isArray() ? value.children() : json::Range()) {
        texts = texts && element.isString();
        numbers = numbers && element.isNumber();
    }
    if (numbers) { // the array is one input
        request.inputs.push_back(tokens(value));
        return {};
    }
    if (texts)
        return readTexts(value, "input", request);
    for (const View element : value.children()) {
        const std::string path = indexed("input", request.inputs.size());
        if (element.isArray())
            request.inputs.push_back(tokens(element));
        else if (element["text"].isString())
            request.inputs.push_back(textInput(element["text"].text()));
        else
            return invalidField(path, "a text or an array of tokens");
    }
    return {};
}

void readEncoding(View root, Request& request) {
    const std::string format = root["encoding_format"].text();
    request.packed = format.starts_with("base64");
    for (const std::string& word : {root["output_dtype"].text(), root["embedding_type"].text(),
                                    format.substr(std::min(format.size(), std::string("base64_").size()))}) {
        if (const auto precision = precisionNamed(word); precision && *precision != Precision::Float)
            request.precisions.assign(1, *precision);
    }
}

Truncation boolTruncation(View value) {
    if (value.isTrue())
        return Truncation::End;
    return value.isFalse() ? Truncation::None : Truncation::Unsaid;
}

Result<void> readOpenAi(View root, Request& request) {
    if (auto read = readTokensOrTexts(root["input"], request); !read)
        return read;
    request.dimensions = numberIn(root["dimensions"]);
    if (!request.dimensions)
        request.dimensions = numberIn(root["output_dimension"]);
    readEncoding(root, request);
    auto type = inputTypeNamed(root["input_type"].text());
    if (type == InputType::Unsaid)
        type = inputTypeNamed(root["task"].text());
    for (auto& input : request.inputs)
        input.type = type;
    request.truncation = root["truncate"].isString() ? truncationNamed(root["truncate"].text())
                         : root["truncate"].given()  ? boolTruncation(root["truncate"])
                                                     : boolTruncation(root["truncation"]);
    request.user = root["user"].text();
    request.unknown = unknownFields(root, openAiKnown, Dialect::OpenAi);
    return {};
}

// --- Gemini

constexpr std::array geminiKnown = {"model", "content", "taskType", "title", "outputDimensionality", "requests"};

Result<void> readPiece(View part, const std::string& path, Input& input) {
    View data = part["inlineData"];
    if (!data.isObject())
        data = part["inline_data"];
    View file = part["fileData"];
    if (!file.isObject())
        file = part["file_data"];
    if (part["text"].isString()) {
        input.pieces.emplace_back(part["text"].text());
    } else if (data.isObject()) {
        const View type = data["mimeType"].given() ? data["mimeType"] : data["mime_type"];
        input.pieces.emplace_back(pictureOf(data["data"], type.text()));
    } else if (file.isObject()) {
        MediaPart media;
        media.mediaType = (file["mimeType"].given() ? file["mimeType"] : file["mime_type"]).text();
        media.data = (file["fileUri"].given() ? file["fileUri"] : file["file_uri"]).bodyText();
        input.pieces.emplace_back(std::move(media));
    } else {
        return invalidField(path, "a part with \"text\", \"inlineData\" or \"fileData\"");
    }
    return {};
}

Result<void> readGeminiRequest(View value, const std::string& path, Request& request) {
    Input input;
    const View parts = value["content"]["parts"];
    std::size_t at = 0;
    for (const View part : parts.isObject() ? json::Range() : parts.children()) {
        if (auto read = readPiece(part, indexed(path + "content.parts", at++), input); !read)
            return read;
    }
    if (input.pieces.empty())
        return invalidField(path + "content", "an object with at least one part");
    const auto either = [&](std::string_view camel, std::string_view snake) {
        return value[camel].given() ? value[camel] : value[snake];
    };
    input.type = inputTypeNamed(either("taskType", "task_type").text());
    input.title = value["title"].text();
    const auto dimensions = numberIn(either("outputDimensionality", "output_dimensionality"));
    if (!request.inputs.empty() && dimensions != request.dimensions)
        return invalidField(path + "outputDimensionality", "the same in all requests");
    request.dimensions = dimensions;
    request.inputs.push_back(std::move(input));
    return {};
}

Result<void> readEmbedContent(View root, Request& request) {
    request.several = false;
    request.unknown = unknownFields(root, geminiKnown, Dialect::Gemini);
    return readGeminiRequest(root, "", request);
}

Result<void> readBatch(View root, Request& request) {
    const View requests = root["requests"];
    if (!requests.isArray() || requests.size() == 0)
        return invalidField("requests", "an array of requests that is not empty");
    for (const View value : requests.children()) {
        const std::string path = indexed("requests", request.inputs.size());
        if (!value.isObject())
            return invalidField(path, "an object");
        if (auto read = readGeminiRequest(value, path + '.', request); !read)
            return read;
    }
    request.unknown = unknownFields(root, geminiKnown, Dialect::Gemini);
    return {};
}

constexpr std::array predictKnown = {"instances", "parameters"};

Result<void> readPredict(View root, Request& request) {
    const View instances = root["instances"];
    if (!instances.isArray() || instances.size() == 0)
        return invalidField("instances", "an array of instances that is not empty");
    for (const View instance : instances.children()) {
        if (!instance["content"].isString())
            return invalidField(indexed("instances", request.inputs.size()) + ".content", "a string");
        Input input = textInput(instance["content"].text());
        input.type = inputTypeNamed(instance["task_type"].text());
        input.title = instance["title"].text();
        request.inputs.push_back(std::move(input));
    }
    request.dimensions = numberIn(root["parameters"]["outputDimensionality"]);
    request.truncation = boolTruncation(root["parameters"]["autoTruncate"]);
    request.unknown = unknownFields(root, predictKnown, Dialect::Gemini);
    return {};
}

// --- Cohere, there and at Bedrock

constexpr std::array cohereKnown = {"model",      "texts",           "images",           "inputs",
                                    "input_type", "embedding_types", "output_dimension", "truncate"};

Result<void> readCohereInput(View value, const std::string& path, Request& request) {
    Input input;
    for (const View part : value["content"].children()) {
        const View image = part["image_url"];
        if (part["text"].isString())
            input.pieces.emplace_back(part["text"].text());
        else if (image.given())
            input.pieces.emplace_back(pictureAt(image.isObject() ? image["url"] : image));
        else
            return invalidField(path + ".content", "parts of type \"text\" or \"image_url\"");
    }
    if (input.pieces.empty())
        return invalidField(path + ".content", "an array of parts that is not empty");
    request.inputs.push_back(std::move(input));
    return {};
}

Result<void> readCohereInputs(View root, Request& request) {
    if (root["texts"].given())
        if (auto read = readTexts(root["texts"], "texts", request); !read)
            return read;
    for (const View image : root["images"].children()) {
        Input input;
        input.pieces.emplace_back(pictureAt(image));
        request.inputs.push_back(std::move(input));
    }
    for (const View value : root["inputs"].children()) {
        if (auto read = readCohereInput(value, indexed("inputs", request.inputs.size()), request); !read)
            return read;
    }
    if (request.inputs.empty())
        return invalidField("texts", "an array of strings that is not empty (or \"images\" or \"inputs\")");
    return {};
}

Result<void> readCohere(View root, Request& request) {
    if (auto read = readCohereInputs(root, request); !read)
        return read;
    const auto type = inputTypeNamed(root["input_type"].text());
    for (auto& input : request.inputs)
        input.type = type;
    for (const View word : root["embedding_types"].children()) {
        const std::string name = word.text();
        const auto precision = precisionNamed(name);
        if (name == "base64")
            request.packed = true;
        else if (precision)
            request.precisions.push_back(*precision);
        else
            return invalidField("embedding_types", "of float, int8, uint8, binary, ubinary and base64");
    }
    request.dimensions = numberIn(root["output_dimension"]);
    request.truncation = truncationNamed(root["truncate"].text());
    request.unknown = unknownFields(root, cohereKnown, Dialect::Cohere);
    return {};
}

// --- Ollama

constexpr std::array ollamaKnown = {"model", "input", "prompt", "truncate", "dimensions"};

Result<void> readOllama(View root, Request& request) {
    if (auto read = readTexts(root["input"], "input", request); !read)
        return read;
    request.dimensions = numberIn(root["dimensions"]);
    request.truncation = boolTruncation(root["truncate"]);
    request.unknown = unknownFields(root, ollamaKnown, Dialect::Ollama);
    return {};
}

Result<void> readOldOllama(View root, Request& request) {
    request.several = false;
    if (!root["prompt"].isString())
        return invalidField("prompt", "a string");
    request.inputs.push_back(textInput(root["prompt"].text()));
    request.unknown = unknownFields(root, ollamaKnown, Dialect::Ollama);
    return {};
}

// --- Bedrock: a body per vendor

constexpr std::array titanKnown = {"inputText", "inputImage", "dimensions", "embeddingTypes", "embeddingConfig"};

Result<void> readTitan(View root, Request& request) {
    request.several = false;
    Input input;
    if (root["inputText"].isString())
        input.pieces.emplace_back(root["inputText"].text());
    if (root["inputImage"].isString())
        input.pieces.emplace_back(pictureOf(root["inputImage"], ""));
    if (input.pieces.empty())
        return invalidField("inputText", "a string");
    request.inputs.push_back(std::move(input));
    request.dimensions = numberIn(root["dimensions"]);
    if (!request.dimensions)
        request.dimensions = numberIn(root["embeddingConfig"]["outputEmbeddingLength"]);
    for (const View word : root["embeddingTypes"].children()) {
        const auto precision = precisionNamed(word.text());
        if (!precision)
            return invalidField("embeddingTypes", "of float and binary");
        request.precisions.push_back(*precision);
    }
    request.unknown = unknownFields(root, titanKnown, Dialect::BedrockInvoke);
    return {};
}

Result<void> read(Operation operation, View root, Request& request) {
    switch (operation) {
    case Operation::Embeddings:
        return readOpenAi(root, request);
    case Operation::EmbedContent:
        return readEmbedContent(root, request);
    case Operation::BatchEmbedContents:
        return readBatch(root, request);
    case Operation::VertexPredictEmbeddings:
        return readPredict(root, request);
    case Operation::CohereEmbed:
        return readCohere(root, request);
    case Operation::OllamaEmbed:
        return readOllama(root, request);
    case Operation::OllamaEmbeddings:
        return readOldOllama(root, request);
    case Operation::InvokeEmbeddings:
        return root["texts"].given() || root["images"].given() || root["inputs"].given() ? readCohere(root, request)
                                                                                         : readTitan(root, request);
    default:
        return failure(ErrorKind::Internal, "no_translation", "This operation makes no embeddings.");
    }
}

} // namespace

Result<Request> readRequest(Operation operation, std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    Request request;
    request.operation = operation;
    request.model = document->root()["model"].text();
    if (auto done = read(operation, document->root(), request); !done)
        return tl::unexpected(std::move(done.error()));
    return request;
}

} // namespace gatehouse::dialects::embeddings
