// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace gatehouse::dialects {

// Wire forms that a client or a provider can speak. Names are those of the catalogue ("openai", "anthropic").
enum class Dialect { OpenAi, Anthropic };

enum class Operation {
    ChatCompletions, // OpenAI POST /chat/completions
    Completions,     // OpenAI POST /completions
    Embeddings,      // OpenAI POST /embeddings
    Moderations,     // OpenAI POST /moderations
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
    Rerank,          // POST /rerank, as OpenAI-style servers have it
    Files,           // …/files and what lies below
    Uploads,         // OpenAI …/uploads and what lies below
    Batches,         // OpenAI …/batches, Anthropic …/messages/batches and what lies below
    Passthrough,     // /passthrough/{provider}/…
};

std::string_view nameOf(Dialect dialect);
std::optional<Dialect> dialectNamed(std::string_view name);
// "chat", "completions", "embeddings", "images", "speech", "files", "passthrough" …: for records and charts.
std::string_view nameOf(Operation operation);

// Its request names a model, which routes it.
bool namesModel(Operation operation);
// Its request may be a form (multipart/form-data): files with fields beside them.
bool takesForm(Operation operation);
// The request must be a form: no JSON form of it is known.
bool onlyForm(Operation operation);
// Sound and images: asked for, or answered with, in units that are not tokens of text.
bool isMedia(Operation operation);
// Neither read nor translated: request and answer pass as they are, and what it costs is not known.
bool isRelayed(Operation operation);

} // namespace gatehouse::dialects
