// SPDX-License-Identifier: Apache-2.0
#include "core/conformance/feature.h"

#include <algorithm>
#include <array>

namespace gatehouse::conformance {
namespace {

using dialects::Dialect;

struct Named {
    Feature feature;
    std::string_view name;
};

constexpr std::array names{
    Named{Feature::Plain, "plain"},         Named{Feature::Stream, "stream"},
    Named{Feature::Tools, "tools"},         Named{Feature::ParallelTools, "parallel_tools"},
    Named{Feature::Image, "image"},         Named{Feature::StructuredOutput, "structured_output"},
    Named{Feature::Reasoning, "reasoning"}, Named{Feature::LongOutput, "long_output"},
    Named{Feature::Error, "error"},         Named{Feature::Cancel, "cancel"},
};

constexpr auto features = [] {
    std::array<Feature, names.size()> all{};
    std::transform(names.begin(), names.end(), all.begin(), [](const Named& named) { return named.feature; });
    return all;
}();

constexpr std::array rows{
    DialectRow{Dialect::OpenAi, "/v1/chat/completions"},
    DialectRow{Dialect::OpenAiResponses, "/v1/responses"},
    DialectRow{Dialect::Anthropic, "/anthropic/v1/messages", {}, "anthropic-version", "2023-06-01"},
    DialectRow{Dialect::Gemini, "/gemini/v1beta/models/{model}:generateContent",
               "/gemini/v1beta/models/{model}:streamGenerateContent?alt=sse"},
    DialectRow{Dialect::Bedrock, "/bedrock/model/{model}/converse", "/bedrock/model/{model}/converse-stream"},
    DialectRow{Dialect::BedrockInvoke, "/bedrock/model/{model}/invoke",
               "/bedrock/model/{model}/invoke-with-response-stream"},
    DialectRow{Dialect::Cohere, "/cohere/v2/chat"},
    DialectRow{Dialect::Ollama, "/ollama/api/chat"},
};

} // namespace

std::span<const Feature> allFeatures() {
    return features;
}

std::string_view nameOf(Feature feature) {
    return names[static_cast<std::size_t>(feature)].name;
}

std::optional<Feature> featureNamed(std::string_view name) {
    const auto* found =
        std::find_if(names.begin(), names.end(), [name](const Named& each) { return each.name == name; });
    return found == names.end() ? std::nullopt : std::optional(found->feature);
}

std::string_view nameOf(CellState state) {
    constexpr std::array<std::string_view, 4> words{"waiting", "passed", "failed", "not_applicable"};
    return words[static_cast<std::size_t>(state)];
}

std::span<const DialectRow> clientDialects() {
    return rows;
}

const DialectRow* rowOf(Dialect dialect) {
    const auto* found =
        std::find_if(rows.begin(), rows.end(), [dialect](const DialectRow& row) { return row.dialect == dialect; });
    return found == rows.end() ? nullptr : found;
}

} // namespace gatehouse::conformance
