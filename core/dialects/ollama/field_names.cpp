// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/field_names.h"

namespace gatehouse::dialects::ollama {

std::string_view fieldName(Field field) {
    switch (field) {
    case Field::Cache:
        return "cache_control";
    case Field::Choices:
        return "n";
    case Field::Effort:
    case Field::Thinking:
    case Field::ThinkingDisplay:
        return "think";
    case Field::Format:
    case Field::FormatDescription:
    case Field::FormatName:
    case Field::FormatStrict:
        return "format";
    case Field::FrequencyPenalty:
        return "options.frequency_penalty";
    case Field::Metadata:
        return "metadata";
    case Field::ParallelTools:
        return "parallel_tool_calls";
    case Field::PresencePenalty:
        return "options.presence_penalty";
    case Field::Seed:
        return "options.seed";
    case Field::ServiceTier:
        return "service_tier";
    case Field::Stop:
        return "options.stop";
    case Field::Temperature:
        return "options.temperature";
    case Field::ToolChoice:
        return "tool_choice";
    case Field::Tools:
        return "tools";
    case Field::TopK:
        return "options.top_k";
    case Field::TopP:
        return "options.top_p";
    case Field::User:
        return "user";
    }
    return {};
}

std::string pathOf(const Message& message) {
    if (message.at == atPrompt)
        return "prompt";
    return message.at < 0 ? std::string("system") : "messages[" + std::to_string(message.at) + "]";
}

std::string pathOf(const Message& message, const Part& part) {
    const std::string path = pathOf(message);
    const auto indexed = [&part](const std::string& list) {
        return part.at < 0 ? list : list + '[' + std::to_string(part.at) + ']';
    };
    const bool media = std::holds_alternative<MediaPart>(part.content);
    if (message.at < 0)
        return media ? indexed("images") : path;
    if (media)
        return indexed(path + ".images");
    if (std::holds_alternative<ToolUsePart>(part.content))
        return indexed(path + ".tool_calls");
    if (std::holds_alternative<ReasoningPart>(part.content))
        return path + ".thinking";
    return path + ".content";
}

} // namespace gatehouse::dialects::ollama
