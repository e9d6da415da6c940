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
    }
    return {};
}

} // namespace gatehouse::dialects
