// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/field_fates.h"

#include "core/dialects/json_cursor.h"

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::dialects {
namespace {

constexpr std::size_t mostFields = 64;
constexpr std::string_view inAddress = "(the path)";

using Names = std::span<const std::string_view>;

// Each line is one thing, in the words of all dialects.
constexpr std::array<std::string_view, 6> messages{"messages", "contents", "input", "message", "prompt", "inputs"};
constexpr std::array<std::string_view, 5> instructions{"system", "systemInstruction", "system_instruction",
                                                       "instructions", "preamble"};
constexpr std::array<std::string_view, 7> limit{"max_tokens",
                                                "max_completion_tokens",
                                                "max_output_tokens",
                                                "generationConfig.maxOutputTokens",
                                                "generation_config.max_output_tokens",
                                                "inferenceConfig.maxTokens",
                                                "options.num_predict"};
constexpr std::array<std::string_view, 5> temperature{"temperature", "generationConfig.temperature",
                                                      "generation_config.temperature", "inferenceConfig.temperature",
                                                      "options.temperature"};
constexpr std::array<std::string_view, 6> topP{"top_p", "generationConfig.topP", "generation_config.top_p",
                                               "p",     "inferenceConfig.topP",  "options.top_p"};
constexpr std::array<std::string_view, 6> topK{
    "top_k",         "generationConfig.topK",  "k", "additionalModelRequestFields.top_k",
    "options.top_k", "generation_config.top_k"};
constexpr std::array<std::string_view, 6> stop{"stop",
                                               "stop_sequences",
                                               "generationConfig.stopSequences",
                                               "generation_config.stop_sequences",
                                               "inferenceConfig.stopSequences",
                                               "options.stop"};
constexpr std::array<std::string_view, 4> seed{"seed", "random_seed", "generationConfig.seed", "options.seed"};
constexpr std::array<std::string_view, 3> frequency{"frequency_penalty", "generationConfig.frequencyPenalty",
                                                    "options.frequency_penalty"};
constexpr std::array<std::string_view, 3> presence{"presence_penalty", "generationConfig.presencePenalty",
                                                   "options.presence_penalty"};
constexpr std::array<std::string_view, 3> tools{"tools", "toolConfig.tools", "functions"};
constexpr std::array<std::string_view, 5> toolChoice{"tool_choice", "toolConfig.functionCallingConfig",
                                                     "tool_config.function_calling_config", "toolConfig.toolChoice",
                                                     "function_call"};
constexpr std::array<std::string_view, 2> parallel{"parallel_tool_calls", "tool_choice.disable_parallel_tool_use"};
constexpr std::array<std::string_view, 9> format{"response_format",
                                                 "text.format",
                                                 "output_config.format",
                                                 "output_format",
                                                 "generationConfig.responseJsonSchema",
                                                 "generationConfig.responseSchema",
                                                 "generationConfig.responseMimeType",
                                                 "outputConfig.textFormat",
                                                 "format"};
constexpr std::array<std::string_view, 8> thinking{"reasoning_effort",
                                                   "reasoning.effort",
                                                   "reasoning",
                                                   "thinking",
                                                   "output_config.effort",
                                                   "generationConfig.thinkingConfig",
                                                   "additionalModelRequestFields.thinking",
                                                   "think"};
constexpr std::array<std::string_view, 3> user{"user", "metadata.user_id", "safety_identifier"};
constexpr std::array<std::string_view, 2> tier{"service_tier", "serviceTier"};
constexpr std::array<std::string_view, 3> choices{"n", "generationConfig.candidateCount", "num_generations"};

constexpr std::array<Names, 19> meanings{messages, instructions, limit,    temperature, topP,       topK,     stop,
                                         seed,     frequency,    presence, tools,       toolChoice, parallel, format,
                                         thinking, user,         tier,     choices,     Names{}};

// Objects whose members are settings of their own.
constexpr std::array<std::string_view, 12> settings{"generationConfig",
                                                    "generation_config",
                                                    "inferenceConfig",
                                                    "options",
                                                    "toolConfig",
                                                    "tool_config",
                                                    "text",
                                                    "reasoning",
                                                    "output_config",
                                                    "outputConfig",
                                                    "metadata",
                                                    "additionalModelRequestFields"};

bool isOneOf(Names names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void addMembers(json::JsonCursor& at, std::string_view outer, std::vector<std::string>& paths) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        at.skip();
        if (paths.size() < mostFields)
            paths.push_back(std::string(outer) + '.' + std::string(name));
    }
}

std::vector<std::string> pathsOf(std::string_view body) {
    std::vector<std::string> paths;
    json::JsonCursor at(body);
    std::string_view name;
    if (!at.enterObject())
        return paths;
    while (at.nextMember(name)) {
        if (isOneOf(settings, name) && at.type() == json::Type::Object) {
            addMembers(at, name, paths);
            continue;
        }
        at.skip();
        if (paths.size() < mostFields)
            paths.emplace_back(name);
    }
    return paths;
}

bool isLost(std::string_view path, const Losses& losses) {
    return std::any_of(losses.begin(), losses.end(), [path](const Loss& loss) { return loss.field == path; });
}

std::string targetFor(std::string_view path, const std::vector<std::string>& there) {
    const auto has = [&there](std::string_view name) {
        return std::find(there.begin(), there.end(), name) != there.end();
    };
    if (has(path))
        return std::string(path);
    for (const auto names : meanings) {
        if (!isOneOf(names, path))
            continue;
        const auto found = std::find_if(names.begin(), names.end(), has);
        if (found != names.end())
            return std::string(*found);
    }
    return path == "model" || path == "stream" ? std::string(inAddress) : std::string();
}

} // namespace

std::vector<FieldFate> fieldFates(std::string_view clientBody, std::string_view providerBody, const Losses& losses) {
    const auto there = pathsOf(providerBody);
    std::vector<FieldFate> fates;
    for (auto& path : pathsOf(clientBody)) {
        if (isLost(path, losses))
            continue;
        auto target = targetFor(path, there);
        fates.push_back({std::move(path), std::move(target)});
    }
    return fates;
}

} // namespace gatehouse::dialects
