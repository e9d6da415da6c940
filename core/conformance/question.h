// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/conformance/feature.h"
#include "core/dialects/conversation.h"

#include <cstdint>
#include <string_view>

// What is asked to try a feature. The prompts are such that a model and the demo provider (docs/conformance.md) do the
// same, and that the answer shows whether the feature was really there.
namespace gatehouse::conformance {

inline constexpr std::string_view expectedWord = "gatehouse";
inline constexpr std::string_view toolName = "get_weather";
inline constexpr std::string_view firstCity = "Oslo";
inline constexpr std::string_view secondCity = "Lima";
inline constexpr std::string_view resultWord = "KX42"; // only the tool's result holds it
inline constexpr std::string_view imageColour = "red";
inline constexpr std::string_view unknownModel = "gatehouse-no-such-model";
inline constexpr std::string_view product = "5461"; // of 127 and 43
inline constexpr int countTo = 300;

// Model, dialect and stream set; the first request of the feature.
dialects::ChatRequest questionOf(Feature feature, dialects::Dialect dialect, std::string_view model);
// What follows an answer: the result of its call (Tools), or another turn behind its thoughts (Reasoning).
dialects::ChatRequest nextTurn(dialects::ChatRequest request, const dialects::AnswerChoice& answer);

// What a feature takes at most, in one dialect.
struct Bound {
    int calls = 1;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
};
Bound boundOf(Feature feature);

} // namespace gatehouse::conformance
