// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/field_names.h"

namespace gatehouse::dialects::cohere {

std::string_view fieldName(Field field) {
    switch (field) {
    case Field::Cache:
        return "cache_control";
    case Field::Choices:
        return "num_generations";
    case Field::Effort:
    case Field::Thinking:
    case Field::ThinkingDisplay:
        return "thinking";
    case Field::Format:
    case Field::FormatDescription:
    case Field::FormatName:
        return "response_format";
    case Field::FormatStrict:
        return "response_format.json_schema";
    case Field::FrequencyPenalty:
        return "frequency_penalty";
    case Field::Metadata:
        return "metadata";
    case Field::ParallelTools:
        return "parallel_tool_calls";
    case Field::PresencePenalty:
        return "presence_penalty";
    case Field::Seed:
        return "seed";
    case Field::ServiceTier:
        return "priority";
    case Field::Stop:
        return "stop_sequences";
    case Field::Temperature:
        return "temperature";
    case Field::ToolChoice:
        return "tool_choice";
    case Field::Tools:
        return "tools";
    case Field::TopK:
        return "k";
    case Field::TopP:
        return "p";
    case Field::User:
        return "user";
    }
    return {};
}

std::string pathOf(const Message& message, const Part& part) {
    if (part.at == atDocuments)
        return "documents";
    const std::string path = "messages[" + std::to_string(message.at) + "]";
    if (part.at == atToolPlan)
        return path + ".tool_plan";
    const bool call = std::holds_alternative<ToolUsePart>(part.content);
    const std::string list = path + (call ? ".tool_calls" : ".content");
    return part.at < 0 ? list : list + '[' + std::to_string(part.at) + ']';
}

} // namespace gatehouse::dialects::cohere
