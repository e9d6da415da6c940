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
};

std::string_view nameOf(Dialect dialect);
std::optional<Dialect> dialectNamed(std::string_view name);
// "chat", "completions", "embeddings", "moderations", "messages", "count_tokens", "models": for records and charts.
std::string_view nameOf(Operation operation);

} // namespace gatehouse::dialects
