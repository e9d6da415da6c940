// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/field_names.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::responses {
namespace {

struct Name {
    Field field;
    std::string_view text;
};

constexpr std::array names = {
    Name{Field::Cache, "prompt_cache_key"},
    Name{Field::Choices, "n"},
    Name{Field::Effort, "reasoning.effort"},
    Name{Field::Format, "text.format"},
    Name{Field::FormatDescription, "text.format.description"},
    Name{Field::FormatName, "text.format.name"},
    Name{Field::FormatStrict, "text.format.strict"},
    Name{Field::FrequencyPenalty, "frequency_penalty"},
    Name{Field::Metadata, "metadata"},
    Name{Field::ParallelTools, "parallel_tool_calls"},
    Name{Field::PresencePenalty, "presence_penalty"},
    Name{Field::Seed, "seed"},
    Name{Field::ServiceTier, "service_tier"},
    Name{Field::Stop, "stop"},
    Name{Field::Temperature, "temperature"},
    Name{Field::Thinking, "reasoning"},
    Name{Field::ThinkingDisplay, "reasoning.summary"},
    Name{Field::ToolChoice, "tool_choice"},
    Name{Field::Tools, "tools"},
    Name{Field::TopK, "top_k"},
    Name{Field::TopP, "top_p"},
    Name{Field::User, "user"},
};

std::string indexed(std::string_view name, int index) {
    std::string out(name);
    if (index >= 0)
        out += '[' + std::to_string(index) + ']';
    return out;
}

} // namespace

std::string_view fieldName(Field field) {
    const auto* const found =
        std::find_if(names.begin(), names.end(), [field](const Name& name) { return name.field == field; });
    return found == names.end() ? std::string_view("input") : found->text;
}

std::string pathOf(const Message& message) {
    return message.at < 0 ? "instructions" : indexed("input", message.at);
}

std::string pathOf(const Message& message, const Part& part) {
    if (message.role == Role::Assistant && part.at >= 0)
        return indexed("input", part.at);
    if (message.role == Role::Tool) {
        if (std::holds_alternative<ToolResultPart>(part.content) && part.at >= 0)
            return indexed("input", part.at);
        return indexed(pathOf(message) + ".output", part.at);
    }
    return message.at < 0 ? indexed("instructions", part.at) : indexed(pathOf(message) + ".content", part.at);
}

} // namespace gatehouse::dialects::responses
