// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/dialect.h"

namespace gatehouse::dialects {

std::string_view nameOf(Dialect dialect) {
    switch (dialect) {
    case Dialect::OpenAi:
        return "openai";
    case Dialect::Anthropic:
        return "anthropic";
    }
    return {};
}

std::optional<Dialect> dialectNamed(std::string_view name) {
    for (const auto dialect : {Dialect::OpenAi, Dialect::Anthropic}) {
        if (nameOf(dialect) == name)
            return dialect;
    }
    return std::nullopt;
}

std::string_view nameOf(Operation operation) {
    switch (operation) {
    case Operation::ChatCompletions:
        return "chat";
    case Operation::Completions:
        return "completions";
    case Operation::Embeddings:
        return "embeddings";
    case Operation::Moderations:
        return "moderations";
    case Operation::Messages:
        return "messages";
    case Operation::CountTokens:
        return "count_tokens";
    case Operation::Models:
    case Operation::Model:
        return "models";
    case Operation::Images:
        return "images";
    case Operation::ImageEdits:
        return "image_edits";
    case Operation::ImageVariations:
        return "image_variations";
    case Operation::Speech:
        return "speech";
    case Operation::Transcriptions:
        return "transcriptions";
    case Operation::Translations:
        return "translations";
    case Operation::Rerank:
        return "rerank";
    case Operation::Files:
        return "files";
    case Operation::Uploads:
        return "uploads";
    case Operation::Batches:
        return "batches";
    case Operation::Passthrough:
        return "passthrough";
    }
    return {};
}

bool namesModel(Operation operation) {
    return operation != Operation::Models && operation != Operation::Model && !isRelayed(operation);
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
    return operation == Operation::Images || operation == Operation::Speech || takesForm(operation);
}

bool isRelayed(Operation operation) {
    return operation == Operation::Files || operation == Operation::Uploads || operation == Operation::Batches ||
           operation == Operation::Passthrough;
}

} // namespace gatehouse::dialects
