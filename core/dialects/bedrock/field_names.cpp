// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/field_names.h"

namespace gatehouse::dialects::bedrock {

std::string_view fieldName(Field field) {
    switch (field) {
    case Field::Cache:
        return "cachePoint";
    case Field::Choices:
        return "n";
    case Field::Effort:
        return "additionalModelRequestFields.reasoning_effort";
    case Field::Format:
        return "outputConfig.textFormat";
    case Field::FormatDescription:
        return "outputConfig.textFormat.structure.jsonSchema.description";
    case Field::FormatName:
        return "outputConfig.textFormat.structure.jsonSchema.name";
    case Field::FormatStrict:
        return "outputConfig.textFormat";
    case Field::FrequencyPenalty:
        return "additionalModelRequestFields.frequency_penalty";
    case Field::Metadata:
        return "requestMetadata";
    case Field::ParallelTools:
        return "toolConfig";
    case Field::PresencePenalty:
        return "additionalModelRequestFields.presence_penalty";
    case Field::Seed:
        return "additionalModelRequestFields.seed";
    case Field::ServiceTier:
        return "serviceTier";
    case Field::Stop:
        return "inferenceConfig.stopSequences";
    case Field::Temperature:
        return "inferenceConfig.temperature";
    case Field::Thinking:
        return "additionalModelRequestFields.thinking";
    case Field::ThinkingDisplay:
        return "additionalModelRequestFields.thinking.display";
    case Field::ToolChoice:
        return "toolConfig.toolChoice";
    case Field::Tools:
        return "toolConfig.tools";
    case Field::TopK:
        return "additionalModelRequestFields.top_k";
    case Field::TopP:
        return "inferenceConfig.topP";
    case Field::User:
        return "requestMetadata";
    }
    return {};
}

} // namespace gatehouse::dialects::bedrock
