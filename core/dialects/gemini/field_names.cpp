// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/field_names.h"

namespace gatehouse::dialects::gemini {

std::string_view fieldName(Field field) {
    switch (field) {
    case Field::Cache:
        return "cachedContent";
    case Field::Choices:
        return "generationConfig.candidateCount";
    case Field::Effort:
        return "generationConfig.thinkingConfig.thinkingLevel";
    case Field::Format:
    case Field::FormatStrict:
        return "generationConfig.responseJsonSchema";
    case Field::FormatDescription:
        return "generationConfig.responseJsonSchema.description";
    case Field::FormatName:
        return "generationConfig.responseJsonSchema.title";
    case Field::FrequencyPenalty:
        return "generationConfig.frequencyPenalty";
    case Field::Metadata:
        return "labels";
    case Field::ParallelTools:
    case Field::ToolChoice:
        return "toolConfig.functionCallingConfig";
    case Field::PresencePenalty:
        return "generationConfig.presencePenalty";
    case Field::Seed:
        return "generationConfig.seed";
    case Field::ServiceTier:
        return "serviceTier";
    case Field::Stop:
        return "generationConfig.stopSequences";
    case Field::Temperature:
        return "generationConfig.temperature";
    case Field::Thinking:
        return "generationConfig.thinkingConfig";
    case Field::ThinkingDisplay:
        return "generationConfig.thinkingConfig.includeThoughts";
    case Field::Tools:
        return "tools";
    case Field::TopK:
        return "generationConfig.topK";
    case Field::TopP:
        return "generationConfig.topP";
    case Field::User:
        return "labels.user";
    }
    return "generationConfig";
}

std::string pathOf(const Message& message) {
    return message.at < 0 ? "systemInstruction" : "contents[" + std::to_string(message.at) + "]";
}

std::string pathOf(const Message& message, const Part& part) {
    std::string path = pathOf(message);
    return part.at < 0 ? path : path + ".parts[" + std::to_string(part.at) + "]";
}

} // namespace gatehouse::dialects::gemini
